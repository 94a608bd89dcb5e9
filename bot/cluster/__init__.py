"""The roles of several processes on one database."""
