"""Settings of the work itself: the library, generation, jobs."""

from synfin_core.settings.fields import DataFolder, Number, Section, Whole, number, path, text, whole

MAX_WORKERS = 64


class Library(Section):
    """Where datasets live, and what DuckDB may take."""

    folder: DataFolder = path(
        "a path, or nothing for the user's data folder", "Folder that holds the datasets, their exports and the jobs.", restart=True
    )
    parts_above: Whole = whole(1, 10**12, "payments", "Datasets of more payments than this stay Parquet parts.")
    duckdb_memory: str = text(
        r"[1-9]\d{0,6} ?[MG]B", "a size such as 500MB or 2GB", "What one DuckDB holds in memory before it spills to disk."
    )
    duckdb_threads: Whole = whole(1, 256, "threads", "How many threads one DuckDB uses.")
    free_disk_mb: Whole = whole(0, 100_000_000, "MB", "Disk left free for everybody else; what would take it is refused.")


class Generation(Section):
    """How datasets are made, and what is made unless something else is asked for."""

    workers: Whole = whole(0, MAX_WORKERS, "processes, 0 as many as cores", "Processes of a run on the command line.")
    rows_a_worker: Whole = whole(1_000, 10**9, "payments", "A job takes one process for each so many payments.")
    in_memory_rows: Whole = whole(0, 10_000_000, "payments", "Runs of up to so many payments never touch the disk.")
    default_count: Whole = whole(1, 10**9, "payments", "Payments made when no count is asked for.")
    default_fraud_rate: Number = number(0, 0.2, "share of payments", "Share of fraud made when no rate is asked for.")


class Jobs(Section):
    """The queue of long work."""

    at_once: Whole = whole(1, 64, "jobs", "Jobs of one library that run at the same time.")
    waiting: Whole = whole(1, 10_000, "jobs", "Jobs that may wait; one more is refused.")
    kept: Whole = whole(0, 100_000, "jobs", "Ended jobs that stay in the list; the oldest are forgotten.")
    poll_seconds: Number = number(0.05, 10, "seconds", "How often a job tells its progress and looks whether to stop.")
    grace_seconds: Number = number(0, 60, "seconds", "How long a cancelled job may take to stop by itself.")
    nice: Whole = whole(0, 19, "steps", "How far jobs step back behind the screens.")
