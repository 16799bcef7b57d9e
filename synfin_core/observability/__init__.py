"""What the program tells of itself: structured logs and Prometheus metrics. Rooms above hand in what is shown."""
