"""A network drawn: islands of accounts, merchants, devices and customers, told apart by shape and colour."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.network import Finding, Member
from synfin_core.analytics.network.picture import Node, Picture
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import parties
from synfin_core.studio.words import money, plural

HEIGHT = 520
NUMBERED = 10  # findings whose centres carry their number
_SIGNS = {"account": "circle", "merchant": "square", "device": "diamond", "customer": "triangle-up"}
_PLACES = {True: 1, False: 0}  # centres have the second colour of the theme, others the first
_SMALL, _LARGE, _RING = 8, 17, 9  # pixels of members, of centres, and what a ring around those of the chosen finding adds
_ON_CENTRE = {"light": "#FFFFFF", "dark": "#0F1624"}  # on the colour of centres
_FAINT, _BOLD = 1, 2.5  # pixels of lines


def draw(picture: Picture, findings: Sequence[Finding], chosen: int, scheme: str) -> Chart:
    """The picture in the colours of a scheme, the finding at place `chosen` of the list brought out."""
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "dragmode": "pan"})
    figure.add_scatter(**_lines(picture, picture.links), line_color=parties.BAND[scheme], line_width=_FAINT, **_BEHIND)
    _link(figure, picture, findings[chosen], scheme)
    for thing in _SIGNS:
        for is_centre in (True, False):
            nodes = [node for node in picture.nodes if node.member.thing == thing and (node.centre_of >= 0) == is_centre]
            _add_nodes(figure, nodes, thing, is_centre, scheme)
    _bring_out(figure, picture, findings[chosen], scheme)
    figure.update_traces(selected_marker_opacity=1, unselected_marker_opacity=1, selector={"mode": "markers"})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    title = f"{picture.n_findings:,} of {plural(len(findings), 'finding')} drawn, with {len(picture.nodes):,} parties"
    alt = f"A network of {len(picture.nodes):,} parties in islands. {title}. Number {chosen + 1}: {findings[chosen].evidence}."
    return Chart("network", title, alt, figure, table(findings))


def table(findings: Sequence[Finding]) -> pd.DataFrame:
    """The findings in words, the strongest first."""
    rows = [
        (place + 1, name(one.centre), one.strength, one.evidence, money(one.amount_inr), one.first_at.date(), len(one.payments))
        for place, one in enumerate(findings)
    ]
    return pd.DataFrame(rows, columns=["No.", "Around", "Strength", "Evidence", "Rupees", "From", "Payments"])


def name(member: Member) -> str:
    """'account 123'."""
    return f"{member.thing} {member.id}"


_BEHIND = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}


def _lines(picture: Picture, links: Sequence[tuple[int, int]]) -> dict[str, list[float | None]]:
    """Links as one broken line."""
    ends = [(picture.nodes[payer], picture.nodes[payee]) for payer, payee in links]
    return {
        "x": [x for payer, payee in ends for x in (payer.x, payee.x, None)],
        "y": [y for payer, payee in ends for y in (payer.y, payee.y, None)],
    }


def _add_nodes(figure: go.Figure, nodes: list[Node], thing: str, is_centre: bool, scheme: str) -> None:
    if not nodes:
        return
    at = [node.centre_of if is_centre else node.finding for node in nodes]
    figure.add_scatter(
        x=[node.x for node in nodes], y=[node.y for node in nodes], mode="markers", customdata=at, hoverinfo="text",
        name=f"{thing.capitalize()}s found" if is_centre else f"Other {thing}s",
        hovertext=[f"{name(node.member)}<br>finding {place + 1}" for node, place in zip(nodes, at, strict=True)],
        marker={"symbol": _SIGNS[thing], "color": parties.COLOURS[scheme][_PLACES[is_centre]], "opacity": 1,
                "size": _LARGE if is_centre else _SMALL, "line": {"width": 0}},
    )  # fmt: skip


def _link(figure: go.Figure, picture: Picture, finding: Finding, scheme: str) -> None:
    """The links of a finding in bold, also those from island to island."""
    index = {node.member: place for place, node in enumerate(picture.nodes)}
    own = [(index[payer], index[payee]) for payer, payee in finding.links if payer in index and payee in index]
    figure.add_scatter(**_lines(picture, own), line_color=charts.INK[scheme], line_width=_BOLD, **_BEHIND)


def _bring_out(figure: go.Figure, picture: Picture, finding: Finding, scheme: str) -> None:
    """Rings around the members of a finding; numbers on the centres of the strongest."""
    ink, members = charts.INK[scheme], set(finding.members)
    around = [node for node in picture.nodes if node.member in members]
    figure.add_scatter(
        x=[node.x for node in around], y=[node.y for node in around], mode="markers", name="The chosen finding", hoverinfo="skip",
        marker={"symbol": "circle-open", "color": ink, "line": {"width": 2},
                "size": [(_LARGE if node.centre_of >= 0 else _SMALL) + _RING for node in around]},
    )  # fmt: skip
    top = [node for node in picture.nodes if 0 <= node.centre_of < NUMBERED]
    figure.add_scatter(
        x=[node.x for node in top], y=[node.y for node in top], mode="text", text=[f"<b>{node.centre_of + 1}</b>" for node in top],
        textposition="middle center", textfont_color=_ON_CENTRE[scheme], textfont_size=11, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
