"""References: ids that are unique, and found where they point to."""

from synfin_core.quality.check import Check, checks_of
from synfin_core.store.reference_checks import REFERENCE_RULES

CHECKS: tuple[Check, ...] = checks_of(REFERENCE_RULES, "references")
