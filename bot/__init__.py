"""The application: everything that is not Telegram's shape and not search."""
