"""What people said of payments when they looked at alerts: a table of its own beside a dataset, late, fallible, never truth."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from synfin_core.errors import StorageError, WrongUse
from synfin_core.store.entry import checked_id
from synfin_core.store.failures import told_as_storage_error

Word = Literal["fraud", "honest", "unsure"]
WORDS: tuple[Word, ...] = get_args(Word)


@dataclass(frozen=True)
class Verdict:
    """One look at one payment: `known_on` is a day of the dataset's time, `said_at` an instant of ours (ISO, UTC)."""

    transaction_id: int
    word: Word
    known_on: date
    said_at: str

    def __post_init__(self) -> None:
        if self.word not in WORDS:
            raise WrongUse(f"a verdict is {self.word!r:.40}; {', '.join(WORDS)} are allowed")


class Verdicts:
    """Verdicts on payments of one dataset, in `<library>/verdicts/<dataset>.jsonl`: a line a verdict, only ever added to."""

    def __init__(self, library: Path, dataset: str) -> None:
        self._path = library / "verdicts" / f"{checked_id(dataset)}.jsonl"

    def add(self, verdict: Verdict) -> None:
        """Keep one more; a later one on the same payment stands in its place."""
        line = json.dumps(asdict(verdict) | {"known_on": verdict.known_on.isoformat()})
        with told_as_storage_error(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def latest(self, before: date | None = None) -> dict[int, Verdict]:
        """The last verdict on each payment, by its id; with `before` only those known before that day."""
        return {one.transaction_id: one for one in self._all() if before is None or one.known_on < before}

    def forget(self) -> None:
        """Delete all of them."""
        with told_as_storage_error(self._path):
            self._path.unlink(missing_ok=True)

    def _all(self) -> list[Verdict]:
        if not self._path.is_file():
            return []
        try:
            told = [json.loads(line) for line in self._path.read_text("utf-8").splitlines()]
            return [Verdict(**one | {"known_on": date.fromisoformat(one["known_on"])}) for one in told]
        except (OSError, ValueError, TypeError, KeyError) as failure:
            raise StorageError(f"{self._path} cannot be read as verdicts; move it away to begin anew.") from failure
