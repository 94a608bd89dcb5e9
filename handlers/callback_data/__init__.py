"""What buttons do, and their callback data: a file for each of the things that they are on."""
