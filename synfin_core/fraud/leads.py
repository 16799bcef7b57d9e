"""Whom a chained case finds: the victim of the case before it falls again, or is the mule of this one."""

import numpy as np

from synfin_core.calibration import Calibration
from synfin_core.fraud.casting import BANK, N_NEEDS
from synfin_core.fraud.combinations import CHAINED, chains
from synfin_core.fraud.loader import Story
from synfin_core.payments.running import Ints

MOST_KINDS = 256  # kinds of victims, segments times needs
_NUMBER_BITS = 40


def led(
    calibration: Calibration, told: tuple[Story, ...], code: Ints, number: Ints, tied: Ints, kind: Ints, turn: Ints
) -> tuple[Ints, Ints, Ints]:
    """(kind, turn, lead) of all cases of a run, those changed that another leads to; a lead is -1 for none, else packed."""
    kind, turn, lead = kind.copy(), turn.copy(), np.full(len(code), -1)
    named = code << _NUMBER_BITS | number
    order = np.argsort(named, kind="stable")
    for story in told:
        chain = chains(calibration).get(story.typology.id)
        at = np.flatnonzero((code == story.code) & (tied == CHAINED)) if chain else np.zeros(0, np.int64)
        if chain is None or not len(at):
            continue
        wanted = chain.first.code << _NUMBER_BITS | number[at]
        before = order[np.minimum(np.searchsorted(named, wanted, sorter=order), len(order) - 1)]
        fits = named[before] == wanted
        if chain.by_mule:
            lead[at[fits]] = packed(kind[before[fits]], turn[before[fits]])
            continue
        fits &= (kind[at] % N_NEEDS == BANK) | (kind[at] % N_NEEDS == kind[before] % N_NEEDS)
        kind[at[fits]], turn[at[fits]] = kind[before[fits]], turn[before[fits]]
    return kind, turn, lead


def packed(kind: Ints, turn: Ints) -> Ints:
    """A victim's kind and turn as one number."""
    return turn * MOST_KINDS + kind


def unpacked(lead: Ints) -> tuple[Ints, Ints]:
    """(kind, turn) of a lead."""
    return lead % MOST_KINDS, lead // MOST_KINDS
