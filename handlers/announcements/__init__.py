"""Announcements to many chats: the command, its buttons, its progress."""
