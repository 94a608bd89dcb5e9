"""Topic alerts: subscriptions, matching, decisions and digests."""
