"""A Telegram that lives on loopback: the Bot API server that tests and demonstrations run against.

It imports nothing of the bot that it serves, and nothing of ``telegram``.
"""
