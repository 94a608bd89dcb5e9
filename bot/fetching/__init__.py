"""HTTP fetching that is safe to point anywhere: checked addresses, bounded bodies, rate limits."""
