"""The model card: what a model is for, what it learned from, what it is worth, and where it fails."""

from collections.abc import Mapping
from typing import Any

_MOST = 15  # features that are named
_USE = (
    "For study and for trying out methods on synthetic payments. It has seen no real payment; it must not decide about real people."
)


def card(record: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    parts = (
        _head(record),
        _figures(record),
        _typologies(record["metrics"]["by_typology"]),
        _groups(record["metrics"]["by_group"]),
        _importance(record["importance"]),
        _warnings(record["warnings"]),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def figure_lines(record: Mapping[str, Any]) -> list[str]:
    """The figures of a model and of its baselines, one a line."""
    found = record["metrics"]
    cost = found["cost"]
    return [
        f"average precision {_interval(found['average_precision'])}; base rate {found['base_rate']:.4f}",
        *(f"  {name}: {_interval(value)}" for name, value in record["baselines"].items()),
        f"ROC AUC {found['roc_auc']:.4f}",
        f"100 customers a day: precision {found['precision_at_100_a_day']:.3f}, recall {found['recall_at_100_a_day']:.3f}",
        *(f"recall at {rate} false positives {found[f'recall_at_{rate}_false_positives']:.3f}" for rate in ("1%", "5%")),
        f"cheapest: {cost['alerts']:,} alerts, {cost['inr']:,.0f} rupees lost and spent; {cost['inr_without']:,.0f} without them",
    ]


def _head(record: Mapping[str, Any]) -> str:
    data, parameters = record["data"], record["parameters"]
    return "\n".join(
        [
            f"# {record['name']}",
            "",
            _USE,
            "",
            f"- Type: {record['type']}; {len(record['encoding']['names'])} features, each from what was known before its payment",
            f"- Data: {_made(data)}; fingerprint {data['fingerprint'][:16]}",
            f"- Split by {parameters['split']}; {parameters['n_train']:,} payments trained on, {parameters['n_test']:,} tested",
            f"- Engine {record['engine_version']}, schema {record['schema_version']}, made {record['created_at']}",
        ]
    )


def _made(data: Mapping[str, Any]) -> str:
    """How the payments came to be: by a spec, or in a file of the user's own."""
    if "file" in data:
        return f"{data['rows']:,} payments of the file {data['file']}, whose labels are taken as they stand"
    spec = data["spec"]
    return f"{spec['count']:,} payments, fraud rate {spec['fraud_rate']}, seed {spec['seed']}"


def _figures(record: Mapping[str, Any]) -> str:
    lines = [f"- {line.strip()}" for line in figure_lines(record)]
    return "\n".join(["## What it is worth", "", "95% intervals are over whole cases.", "", *lines])


def _typologies(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = sorted(found.items(), key=lambda item: -item[1]["payments"])
    return "\n".join(
        [
            "## By typology, at 1% false positives",
            "",
            "| typology | payments | caught | cases | caught |",
            "|---|---:|---:|---:|---:|",
            *(
                f"| {name} | {one['payments']:,} | {one['payments_caught']:.0%} | {one['cases']:,} | {one['cases_caught']:.0%} |"
                for name, one in rows
            ),
        ]
    )


def _groups(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Whom a threshold of 1% false positives stops more than others."""
    lines = [
        "## By group, at 1% false positives",
        "",
        "| group | payments | honest stopped | fraud caught |",
        "|---|---:|---:|---:|",
    ]
    for column, words in found.items():
        lines += [
            f"| {column}: {word} | {one['payments']:,} | {_share(one['honest_stopped'])} | {_share(one['fraud_caught'])} |"
            for word, one in words.items()
        ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _importance(found: Mapping[str, float]) -> str:
    most = sorted(found.items(), key=lambda item: -item[1])[:_MOST]
    lines = [f"- {name}: {lost:.4f}" for name, lost in most if lost > 0]
    return "\n".join(
        ["## What it goes by", "", "Average precision lost when a feature is shuffled among the test payments.", "", *lines]
    )


def _warnings(said: list[str]) -> str:
    return "\n".join(["## Beware", "", *(f"- {line}" for line in said)]) if said else ""


def _interval(one: Mapping[str, float]) -> str:
    return f"{one['value']:.4f} ({one['low']:.4f} to {one['high']:.4f})"
