"""Chats that are not the bot's own: cards for what is typed there, and answers as a guest."""
