"""The nouns that several packages and storage share: plain data without I/O."""
