"""The web, fetched with care: checked addresses, bounded bodies, one request a host at a time.

Knows nothing of what is fetched.
"""
