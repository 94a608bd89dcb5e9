"""The meaning of messages, and the responses to them."""
