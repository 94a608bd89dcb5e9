"""Alerts and digests on their way: the outbox's sender over the Bot API."""
