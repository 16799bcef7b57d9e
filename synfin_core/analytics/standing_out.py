"""What stands out in a slice: groups whose fraud rate lies above that of all by more than chance."""

from dataclasses import dataclass

from synfin_core.analytics.dashboard import View

_FEWEST = 30  # fraud payments of a group; fewer allow no claim, assumed
_COMPARED = ("rail", "category", "state")


@dataclass(frozen=True)
class Outlier:
    """A group by its kind and name: fraud rate (0-1), its lower end (95%), and how many times the rate of all that is."""

    by: str
    name: str
    n_fraud: int
    rate: float
    low: float
    times: float


def standing_out(view: View, most: int = 3) -> list[Outlier]:
    """The group of each kind that is surest to lie above the rate of all, the furthest first; none where none does."""
    rate = view.figures.fraud_rate
    found = []
    for by in _COMPARED:
        rows = view.groups[by]
        above = rows[(rows["low"] > rate) & (rows["n_fraud"] >= _FEWEST)]
        if len(rows) > 1 and len(above) and rate > 0:
            top = above.loc[above["low"].idxmax()]
            found.append(Outlier(by, top["name"], int(top["n_fraud"]), top["rate"], top["low"], top["rate"] / rate))
    return sorted(found, key=lambda one: -one.times)[:most]
