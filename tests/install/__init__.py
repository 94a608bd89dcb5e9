"""The program as it is released: built, installed as the documents say, and run from there."""
