"""What buttons carry, and their callback data: one module per subject."""
