"""What keeps the process running: wakeups, supervised tasks, error reports, temporary folders."""
