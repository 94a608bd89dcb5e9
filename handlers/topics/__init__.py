"""Topics: subscribe, list, change and delete, by command and by button."""
