"""The newsroom's own channels, whose posts become articles."""
