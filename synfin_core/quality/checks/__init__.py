"""Checks, one file a family: one more is one line or one block there."""

from synfin_core.quality.check import Check
from synfin_core.quality.checks import business_rules, labels, leakage, ledger, references, schema, statistics, time
from synfin_core.store.checks import PREPARED as OF_RULES

_FAMILIES = (schema, statistics, business_rules, time, references, ledger, labels, leakage)
CHECKS: tuple[Check, ...] = tuple(check for family in _FAMILIES for check in family.CHECKS)
PREPARED = OF_RULES | leakage.PREPARED
