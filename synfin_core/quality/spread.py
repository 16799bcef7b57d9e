"""A picture of all figures that count: how far each lies from its target, counted in tolerances."""

from collections.abc import Iterable
from html import escape

from synfin_core.fidelity.measure import Measured

_WIDTH, _HEIGHT, _EDGE, _MIDDLE = 720, 190, 24, 145  # of the picture in its own units
_MOST = 2.0  # tolerances shown; what lies beyond stands at the edge
_STEP, _HIGH = 9.0, 13  # units between dots of one place, dots on top of each other at most


def spread(rows: Iterable[Measured]) -> str:
    """SVG: a dot a figure, those of one place on top of each other; the band in the middle holds those that fit."""
    gaps = sorted(((row.value or 0.0) - row.fact.target) / row.tolerance for row in rows if row.tolerance)
    places: dict[int, int] = {}
    dots = []
    for gap in gaps:
        place = round(_x(gap) / _STEP)
        places[place] = places.get(place, 0) + 1
        y = _MIDDLE - 12 - _STEP * min(places[place] - 1, _HIGH)
        dots.append(f'<circle class="{"dot" if abs(gap) <= 1 else "miss"}" cx="{place * _STEP:.0f}" cy="{y:.0f}" r="3.5"/>')
    fit = sum(abs(gap) <= 1 for gap in gaps)
    told = escape(f"{fit} of {len(gaps)} figures lie within their tolerance; each dot is a figure, all are in the table below.")
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{told}"><title>{told}</title>'
        f'<rect class="band" x="{_x(-1):.0f}" y="8" width="{_x(1) - _x(-1):.0f}" height="{_MIDDLE - 8}"/>{"".join(dots)}'
        f'<line class="axis" x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{_MIDDLE}" y2="{_MIDDLE}"/>{_labels()}</svg>'
    )


def _x(gap: float) -> float:
    """Where a gap stands, from left to right."""
    share = (max(-_MOST, min(_MOST, gap)) + _MOST) / (2 * _MOST)
    return _EDGE + share * (_WIDTH - 2 * _EDGE)


def _labels() -> str:
    words = {-2: "two tolerances below", -1: "one below", 0: "target", 1: "one above", 2: "two tolerances above"}
    anchors = {-2: "start", 2: "end"}
    return "".join(
        f'<text x="{_x(at):.0f}" y="{_MIDDLE + 18}" text-anchor="{anchors.get(at, "middle")}">{word}</text>'
        for at, word in words.items()
    )
