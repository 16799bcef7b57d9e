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

HEIGHT = 560
NUMBERED = 10  # findings whose centres carry their number
_SIGNS = {"account": "circle", "merchant": "square", "device": "diamond", "customer": "triangle-up"}
_SMALL, _LARGE, _RING = 8, 15, 22  # pixels of members, of centres, and around those of the chosen finding
_FAINT, _BOLD = 1, 2.5  # pixels of lines


def draw(picture: Picture, findings: Sequence[Finding], chosen: int, scheme: str) -> Chart:
    """The picture in the colours of a scheme, the finding at place `chosen` of the list brought out."""
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "dragmode": "pan"})
    figure.add_scatter(**_lines(picture, picture.links), line_color=parties.BAND[scheme], line_width=_FAINT, **_BEHIND)
    for place, thing in enumerate(_SIGNS):
        _add_nodes(figure, [node for node in picture.nodes if node.member.thing == thing], thing, parties.COLOURS[scheme][place])
    _bring_out(figure, picture, findings[chosen], scheme)
    figure.update_traces(selected_marker_opacity=1, unselected_marker_opacity=1, selector={"mode": "markers"})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    title = f"{plural(picture.n_findings, 'finding')} of {len(findings):,}, the strongest, among {len(picture.nodes):,} parties"
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


def _add_nodes(figure: go.Figure, nodes: list[Node], thing: str, colour: str) -> None:
    if not nodes:
        return
    figure.add_scatter(
        x=[node.x for node in nodes], y=[node.y for node in nodes], mode="markers", name=f"{thing.capitalize()}s",
        customdata=[node.finding for node in nodes], hoverinfo="text",
        hovertext=[f"{name(node.member)}: finding {node.finding + 1}" for node in nodes],
        marker={"symbol": _SIGNS[thing], "color": colour, "opacity": 1,
                "size": [_LARGE if node.is_centre else _SMALL for node in nodes], "line": {"width": 0}},
    )  # fmt: skip


def _bring_out(figure: go.Figure, picture: Picture, finding: Finding, scheme: str) -> None:
    """Rings around the members of a finding and its links in bold; numbers beside the centres of the strongest."""
    members = set(finding.members)
    at = {place for place, node in enumerate(picture.nodes) if node.member in members}
    links = set(finding.links)
    own = [
        pair for pair in picture.links
        if (picture.nodes[pair[0]].member, picture.nodes[pair[1]].member) in links
    ]  # fmt: skip
    ink = charts.INK[scheme]
    figure.add_scatter(**_lines(picture, own), line_color=ink, line_width=_BOLD, **_BEHIND)
    around = [picture.nodes[place] for place in sorted(at)]
    figure.add_scatter(
        x=[node.x for node in around], y=[node.y for node in around], mode="markers", name="The chosen finding", hoverinfo="skip",
        marker={"symbol": "circle-open", "color": ink, "size": _RING, "line": {"width": 2}},
    )  # fmt: skip
    top = [node for node in picture.nodes if node.is_centre and node.finding < NUMBERED]
    figure.add_scatter(
        x=[node.x for node in top], y=[node.y for node in top], mode="text", text=[f"<b>{node.finding + 1}</b>" for node in top],
        textposition="top center", textfont_color=ink, textfont_size=14, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
