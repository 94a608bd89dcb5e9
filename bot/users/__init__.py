"""Readers' preferences, roles, permissions and staff."""
