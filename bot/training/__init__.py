"""Trains the reader's model from questions whose answers are known (``python -m bot.training``)."""
