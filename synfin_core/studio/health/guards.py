"""Breakers, retries and limiters as they stand in this process, by real calls; the fault drill never counts here."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from synfin_core.resilience import get_all_rate_limiter_stats, get_all_retry_stats, get_all_stats
from synfin_core.studio.health import table

_NOTHING = "No call has come this way since the studio started."
Stats = Mapping[str, Any]


def draw() -> None:
    """A table of each kind."""
    st.subheader("Circuit breakers", anchor=False)
    st.caption("After failures in a row a breaker opens and refuses calls at once; later it lets a few through to see.")
    table.draw([_breaker(one) for one in get_all_stats().values()], "Circuit breakers", _NOTHING)
    st.subheader("Retries", anchor=False)
    st.caption("What can pass is tried again, later and later, while retries stay a small share of all calls.")
    table.draw([_retry(one) for one in get_all_retry_stats().values()], "Retries", _NOTHING)
    st.subheader("Rate limiters", anchor=False)
    st.caption("How much each visitor may ask for; 'left' is that of whoever has least.")
    table.draw([_limiter(one) for one in get_all_rate_limiter_stats().values()], "Rate limiters", _NOTHING)


def _breaker(stats: Stats) -> dict[str, str]:
    chosen = stats["config"]
    return {
        "Breaker": stats["name"],
        "State": table.MARKS[stats["state"]],
        "Calls": f"{stats['calls']:,}",
        "Failed": f"{stats['failures']:,}",
        "Refused": f"{stats['refusals']:,}",
        "Opened": f"{stats['openings']:,} times",
        "Opens after": f"{chosen['failure_threshold']} failures, for {chosen['timeout']:g} s",
    }


def _retry(stats: Stats) -> dict[str, str]:
    return {
        "Retry": stats["name"],
        "Calls": f"{stats['calls']:,}",
        "Tried again": f"{stats['retries']:,}",
        "Given up": f"{stats['failures']:,}",
        "Waited": f"{stats['seconds_waited']:.1f} s",
        "At most": f"{stats['config']['max_retries']} retries a call",
    }


def _limiter(stats: Stats) -> dict[str, str]:
    return {
        "Limiter": stats["name"],
        "Let through": f"{stats['allowed']:,}",
        "Refused": f"{stats['refused']:,}",
        "Left": f"{stats['tokens_available']:.1f} of {stats['capacity']:g}",
        "Rate": f"{stats['rate']:g} a second",
    }
