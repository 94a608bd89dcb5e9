"""How articles come in and change: folder, uploads, pages, edits, one change at a time."""
