"""What explains a download: the data dictionary and the data card."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from synfin_core.schema import TABLES
from synfin_core.store.card import card
from synfin_core.store.dictionary import dictionary_csv, dictionary_markdown
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.selection import Selection

CARD = "card.md"
NAMES = (CARD, "dictionary.md", "dictionary.csv")


def documents(manifest: Mapping[str, Any], selections: Iterable[Selection]) -> dict[str, str]:
    """File names and texts for a download of `selections`."""
    tables = {chosen.relation: chosen.columns for chosen in selections}
    return dict(zip(NAMES, (card(manifest, tables), dictionary_markdown(tables), dictionary_csv(tables)), strict=True))


def write_card(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the card of the dataset in `folder`."""
    with told_as_storage_error(folder / CARD):
        (folder / CARD).write_text(card(manifest, TABLES), encoding="utf-8")
