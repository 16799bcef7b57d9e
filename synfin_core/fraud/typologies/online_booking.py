"""A look-alike site sells rooms or pilgrim tickets: a part payment is taken, then 'GST', then a 'refundable deposit'."""

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import EVENING, begin
from synfin_core.fraud.story import ROLE, TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.ways import by_style

STYLES = {"upi": "upi_id", "credit_card": "credit_ecom", "debit_card": "debit_ecom", "netbanking": "net_shop"}
EVENTS = ("complaint",)
GROWTH = (1.5, 5)  # the last demand over the part payment, assumed
# Before summer holidays and pilgrim seasons, and before those of October to December (fraud.yaml timing); weights assumed.
MONTHS = (0.8, 0.8, 1.0, 1.5, 1.8, 1.3, 0.7, 0.7, 0.9, 1.3, 1.0, 1.5)


def legs(cases: Cases) -> Legs:
    """A part payment and up to three fees within hours, all to one payee."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    paid = by_style(
        legs_of(
            cases,
            case,
            leg,
            spread_over(begin(cases, EVENING, months=MONTHS), case, leg, counts, span(cases)),
            "transfer",
            TO_MULE,
            rail_of(cases, STYLES)[case],
            weight=climb(cases, case, leg, counts, GROWTH),
            cause=leg - 1,
        )
    )
    paid.role[leg > 0] = ROLE["fee"]
    return paid
