"""Plain data becomes escaped HTML within Telegram's limits; the only place with markup.

Sends nothing and decides nothing about answers.
"""
