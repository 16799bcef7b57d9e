"""What a rule is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A promise with the SQL that counts what breaks it."""

    name: str
    meaning: str
    sql: str
