"""The network of payments: who pays back, friends of friends, tails of popularity and of tickets."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

_ABROAD = "another country"
_TAIL_INR = 1_000  # about the dearest tenth of grocery tickets, as the source took the top tenth


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of the literature on payment networks; none is of India, and the calibration has none."""
    assumed: dict[str, Any] = {"source": "assumed", "period": "2025", "confidence": "assumed"}
    yield Fact("Transfers' links that are returned (reciprocity)", 0.25, top="is_returned", of="links", **assumed)
    venmo: dict[str, Any] = {
        "source": "venmo18",
        "period": "2018",
        "confidence": "quoted",
        "shown_only": f"{_ABROAD}, all users of one app seen",
    }
    triangles: dict[str, Any] = {"top": "triangles / pairs", "where": "degree > 1", "of": "people"}
    yield Fact("Friends of a customer who pay each other (clustering)", 0.2, **triangles, **venmo)
    inside = "CASE WHEN place <= 0.1 THEN share ELSE 0 END"
    yield Fact("Purchases at the busiest tenth of merchants", 0.7, top=inside, bottom="share", of="merchants", **assumed)
    ticket: dict[str, Any] = {"bottom": f"ln(amount_inr / {_TAIL_INR})", "where": f"mcc = '5411' AND amount_inr > {_TAIL_INR}"}
    shop: dict[str, Any] = {
        "source": "shop08",
        "period": "2008",
        "confidence": "quoted",
        "shown_only": f"{_ABROAD}, one chain of shops",
    }
    yield Fact("Tail of grocery tickets, exponent", 2.5, top="1", **ticket, **shop)
