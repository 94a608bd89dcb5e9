"""From a question to an answer; small talk; suggestions of what to ask."""
