"""A client of the scoring API: retries what can pass, stops calling what keeps failing, and counts nothing twice.

`with ScoringClient("http://127.0.0.1:8000", key) as client: client.predict({...}).score`
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx2

from synfin_core.errors import ApiError, ApiUnreachable, ApiUnwell, Fault, WrongUse
from synfin_core.resilience import CircuitBreaker, RetryHandler, retry_api_errors
from synfin_core.settings.in_force import current

MOST = 10_000  # rows of one request
_NAME = "api"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """A feature that raises a score: its value, its meaning, and by how much a typical value would lower the score."""

    name: str
    value: float | str | None
    meaning: str
    effect: float


@dataclass(frozen=True)
class Prediction:
    """The score of one payment, higher is more like fraud, and the model that gave it."""

    transaction_id: int
    score: float
    model_id: str
    reasons: tuple[Reason, ...] = ()


class ScoringClient:
    """Talks to the API at `url`; may be used from any number of threads. Every call raises ApiError or ApiUnreachable.

    `timeout` in seconds for one try; retries and the breaker are those of the settings (resilience: api) unless handed in.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 10.0,
        retry: RetryHandler | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        resilience = current().resilience
        self.breaker = breaker or CircuitBreaker(
            **resilience.breakers[_NAME].arguments(), expected_exception=(ApiUnreachable, ApiUnwell), name=f"{_NAME} {url}"
        )
        self.retry = retry or retry_api_errors(**resilience.retries[_NAME].arguments(), breaker=self.breaker)
        if not re.fullmatch(r"https?://[^\s/?#]+(/\S*)?", url):
            raise WrongUse(f"url is {url[:80]!r}; an address such as http://127.0.0.1:8000 is allowed.")
        headers = {"X-API-Key": key} if key else {}
        self._http = httpx2.Client(base_url=url, headers=headers, timeout=timeout, trust_env=False)

    def predict(self, payment: Row, *, reasons: int = 0, remember: bool = True) -> Prediction:
        """The score of one payment, a row of `transactions` by its observable columns."""
        told = self._post("/predict", _plain(payment), {"reasons": reasons, "remember": remember})
        why = tuple(Reason(**reason) for reason in told.get("reasons", ()))
        return Prediction(told["transaction_id"], told["score"], told["model"]["id"], why)

    def predict_batch(self, payments: Sequence[Row], *, remember: bool = True) -> list[Prediction]:
        """The scores in the order given; more than 10,000 are sent in several requests, in the order of time."""
        if len(payments) > MOST:
            return self._in_parts(payments, remember)
        told = self._post("/predict_batch", {"payments": list(map(_plain, payments))}, {"remember": remember})
        by = told["model"]["id"]
        return [Prediction(one["transaction_id"], one["score"], by) for one in told["scores"]]

    def tell_events(self, events: Sequence[Row]) -> int:
        """Tell what was seen that is no payment; returns how many events were taken."""
        parts = (events[start : start + MOST] for start in range(0, len(events), MOST))
        return sum(self._post("/events", {"events": list(map(_plain, part))}, {})["n_events"] for part in parts)

    def model_info(self) -> dict[str, Any]:
        """The model that scores: its version, its figures, what it was trained on."""
        told: dict[str, Any] = self._call("GET", "/model_info").json()
        return told

    def health(self) -> dict[str, Any]:
        """The report of /ready, whether it is good or bad; not retried."""
        told: dict[str, Any] = self._answer("GET", "/ready").json()
        return told

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _in_parts(self, payments: Sequence[Row], remember: bool) -> list[Prediction]:
        """Earlier ones first, whatever their order; answers in the order given."""
        rows = list(map(_plain, payments))
        order = sorted(range(len(rows)), key=lambda row: str(rows[row].get("transacted_at")))
        found: list[Prediction | None] = [None] * len(rows)
        for start in range(0, len(rows), MOST):
            part = order[start : start + MOST]
            for row, one in zip(part, self.predict_batch([rows[row] for row in part], remember=remember), strict=True):
                found[row] = one
        return [one for one in found if one is not None]

    def _post(self, path: str, body: Row, parameters: Row) -> Any:
        """One request under one name, so that a try whose answer was lost is not counted twice."""
        headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
        try:
            content = json.dumps(body, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise WrongUse(
                f"a value cannot be told as JSON ({error}); text, flags, finite numbers and instants are allowed."
            ) from error
        return self._call("POST", path, content=content, params=dict(parameters), headers=headers).json()

    def _call(self, method: str, path: str, **more: Any) -> httpx2.Response:
        answer: httpx2.Response = self.retry.call(self.breaker.call, self._well, method, path, **more)
        return answer

    def _well(self, method: str, path: str, **more: Any) -> httpx2.Response:
        answer = self._answer(method, path, **more)
        if answer.status_code >= 400:
            raise _error(answer)
        return answer

    def _answer(self, method: str, path: str, **more: Any) -> httpx2.Response:
        try:
            return self._http.request(method, path, **more)
        except httpx2.HTTPError as error:
            told = str(error) or type(error).__name__
            raise ApiUnreachable(f"{self._http.base_url} gave no answer to {method} {path} ({told}).") from error


def _plain(row: Row) -> dict[str, Any]:
    """A row as JSON tells it: instants as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _error(answer: httpx2.Response) -> ApiError:
    """The problem that the API told, RFC 9457 or not."""
    kind = answer.headers.get("Content-Type", "")
    told = answer.json() if kind.startswith(("application/problem+json", "application/json")) else {}
    faults = [Fault(fault["row"], fault["field"], fault["detail"]) for fault in told.get("faults", ())]
    wait = answer.headers.get("Retry-After", "")
    which = ApiUnwell if answer.status_code >= 500 else ApiError
    message = str(told.get("detail") or f"{answer.url} answered {answer.status_code} {answer.reason_phrase}.")
    return which(message, answer.status_code, faults, float(wait) if wait.isdecimal() else 0.0)
