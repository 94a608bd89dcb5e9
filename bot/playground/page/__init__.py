"""A page that shows the chats of a Bot API server in a browser, on loopback only."""
