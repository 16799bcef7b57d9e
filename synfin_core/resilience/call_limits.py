"""Limits that the settings name: how often one user may ask; a refusal is one sentence with the seconds to wait."""

import math

from synfin_core.errors import RateLimitError
from synfin_core.resilience.rate_limiter import get_rate_limiter
from synfin_core.settings.in_force import current


def count_call(name: str, setting: str, user: str, what: str) -> None:
    """Count a call of this user under resilience.limiters.`setting`; RateLimitError when there were too many of `what`."""
    resilience = current().resilience
    limits = resilience.limiters[setting]
    limiter = get_rate_limiter(
        name, rate=limits.rate, capacity=limits.capacity, per_user=limits.per_user, storage=resilience.storage
    )
    try:
        limiter.require(user_id=user)
    except RateLimitError as refusal:
        seconds = math.ceil(refusal.retry_after)
        words = f"Too many {what} in a short time; try again in {seconds} {'second' if seconds == 1 else 'seconds'}."
        raise RateLimitError(words, refusal.name, refusal.retry_after) from refusal
