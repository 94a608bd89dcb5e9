"""Quotations: the job that finds them, persons, lists, answers in a person's own words."""
