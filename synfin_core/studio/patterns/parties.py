"""What both drawings of a money trail share: columns of parties, their names and colours, the title, the table."""

from collections import defaultdict

import pandas as pd

from synfin_core.analytics.trail import Party, Trail
from synfin_core.studio.words import money, rupees

# Of .streamlit/config.toml: shapes do not follow the theme by themselves.
COLOURS = {"light": ("#0072B2", "#D55E00", "#009E73"), "dark": ("#56B4E9", "#E69F00", "#33C29A")}
_PLACES = {"hero": 1, "payer": 1, "mule": 2}  # in the theme's colours; others take the first
BAND = {"light": "rgba(92, 107, 122, 0.32)", "dark": "rgba(195, 202, 214, 0.30)"}


def columns(parties: tuple[Party, ...]) -> dict[int, list[Party]]:
    """The parties of each depth."""
    found: dict[int, list[Party]] = defaultdict(list)
    for party in parties:
        found[party.depth].append(party)
    return found


def colour(party: Party, scheme: str) -> str:
    """The colour of a party."""
    return COLOURS[scheme][_PLACES.get(party.kind, 0)]


def label(party: Party) -> str:
    """Its name, and what a mule still holds."""
    return f"{party.name} · {money(party.kept_inr)}" if party.kind == "mule" and party.kept_inr >= 1 else party.name


def said(party: Party) -> str:
    """What went through it."""
    return f"{party.name}: received {rupees(party.received_inr)}, passed on {rupees(party.passed_inr)}"


def title(trail: Trail) -> str:
    """Where the money is."""
    if not trail.flows:
        return "No money has moved yet"
    mules = [party for party in trail.parties if party.kind == "mule"]
    if not mules:
        return f"{money(sum(flow.amount_inr for flow in trail.flows))} has moved, through no mule"
    out = sum(flow.amount_inr for flow in trail.flows if flow.is_laundering and flow.target.split()[0] in ("Cash", "Outsider"))
    return f"{money(sum(party.kept_inr for party in mules))} lies with mules, {money(out)} is taken out"


def alt(trail: Trail, way: str) -> str:
    """The trail in words."""
    flows = "; ".join(f"{flow.source} to {flow.target} {money(flow.amount_inr)}" for flow in trail.flows)
    return f"{way} of money between {len(trail.parties)} parties. {title(trail)}. {flows}."


def table(trail: Trail) -> pd.DataFrame:
    """Who paid whom how much."""
    rows = [(flow.source, flow.target, rupees(flow.amount_inr), flow.n_payments) for flow in trail.flows]
    return pd.DataFrame(rows, columns=["From", "To", "Amount", "Payments"])
