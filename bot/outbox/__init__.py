"""Queued messages: paced, sent, retried or given up."""
