"""Backups, and the deletion of expired rows."""
