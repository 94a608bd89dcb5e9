"""Health and metrics, read over HTTP, and notifications to the service manager."""
