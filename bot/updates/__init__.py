"""Updates that a webhook takes: stored, claimed by one process, and marked when done."""
