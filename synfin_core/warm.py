"""Imported once by the server from which workers are forked, so that each is born with the tables that every run needs."""

from synfin_core.run import generate
from synfin_core.spec import Spec

generate(Spec(count=2_000))
