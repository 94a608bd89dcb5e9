"""Articles to passages and sentences; boilerplate, datelines, dates and language, as spans."""
