"""How often one visitor may ask for a download or for work."""

from synfin_core.resilience.call_limits import count_call


def count_download(visitor: str) -> None:
    """Count a download of this visitor; RateLimitError when there were too many."""
    count_call("download", "downloads", visitor, "downloads")


def count_job_start(visitor: str) -> None:
    """Count a run or another piece of work that this visitor asks for; RateLimitError when there were too many."""
    count_call("job start", "job_starts", visitor, "runs")
