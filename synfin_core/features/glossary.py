"""Every feature, in the order of the columns."""

from synfin_core.features.definition import Feature
from synfin_core.features.families import alarm, amount, flow, moment, novelty, place, velocity, word

FAMILIES = (amount, velocity, novelty, flow, moment, place, alarm, word)
FEATURES: tuple[Feature, ...] = tuple(feature for family in FAMILIES for feature in family.FEATURES)
