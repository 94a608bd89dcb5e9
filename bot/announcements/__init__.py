"""Announcements of admins to many chats."""
