"""Conversations as data: who says or taps what, and what must and must not come back."""
