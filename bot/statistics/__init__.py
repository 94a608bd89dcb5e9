"""What is counted of questions and alerts, and how it is shown."""
