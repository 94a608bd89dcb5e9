"""``kutip eval``: many questions with known answers, measured."""
