"""What the newsroom itself does with articles: add pages and documents, remove, restore, edit."""
