"""One piece of long work as it stands in its file: what was asked, how far it is, what came of it."""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin

State = Literal["queued", "running", "done", "failed", "cancelled", "lost"]
LIVE = ("queued", "running")
AGAIN = ("failed", "cancelled", "lost")  # states from which a job can be tried again
_SURE_SHARE = 0.05  # below it an estimate of the time left would jump, assumed


@dataclass(frozen=True, kw_only=True)
class Job:
    """One piece of long work; instants are UTC, shares 0-1; only `position` is not in its file."""

    id: str
    number: int  # jobs are counted as they come; the lowest one waiting is next
    kind: str
    title: str
    parameters: dict[str, Any]
    created_at: datetime
    state: State = "queued"
    position: int = 0  # place in the queue; 0 once it runs
    joined: int = 0  # how often the same work was asked for again while it was live
    done_rows: int = 0
    all_rows: int = 0
    share: float = 0.0
    started_at: datetime | None = None
    updated_at: datetime | None = None
    ended_at: datetime | None = None
    pid: int = 0
    stop_asked: bool = False
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    error_id: str = ""
    timings: dict[str, Any] = field(default_factory=dict)  # seconds a stage
    resilience: dict[str, Any] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """True while it waits or runs."""
        return self.state in LIVE

    @property
    def seconds_left(self) -> float | None:
        """An estimate from the pace so far; None while it is too early to say, 0 at the end."""
        if not self.is_live:
            return 0.0
        if self.started_at is None or self.updated_at is None or self.share < _SURE_SHARE:
            return None
        took = (self.updated_at - self.started_at).total_seconds()
        since = (now() - self.updated_at).total_seconds()
        return max(took * (1 / self.share - 1) - since, 0.0)


def now() -> datetime:
    """This instant, UTC."""
    return datetime.now(UTC)


def to_text(job: Job) -> str:
    """A job as the text of its file."""
    values = {name: value for name, value in asdict(job).items() if name != "position"}
    return json.dumps(values, indent=1, ensure_ascii=False, default=_instant) + "\n"


def from_text(text: str) -> Job:
    """The job that `to_text` wrote; ValueError for anything else."""
    try:
        content = json.loads(text)
        return Job(**{one.name: _checked(content[one.name], one.type) for one in fields(Job) if one.name in content})
    except (TypeError, KeyError, RecursionError) as broken:
        raise ValueError("not the text of a job") from broken


def _instant(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a job's file")


def _checked(came: Any, kind: Any) -> Any:
    """A value of JSON as the type that its field has."""
    value = datetime.fromisoformat(came) if came is not None and kind in (datetime, datetime | None) else came
    origin = get_origin(kind)
    known = value in get_args(kind) if origin is Literal else isinstance(value, dict if origin is dict else kind)
    is_negative = isinstance(value, int | float) and value < 0
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    if not known or is_negative or is_naive:
        raise ValueError(f"{came!r} is no {kind}")
    return value
