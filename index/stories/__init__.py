"""Detection of articles that report the same story in nearly the same words."""
