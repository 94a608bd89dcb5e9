"""Counters of questions and alerts, and reports on them."""
