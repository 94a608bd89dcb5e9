"""Telegram's side: sending, its failures and limits, polling, progress, button presses."""
