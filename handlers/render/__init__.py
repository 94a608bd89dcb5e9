"""Render plain data as escaped HTML within Telegram's limits; the only package with markup."""
