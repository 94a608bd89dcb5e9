"""Health, metrics and the state that the service manager is notified of."""
