"""Watched feeds: polled when due, their new items made into articles."""
