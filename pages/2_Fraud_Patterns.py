"""Fraud Patterns: each kind of fraud as a story."""

from synfin_core.studio import shell
from synfin_core.studio.patterns import present, screen

screen.draw(shell.frame("Fraud Patterns", head=not present.is_on()))
