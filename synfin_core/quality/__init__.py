"""Is it sound: checks with their goals and limits, a score that nonsense fails, gates, the pipeline and its report."""
