"""Plain data that several packages and storage share."""
