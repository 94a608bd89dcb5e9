"""Assemble the services: those of every command, and those of the bot."""
