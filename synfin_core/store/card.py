"""The data card: what a download holds, how it was made, what it may be used for; it says so to people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from synfin_core.calibration import SOURCE_KEYS, load_calibration
from synfin_core.schema import Column

NAMED_SOURCES = (
    "GeoNames (https://www.geonames.org), CC BY 4.0",
    "PhonePe Pulse (https://github.com/PhonePe/pulse), CDLA-Permissive-2.0",
    "razorpay/ifsc (https://github.com/razorpay/ifsc), MIT",
    "holidays (https://github.com/vacanza/holidays), MIT",
)
_USE = """All of it is synthetic: no row describes a real person, account, merchant or payment, and no identifier can be real.

Use it to build, test, teach and compare methods that find fraud. Do not draw conclusions from it about real banks,
merchants, places or groups of people, and do not decide about a real person with a model trained on it alone. Say that
it is synthetic wherever you show it."""


_LIMITS = """- Published figures that are known are aimed at; what no source gives is assumed, and says so in config/calibration.
- How one customer's payments hang together (bursts, loyalty, who pays back) is believable and not measured in real data.
- Fraud is far more frequent than in life when a rate such as 1% is asked for; rates and losses are not to be quoted.
- Merchants, companies and outside parties keep no ledger; only simulated customers do.
- A model that finds this fraud has not shown that it finds real fraud."""


def card(manifest: Mapping[str, Any], tables: Mapping[str, tuple[Column, ...]]) -> str:
    """The card of a dataset or of a download of `tables`, in Markdown; a blind one says nothing about fraud made."""
    blind = not any(column.truth for columns in tables.values() for column in columns)
    sections = {
        "What it holds": _counts(manifest, tables),
        "Fraud": "The columns that tell fraud from honest are left out (blind)." if blind else _fraud(manifest),
        "Soundness and likeness": _quality(manifest.get("quality"), blind),
        "How it was made": _origin(manifest),
        "Spec": "```yaml\n" + yaml.safe_dump(_chosen(manifest["spec"]), sort_keys=False, allow_unicode=True) + "```",
        "Fingerprints": _rows(("table", "fingerprint of the whole table"), manifest["fingerprints"].items()),
        "Sources": _sources(),
        "Limits": _LIMITS,
        "Responsible use": _USE,
        "Licence": "The data is offered under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
    }
    title = manifest.get("name") or "Synthetic Indian payments"
    return f"# {title}\n\n" + "\n".join(f"## {name}\n\n{text}\n" for name, text in sections.items())


def _counts(manifest: Mapping[str, Any], tables: Mapping[str, tuple[Column, ...]]) -> str:
    rows = manifest["rows"]
    held = ((name, f"{rows['transactions' if name == 'flat' else name]:,}", len(columns)) for name, columns in tables.items())
    known = [f"As known at the end of {manifest['as_of']}; what happened later is left out."] if "as_of" in manifest else []
    return _rows(("table", "rows", "columns"), held) + "".join(f"\n{note}" for note in [*known, *manifest.get("notes", [])])


def _fraud(manifest: Mapping[str, Any]) -> str:
    made = manifest["fraud"]
    return (
        f"{made['requested_rate']:.4%} of the payments was asked for, {made['made_rate']:.4%} was made: "
        f"{made['n_fraud_rows']:,} payments in {made['n_cases']:,} cases, with {made['n_victims']:,} victims "
        f"and {made['n_mules']:,} mules. The rate is the share of rows with `is_fraud`." + _drift(manifest.get("drift", []))
    )


def _drift(changes: Sequence[Mapping[str, Any]]) -> str:
    """How the fraud changes over the days, one line a change; nothing where it does not."""
    told = "".join(f"\n- {change['told']}" for change in changes)
    return f"\n\nIt drifts, as the spec asks:\n{told}" if told else ""


def _quality(found: Mapping[str, Any] | None, blind: bool) -> str:
    """Gates, score and the shares of published figures that fit, as last measured; some figures are of the fraud made."""
    if found is None:
        return "Not measured yet: `synfinance quality report` checks it and measures every published figure in it."
    broken = f", broken: {', '.join(found['broken'])}" if found["broken"] else ""
    text = (
        f"It {'passes' if found['passed'] else 'does not pass'} its gates; quality score {found['score']:.1f} of 100, "
        f"{found['judged']} checks judged{broken}.\n"
    )
    if found["share_met"] is not None:
        text += f"\n{found['share_met']:.1%} of {found['held']} published figures fit"
        if found["evidence_met"] is not None:
            text += f", and {found['evidence_met']:.1%} of the {found['evidence']} that the generator does not read"
        text += ".\n"
    if found["misfits"] and not blind:
        rows = ((row["figure"], row["period"], _number(row["target"]), _number(row["measured"])) for row in found["misfits"])
        text += "\n" + _rows(("figure that does not fit", "period", "published", "here"), rows)
    return text.rstrip("\n")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def _origin(manifest: Mapping[str, Any]) -> str:
    made = {
        "made at": manifest.get("created_at", "not recorded"),
        "engine": manifest["engine_version"],
        "schema": manifest["schema_version"],
        "calibration": manifest["calibration_hash"],
    }
    return _rows(("what", "which"), made.items()) + "\nThe same spec gives the same data with the same engine and calibration."


def _chosen(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in spec.items() if value not in (None, [])}


def _sources() -> str:
    ids = sorted(set(_cited(load_calibration().raw)) - {"assumed", "recollected"})
    named = "".join(f"- {source}\n" for source in NAMED_SOURCES)
    return f"{named}\nThe figures behind it cite, by their ids in config/calibration/SOURCES.md: {', '.join(ids)}."


def _cited(figures: Any) -> Iterator[str]:
    """Every source id under the source keys of the calibration, however deep."""
    if isinstance(figures, Mapping):
        for key, value in figures.items():
            yield from _ids(value) if key in SOURCE_KEYS else _cited(value)
    elif isinstance(figures, (list, tuple)):
        for value in figures:
            yield from _cited(value)


def _ids(value: Any) -> Iterator[str]:
    words = value if isinstance(value, (list, tuple)) else [value]
    yield from (word for word in words if isinstance(word, str) and word.isidentifier())


def _rows(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
