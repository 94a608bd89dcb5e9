"""Sending of queued messages: rate limit, retries, dead letters."""
