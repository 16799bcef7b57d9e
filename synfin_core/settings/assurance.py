"""Settings of quality: which gates a dataset must pass, and how much of a user's file is looked at closely."""

from typing import Literal, get_args

from synfin_core.settings.fields import ByName, Number, Section, Whole, named, number, whole, word

Level = Literal["blocking", "warning", "informational"]
GATES = (  # what can be gated, in percent: the score, families of checks, published figures
    "score",
    "schema",
    "statistics",
    "business_rules",
    "time",
    "references",
    "ledger",
    "labels",
    "leakage",
    "figures_met",
    "evidence_met",
)


class Gate(Section):
    """What a dataset must reach to pass, and what it means when it does not."""

    level: Level = word(get_args(Level), "Whether failing it blocks, warns, or is only told.")
    at_least: Number = number(0, 100, "percent", "The score, or the share of checks or figures, that passes.")


class Quality(Section):
    """Checks of datasets and of files."""

    most_rows: Whole = whole(1_000, 10**10, "rows", "Rows of a user's file that are looked at closely; types are checked in all.")
    gates: ByName[Gate] = named("Gates by what they look at.")
