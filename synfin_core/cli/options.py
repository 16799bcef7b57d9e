"""What can be said on the command line, and how it becomes a Spec and a request."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from synfin_core.calibration import load_calibration
from synfin_core.errors import SpecError, WrongUse
from synfin_core.records.accounts import bank_names
from synfin_core.settings.in_force import current
from synfin_core.settings.work import MAX_WORKERS
from synfin_core.spec import DEFAULT_START, FIRST_DAY, LAST_DAY, Spec
from synfin_core.store.known import known_day
from synfin_core.store.one_bank import bank_of

Output = Annotated[Path, typer.Option(help="File to write.", metavar="FILE")]
Count = Annotated[str | None, typer.Option(help="Rows of transactions, exactly.  [default: 100000, or as set]", metavar="N")]
FraudRate = Annotated[str | None, typer.Option(help="Share of fraud rows, 0 to 0.2.  [default: 0.01, or as set]", metavar="SHARE")]
Seed = Annotated[str | None, typer.Option(help="Same seed, same data.  [default: 42]", metavar="N")]
Start = Annotated[str | None, typer.Option(help=f"First day, from {FIRST_DAY}.", metavar="DAY")]
End = Annotated[str | None, typer.Option(help=f"Last day, included, to {LAST_DAY}.", metavar="DAY")]
Days = Annotated[str | None, typer.Option(help="Length of the period, instead of --start or --end.", metavar="N")]
Customers = Annotated[str | None, typer.Option(help="Number of customers.  [default: as many as fit]", metavar="N")]
States = Annotated[str | None, typer.Option(help="Only these states: codes or names.", metavar="A,B")]
Segments = Annotated[str | None, typer.Option(help="Only these customer segments.", metavar="A,B")]
Rails = Annotated[str | None, typer.Option(help="Only these rails: UPI,Card ...", metavar="A,B")]
Typologies = Annotated[str | None, typer.Option(help="Only these kinds of fraud.", metavar="A,B")]
FraudMix = Annotated[str | None, typer.Option(help="A preset of frauds, or weights: task_scam=2,sim_swap=1.", metavar="MIX")]
MinCases = Annotated[str | None, typer.Option(help="So many whole cases of each typology come first.", metavar="N")]
BankNames = Annotated[str | None, typer.Option(help="real, or letters in their place.  [default: real]", metavar="WORD")]
Difficulty = Annotated[
    str | None, typer.Option(help="How hard fraud is to find: easy, realistic, hard.  [default: realistic]", metavar="WORD")
]
SpecFile = Annotated[Path | None, typer.Option(help="YAML file with these values; options win.", metavar="FILE")]
Format = Annotated[
    str | None,
    typer.Option(
        help="csv, csv.gz, parquet, json, jsonl, xlsx, duckdb; several with commas.  [default: by the suffix]", metavar="A,B"
    ),
]
FeatureFormat = Annotated[
    str | None, typer.Option(help="csv, jsonl, parquet, npz; several with commas.  [default: by the suffix]", metavar="A,B")
]
AnomalyRate = Annotated[str | None, typer.Option(help="Share of odd but honest rows, 0 to 0.05.  [default: 0]", metavar="SHARE")]
Name = Annotated[str | None, typer.Option(help="What the library calls it.", metavar="NAME")]
Shelf = Annotated[Path | None, typer.Option("--library", help="Folder of the library.  [default: as set]")]
Blind = Annotated[bool, typer.Option("--blind", help="Only what a bank can see: no column of truth.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="Only what was known at the end of this day; payments get the known_label of then.  [with --blind: no truth besides]",
        metavar="DAY",
    ),
]
View = Annotated[
    str,
    typer.Option(help="ecosystem, or bank:NAME for what that bank sees.  [default: ecosystem]", metavar="VIEW", show_default=False),
]
Workers = Annotated[str | None, typer.Option(help="Processes; any number makes the same data.", metavar="N")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file when it exists.")]
Engine = Annotated[
    Literal["local"], typer.Option(help="Where the work is done: in processes of this machine. Any engine makes the same data.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bar, no result lines.")]
Json = Annotated[bool, typer.Option("--json", help="The result as one JSON object.")]
Profile = Annotated[bool, typer.Option("--profile", help="Say on stderr how long each stage took.")]
ProfileTo = Annotated[
    Path | None, typer.Option(help="Also write what Python's profiler saw; all of it with --workers 1.", metavar="FILE")
]

NUMBERS = ("count", "fraud_rate", "anomaly_rate", "seed", "customers", "min_cases")
PLAIN = ("start", "end", "bank_names", "difficulty")
LISTS = ("states", "segments", "rails", "typologies")


_OF_A_RUN: dict[str, tuple[Any, Any]] = {
    "count": (Count, None),
    "fraud_rate": (FraudRate, None),
    "anomaly_rate": (AnomalyRate, None),
    "seed": (Seed, None),
    "start": (Start, None),
    "end": (End, None),
    "days": (Days, None),
    "customers": (Customers, None),
    "states": (States, None),
    "segments": (Segments, None),
    "rails": (Rails, None),
    "typologies": (Typologies, None),
    "fraud_mix": (FraudMix, None),
    "min_cases": (MinCases, None),
    "bank_names": (BankNames, None),
    "difficulty": (Difficulty, None),
    "spec": (SpecFile, None),
    "workers": (Workers, None),
    "engine": (Engine, "local"),
    "quiet": (Quiet, False),
    "json": (Json, False),
    "profile": (Profile, False),
    "profile_to": (ProfileTo, None),
}


@dataclass(frozen=True)
class Request:
    """What to make, with how many processes, and how to tell of it."""

    spec: Spec
    workers: int
    quiet: bool
    json: bool
    profile: bool = False
    profile_to: Path | None = None


def of_a_run(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of every run behind its own; `read` finds in the context what they say."""
    own = list(signature(command, eval_str=True).parameters.values())
    shared = [Parameter(name, Parameter.KEYWORD_ONLY, default=usual, annotation=kind) for name, (kind, usual) in _OF_A_RUN.items()]

    @wraps(command)
    def whole(**said: Any) -> None:
        command(**{one.name: said[one.name] for one in own})

    parameters = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in own] + shared
    vars(whole).pop("__wrapped__")  # Typer would look through it, and miss what was added
    whole.__annotations__ = {one.name: one.annotation for one in parameters}
    whole.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return whole


def read(said: Mapping[str, Any]) -> Request:
    """The request that the options make."""
    return Request(
        spec=spec_of(said),
        workers=n_workers(said["workers"]),
        quiet=said["quiet"],
        json=said["json"],
        profile=said["profile"],
        profile_to=said["profile_to"],
    )


def known_by(as_of: str | None, spec: Spec) -> None:
    """Refuse a day that is none, or lies before the period."""
    try:
        if as_of is not None:
            known_day(as_of, spec.first_day)
    except SpecError as error:
        raise SpecError(f"--as-of{str(error).removeprefix('as_of')}") from error


def seen_by(view: str, spec: Spec) -> None:
    """Refuse a view of a bank that there is not."""
    try:
        bank_of(view, bank_names(load_calibration(), spec))
    except SpecError as error:
        raise SpecError(f"--{error}") from error


def words(text: str | None) -> tuple[str, ...]:
    """'csv, parquet' as two words, each once."""
    return tuple(dict.fromkeys(_words(text or "")))


def n_workers(text: str | None) -> int:
    """As many workers as were said, else as the settings say, else as this machine has cores."""
    said = _whole("--workers", text, MAX_WORKERS) or current().generation.workers
    return said or min(os.cpu_count() or 1, MAX_WORKERS)


def spec_of(said: Mapping[str, Any]) -> Spec:
    """The spec of the file, with what was said on the command line in its place; an option may be left out."""
    base = Spec.from_yaml(said["spec"]) if said.get("spec") else _usual()
    given: dict[str, Any] = {name: _number(said[name]) for name in NUMBERS if said.get(name) is not None}
    given |= {name: said[name] for name in PLAIN if said.get(name) is not None}
    given |= {name: _words(said[name]) for name in LISTS if said.get(name) is not None}
    given |= {"fraud_mix": _mix(said["fraud_mix"])} if said.get("fraud_mix") is not None else {}
    try:
        spec = Spec.from_dict(base.as_dict() | given)
        days = _whole("--days", said.get("days"), (LAST_DAY - FIRST_DAY).days + 1)
        return spec if days is None else Spec.from_dict(spec.as_dict() | _period(spec, days))
    except SpecError as error:
        name, _, rest = str(error).partition(" ")
        raise SpecError(f"--{name.replace('_', '-')} {rest}" if name in given else str(error)) from error


def _usual() -> Spec:
    """What is made unless something else is asked for."""
    made = current().generation
    return Spec(count=made.default_count, fraud_rate=made.default_fraud_rate)


def _period(spec: Spec, days: int) -> dict[str, date]:
    """The days that `--days` means, counted from the start, else back from the end."""
    if spec.start and spec.end:
        raise WrongUse(f"--days came beside a start ({spec.start}) and an end ({spec.end}); two of the three are allowed")
    if spec.end:
        return {"start": spec.end - timedelta(days - 1)}
    start = spec.start or DEFAULT_START
    return {"start": start, "end": start + timedelta(days - 1)}


def _number(text: str) -> int | float | str:
    """A number where the text is one; the spec refuses the rest in its own words."""
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return text


def _whole(option: str, text: str | None, high: int) -> int | None:
    if text is None:
        return None
    if not (text.isdecimal() and 1 <= int(text[:20]) <= high):
        raise WrongUse(f"{option} is {text!r}; a whole number from 1 to {high:,} is allowed")
    return int(text)


def _mix(text: str) -> str | dict[str, Any]:
    """'portal' as it is, 'task_scam=2,sim_swap=1' as weights."""
    if "=" not in text:
        return text
    pairs = [word.partition("=") for word in _words(text)]
    return {name.strip(): _number(weight.strip()) for name, _, weight in pairs}


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
