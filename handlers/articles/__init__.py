"""Articles: read, added, corrected and removed, by command and by button."""
