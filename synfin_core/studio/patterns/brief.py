"""A case on one page of HTML, to print or to send: it needs no other file, runs nothing, and every text in it is escaped."""

from html import escape

import pandas as pd

from synfin_core.analytics.catalogue import Card
from synfin_core.analytics.golden_hour import DELAYS_H, recovery
from synfin_core.analytics.rule import ALERT_AT, signs_of
from synfin_core.analytics.trail import trail
from synfin_core.studio.patterns.moments import LANES, Moment
from synfin_core.studio.patterns.parties import table as trail_table
from synfin_core.studio.patterns.story_charts import sort_of, table
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import money, plural

_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;color:#0f1626;max-width:1080px;margin:24px auto;padding:0 16px}"
    "h1{font-size:24px;margin:0}h2{font-size:16px;margin:16px 0 4px}p,ul{margin:4px 0}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:2px 6px;border-bottom:1px solid #d5dae3;vertical-align:top}th{font-weight:600}"
    ".figures{display:flex;flex-wrap:wrap;gap:6px 24px;margin:10px 0}.figures b{display:block;font-size:18px}"
    "svg{width:100%;height:auto}small{color:#4a5160}.steps td:nth-child(2){white-space:nowrap}"
    "@media print,(min-width:800px){main{display:grid;grid-template-columns:3fr 2fr;gap:0 24px}}"
    "@page{size:A4;margin:9mm}@media print{body{font-size:8px;line-height:1.25;margin:0;padding:0;max-width:none}h1{font-size:15px}"
    "h2{font-size:10px;margin:8px 0 2px}.figures b{font-size:11px}th,td{padding:1px 4px}}"
)
_MOST_STEPS, _LAST_STEPS, _MOST_FLOWS = 40, 12, 14  # rows that a page has room for; what lies between is counted
_COLOURS = {
    "Other money": "#0072B2", "Fraud payment": "#D55E00", "Mules move it": "#009E73", "Event": "#CC79A7", "Bank learns": "#7A5195",
}  # fmt: skip
_WIDE, _HIGH, _LEFT = 940, 190, 130  # of the drawing


def page(card: Card, told: Told) -> str:
    """The brief of a case."""
    who = told.life.words if told.life else "Many customers"
    steps = f"<h2>Step by step</h2>{_table(_shortened(table(told.moments).drop(columns='Who')))}"
    beside = [
        f"<h2>Where the money went</h2>{_table(_first_flows(trail_table(trail(told.legs))))}",
        _golden_hour(told),
        f"<h2>What a simple rule saw</h2><p>{escape(_rule(told))}</p>",
        f"<h2>Signals</h2><ul>{''.join(f'<li>{escape(signal)}</li>' for signal in card.signals)}</ul>",
        f"<h2>Published</h2><ul>{''.join(f'<li>{escape(one)}</li>' for one in card.published) or '<li>nothing</li>'}</ul>",
        f"<p><small>Sources: {escape('; '.join(f'{id}: {said}' for id, said in card.sources))}.</small></p>",
    ]
    top = f"<h1>{escape(card.name)}</h1><p>{escape(card.story)}</p><p><strong>{escape(who)}</strong> · case {told.case.id}</p>"
    main = f'<main><section class="steps">{steps}</section><section>{"".join(beside)}</section></main>'
    end = "<p><small>All data is synthetic: no real person, account, merchant or payment. Made by SynFinance.</small></p>"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(card.name)}</title>'
    body = f"{top}{_figures(told)}{_drawing(told)}{main}{end}"
    return f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>'


def _shortened(steps: pd.DataFrame) -> pd.DataFrame:
    """The first steps and the last, where they are more than a page holds."""
    if len(steps) <= _MOST_STEPS:
        return steps
    left_out = len(steps) - _MOST_STEPS + 1
    between = pd.DataFrame([["…", "", f"{left_out} steps between, in the studio."]], columns=steps.columns)
    return pd.concat([steps.head(_MOST_STEPS - _LAST_STEPS - 1), between, steps.tail(_LAST_STEPS)])


def _first_flows(flows: pd.DataFrame) -> pd.DataFrame:
    """The first flows, where they are more than a page holds."""
    left_out = len(flows) - _MOST_FLOWS
    if left_out <= 0:
        return flows
    rest = pd.DataFrame([["…", f"and {left_out} more", "", flows["Payments"].iloc[_MOST_FLOWS:].sum()]], columns=flows.columns)
    return pd.concat([flows.head(_MOST_FLOWS), rest])


def _figures(told: Told) -> str:
    facts = told.case.facts
    reported = "never" if facts["reported_at"] is None else f"{facts['reported_at']:%d %b %Y, %H:%M}"
    pairs = {
        "lost": money(facts["loss_inr"]), "given back": money(facts["restored_inr"]), "payments": f"{facts['n_legs']:,}",
        "mules": f"{facts['n_mules']:,}", "first payment": f"{facts['started_at']:%d %b %Y, %H:%M}", "reported": reported,
        "borne by": facts["liability"] or "nobody",
    }  # fmt: skip
    return f'<div class="figures">{"".join(f"<span><b>{escape(value)}</b>{name}</span>" for name, value in pairs.items())}</div>'


def _table(rows: pd.DataFrame) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in rows.columns)
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows.itertuples(index=False))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def _drawing(told: Told) -> str:
    """The steps in their lanes, as a drawing."""
    lane_high, step_wide = _HIGH / len(LANES), (_WIDE - _LEFT - 20) / max(len(told.moments), 1)
    lines = ((lane, (place + 0.5) * lane_high) for place, lane in enumerate(LANES))
    lanes = "".join(
        f'<text x="0" y="{y + 4:.0f}" font-size="13">{escape(lane)}</text>'
        f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{y:.0f}" y2="{y:.0f}" stroke="#d5dae3"/>'
        for lane, y in lines
    )
    size = f'viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="Steps of the case in lanes"'
    return f"<svg {size}>{lanes}{_dots(told, lane_high, step_wide)}</svg>"


def _dots(told: Told, lane_high: float, step_wide: float) -> str:
    def dot(place: int, moment: Moment) -> str:
        x, y = _LEFT + (place + 0.5) * step_wide, (LANES.index(moment.lane) + 0.5) * lane_high
        look = f'r="7" fill="{_COLOURS[sort_of(told, moment)]}"'
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" {look}><title>{escape(moment.words)}</title></circle>'

    return "".join(dot(place, moment) for place, moment in enumerate(told.moments))


def _golden_hour(told: Told) -> str:
    if told.case.facts["loss_inr"] <= 0:
        return ""
    names = ("30 minutes", "6 hours", "3 days")
    found = (recovery(told.case, told.legs, hours) for hours in DELAYS_H)
    rows = [(name, money(one.frozen_inr), money(one.gone_inr), money(one.lost_inr)) for name, one in zip(names, found, strict=True)]
    titles = ("After", "Could be frozen", "Taken out by then", "Lost")
    return f"<h2>Had it been reported after …</h2>{_table(pd.DataFrame(rows, columns=titles))}"


def _rule(told: Told) -> str:
    if told.scores.empty:
        return "It looks at no payment of this case."
    alerts, row = int((told.scores["score"] >= ALERT_AT).sum()), told.scores.loc[told.scores["score"].idxmax()]
    signs = "; ".join(sign.words for sign in signs_of(row)) or "nothing odd"
    found = f"{plural(alerts, 'alert')} in {plural(len(told.scores), 'payment')}"
    return f"{found}; at most {row['score']} points ({signs}). {ALERT_AT} are an alert."
