"""What is allowed: limits as pure functions; their figures stand in config/policies."""
