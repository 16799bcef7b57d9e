"""The Train Model screen: a model in one click, what it catches, what it misses, and who looks at its alerts."""
