"""Load and soak: the real program under questions, a reload and alerts, for minutes or days."""
