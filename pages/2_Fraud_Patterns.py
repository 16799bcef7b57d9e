"""Fraud Patterns: each kind of fraud as a story."""

from synfin_core.studio import shell

shell.coming(
    "Fraud Patterns",
    "a card for each kind of fraud: the story in plain words, its signals, its usual share;",
    "the timeline of one victim, beside the same customer without the fraud;",
    "what a simple rule would have caught.",
)
