"""What is Telegram's own: sending, its failures and limits, polling, progress, button presses."""
