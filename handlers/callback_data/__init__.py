"""Payloads of buttons and their callback data: one module per subject."""
