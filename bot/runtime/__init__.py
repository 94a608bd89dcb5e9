"""Wakeups, supervised tasks, error reports and temporary folders."""
