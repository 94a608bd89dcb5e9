"""Topic alerts: subscriptions, matching, the decision who is alerted when, and digests."""
