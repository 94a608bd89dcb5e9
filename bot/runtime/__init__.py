"""What keeps the process going: wakeups, supervised tasks, error reports, temporary files."""
