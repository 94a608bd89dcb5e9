"""What comes from outside, made hostile: the loaders must survive any bytes.

``python -m tests.fuzz NAME --seconds N`` searches with atheris; what it finds becomes a seed, and
the tests try every seed and what hypothesis makes up.
"""
