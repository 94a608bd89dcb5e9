"""The tables as the newest migration leaves them, a module per noun; a test compares the two."""
