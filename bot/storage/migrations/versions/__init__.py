"""Migrations by number; what a published one does is never changed."""
