"""One file a family of anomalies: which purchases it finds, and how it makes them odd."""
