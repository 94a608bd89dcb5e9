"""Reading, reloading, adding and editing articles."""
