"""How often one visitor may ask for a download or for work; a refusal is one sentence with the seconds to wait."""

import math

from synfin_core.errors import RateLimitError
from synfin_core.resilience import get_rate_limiter
from synfin_core.settings.in_force import current

_DOWNLOAD, _JOB_START = "download", "job start"
_SETTINGS = {_DOWNLOAD: "downloads", _JOB_START: "job_starts"}  # below resilience.limiters


def count_download(visitor: str) -> None:
    """Count a download of this visitor; RateLimitError when there were too many."""
    _count(_DOWNLOAD, visitor, "downloads")


def count_job_start(visitor: str) -> None:
    """Count a run or another piece of work that this visitor asks for; RateLimitError when there were too many."""
    _count(_JOB_START, visitor, "runs")


def _count(name: str, visitor: str, what: str) -> None:
    resilience = current().resilience
    limits = resilience.limiters[_SETTINGS[name]]
    limiter = get_rate_limiter(
        name, rate=limits.rate, capacity=limits.capacity, per_user=limits.per_user, storage=resilience.storage
    )
    try:
        limiter.require(user_id=visitor)
    except RateLimitError as refusal:
        seconds = math.ceil(refusal.retry_after)
        words = f"Too many {what} in a short time; try again in {seconds} {'second' if seconds == 1 else 'seconds'}."
        raise RateLimitError(words, refusal.name, refusal.retry_after) from refusal
