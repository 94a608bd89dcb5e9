"""What an admin says to many chats: drafted, sent through the outbox, stopped."""
