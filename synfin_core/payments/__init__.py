"""Honest life: one file a habit, each a pure function of people, streams and a number of rows."""
