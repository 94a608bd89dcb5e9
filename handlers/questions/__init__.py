"""Questions in messages: found, answered, or not understood."""
