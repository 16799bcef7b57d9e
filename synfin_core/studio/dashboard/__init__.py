"""The Analytics Dashboard screen."""
