"""The newsroom's own channels: naming and stopping them, and their posts."""
