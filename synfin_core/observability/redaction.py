"""What never reaches a log: secrets by their name, and values that look like secrets or like somebody's address."""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "[hidden]"
_SECRET_NAMES = r"pass(?:word|wd|phrase)?|secret|token|api_?key|authorization|credentials?|dsn|cookie|private_?key"
_NAME = re.compile(rf"(?:^|[_\-.])(?:{_SECRET_NAMES})s?(?:$|[_\-.])", re.IGNORECASE)
_PATTERNS = (
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), HIDDEN),  # user:password@host
    (re.compile(r"\b(bearer|basic)\s+[\w\-.~+/=]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(rf"\b((?:\w{{1,40}}[_\-])?(?:{_SECRET_NAMES}))(['\"]?\s*[=:]\s*)['\"]?[^\s'\",;&}}]+['\"]?", re.IGNORECASE),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)*"), HIDDEN),  # e-mail addresses and UPI ids
)


# The folders of an absolute path, on Unix or Windows, but not those of an address on the web.
_FOLDERS = re.compile(r"(?<![\w/:.…])(?:[A-Za-z]:\\{1,2}|/)(?:[^\s/\\'\":,]+[/\\]{1,2})*(?=[^\s/\\'\":,])")


def without_folders(text: str) -> str:
    """A text without the folders of any path in it: '/home/me/settings.yaml' becomes '…/settings.yaml'."""
    return _FOLDERS.sub("…/", text)


def redact(value: Any, name: str = "") -> Any:
    """`value` with what must stay hidden taken out, however deep it lies."""
    if _NAME.search(name):
        return HIDDEN
    if isinstance(value, str):
        return _in_text(value)
    if isinstance(value, Mapping):
        return {key: redact(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _in_text(str(value))


def _in_text(text: str) -> str:
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
