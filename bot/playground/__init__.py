"""A Bot API server on loopback, for tests and demonstrations.

Imports nothing of the bot that it serves, and nothing of ``telegram``.
"""
