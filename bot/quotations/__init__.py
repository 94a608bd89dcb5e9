"""Quotations of persons: the job that finds them, persons by name, lists, answers."""
