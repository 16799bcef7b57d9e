"""What each source id of the calibration stands for, read from config/calibration/SOURCES.md."""

import re
from functools import lru_cache

from synfin_core.calibration import FOLDER

FILE = FOLDER / "SOURCES.md"
_LINE = re.compile(r"^- ((?:\*\*\w+\*\*(?:, )?)+) \| (.+)$", re.MULTILINE)
_ID = re.compile(r"\*\*(\w+)\*\*")


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """By id: what it says, who published it, its period, where it was found, and how sure it is."""
    lines = _LINE.findall(FILE.read_text(encoding="utf-8"))
    return {id: text.strip() for ids, text in lines for id in _ID.findall(ids)}
