"""A bucket of tokens that fills evenly. Pure arithmetic; instants are handed in, in seconds."""


class TokenBucket:
    """Holds up to `capacity` tokens and gains `rate` a second.

    Our own, because pyrate-limiter's counts in whole tokens and milliseconds and does not tell what is left.
    """

    __slots__ = ("_at", "_capacity", "_rate", "_tokens")

    def __init__(self, rate: float, capacity: float, now: float) -> None:
        self._rate, self._capacity = rate, capacity
        self._tokens, self._at = float(capacity), now

    def take(self, tokens: float, now: float) -> float:
        """0 when the tokens were there and are taken; else the seconds until they will be."""
        left = self.available(now)
        if left < tokens:
            return (tokens - left) / self._rate
        self._tokens, self._at = left - tokens, now
        return 0.0

    def put(self, tokens: float, now: float) -> None:
        """Add tokens, up to the capacity."""
        self.fill_to(self.available(now) + tokens, now)

    def fill_to(self, tokens: float, now: float) -> None:
        """Hold exactly so many tokens, up to the capacity."""
        self._tokens, self._at = min(tokens, self._capacity), now

    def available(self, now: float) -> float:
        """Tokens at this instant; a full bucket says nothing of the past and may be forgotten."""
        return min(self._tokens + max(now - self._at, 0.0) * self._rate, self._capacity)
