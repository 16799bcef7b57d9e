"""Learning who is a thief: examples, splits, models, what they are worth, and where they are kept."""
