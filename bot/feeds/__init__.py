"""Feeds that are watched: what is new in them becomes articles."""
