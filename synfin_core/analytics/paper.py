"""Pages of HTML that need nothing else: the frame of a page, tables, tiles, and numbers as they are read."""

from collections.abc import Iterable, Mapping
from html import escape

from synfin_core.analytics.style import STYLE


def document(title: str, body: str) -> str:
    """The whole page around `body`."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def table(
    head: tuple[str, ...], rows: Iterable[tuple[object, ...]], numbers: tuple[int, ...], classes: Mapping[str, str] | None = None
) -> str:
    """Cells escaped; the columns of `numbers` to the right; cells that are one of the words of `classes` in its class."""
    sides = [" class=n" if at in numbers else "" for at in range(len(head))]
    top = "".join(f"<th{side}>{escape(word)}</th>" for side, word in zip(sides, head, strict=True))
    known = classes or {}
    body = "".join(f"<tr>{''.join(_cell(side, value, known) for side, value in zip(sides, row, strict=True))}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def tiles(shown: Iterable[tuple[str, str]]) -> str:
    """Numbers in a row, each with what it is."""
    return f'<div class="tiles">{"".join(f"<div class=tile><b>{number}</b>{text}</div>" for number, text in shown)}</div>'


def number(value: float | None) -> str:
    """Four digits that count; whole from a thousand up."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def _cell(side: str, value: object, classes: Mapping[str, str]) -> str:
    kind = classes.get(str(value))
    return f"<td{f' class={kind}' if kind else side}>{escape(str(value))}</td>"
