"""Ledger: every account re-added from both sides, in whole paise."""

from synfin_core.quality.check import Check, checks_of
from synfin_core.store.ledger_checks import LEDGER_RULES

CHECKS: tuple[Check, ...] = checks_of(LEDGER_RULES, "ledger")
