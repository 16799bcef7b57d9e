"""A spec is checked in one place, and says in one sentence what came and what is allowed."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from synfin_core import Spec
from synfin_core.errors import SpecError

SUDDEN = {"kind": "sudden", "typology": "qr_scam", "date": "2025-06-01", "factor": 3}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"count": 0}, "count is 0; a whole number from 1 to 1,000,000,000 is allowed"),
    ({"count": -5}, "count is -5; a whole number"),
    ({"count": "ten"}, "count is 'ten'; a whole number"),
    ({"count": 10**12}, "count is 1000000000000; a whole number"),
    ({"count": True}, "count is True; a whole number"),
    ({"count": 1.5}, "count is 1.5; a whole number"),
    ({"fraud_rate": -0.1}, "fraud_rate is -0.1; a share of the rows from 0 to 0.2 is allowed"),
    ({"fraud_rate": 1.5}, "fraud_rate is 1.5; a share of the rows from 0 to 0.2 is allowed"),
    ({"fraud_rate": float("nan")}, "fraud_rate is nan; a share of the rows"),
    ({"fraud_rate": "1%"}, "fraud_rate is '1%'; a share of the rows"),
    ({"fraud_rate": 0.5}, "fraud_rate is 0.5; at most 0.2 leaves enough honest payments"),
    ({"seed": -1}, "seed is -1; a whole number from 0"),
    ({"start": "2025-02-01", "end": "2025-01-01"}, "end is 2025-01-01; a day not before start (2025-02-01) is allowed"),
    ({"start": "2025-02-30"}, "start is '2025-02-30'; a day from 2023-01-01 to 2027-12-31 is allowed"),
    ({"end": date(2030, 1, 1)}, "end is datetime.date(2030, 1, 1); a day from"),
    ({"start": datetime(2025, 1, 1, 12)}, "a day from 2023-01-01 to 2027-12-31 is allowed"),
    ({"customers": 0}, "customers is 0; a whole number from 1 to 100,000,000 is allowed"),
    ({"states": ["Maharastra"]}, "states is 'Maharastra' (closest: Maharashtra); allowed are MH, KA"),
    ({"segments": ["studnt"]}, "segments is 'studnt' (closest: student); allowed are student"),
    ({"rails": ["UIP"]}, "rails is 'UIP' (closest: UPI); allowed are UPI"),
    ({"typologies": ["sim_swpa"]}, "typologies is 'sim_swpa' (closest: sim_swap); allowed are"),
    ({"typologies": []}, "typologies is []; a list of at least one word is allowed"),
    ({"states": 5}, "states is 5; a list of at least one word is allowed"),
    ({"bank_names": "none"}, "bank_names is 'none'; allowed are real, letters"),
    ({"drift": "sudden"}, "drift is 'sudden'; a list of changes is allowed, each with 'kind', 'typology' and 'date'"),
    (
        {"drift": ["sudden"]},
        "drift 1: a change is 'sudden'; 'kind' (sudden, gradual, recurring, new_typology) and its keys are allowed",
    ),
    ({"drift": [SUDDEN | {"kind": "suden"}]}, "drift 1: kind is 'suden' (closest: sudden); allowed are sudden, gradual"),
    ({"drift": [SUDDEN, SUDDEN | {"typology": "qr_scan"}]}, "drift 2: typology is 'qr_scan' (closest: qr_scam); allowed are"),
    (
        {"drift": [SUDDEN | {"until": "2025-09-01"}]},
        "drift 1: unknown key 'until'; a sudden change has kind, typology, date, factor",
    ),
    ({"drift": [SUDDEN | {"fctor": 2}]}, "drift 1: unknown key 'fctor' (closest: factor); a sudden change has"),
    (
        {"drift": [{"kind": "sudden", "typology": "qr_scam", "date": "2025-06-01"}]},
        "drift 1: a sudden change has kind, typology, date, factor; factor is missing",
    ),
    ({"drift": [SUDDEN | {"date": "June"}]}, "drift 1: date is 'June'; a day from 2023-01-01 to 2027-12-31 is allowed"),
    ({"drift": [SUDDEN | {"factor": 0}]}, "drift 1: factor is 0; a number from 0.01 to 100 is allowed"),
    (
        {"drift": [SUDDEN | {"kind": "gradual", "until": "2025-05-01"}]},
        "drift 1: until is 2025-05-01; a day after its date (2025-06-01) is allowed",
    ),
    (
        {"drift": [SUDDEN | {"kind": "recurring", "days": 7, "every_days": 7}]},
        "drift 1: days is 7; a whole number from 1 to 6 is allowed",
    ),
    (
        {"drift": [SUDDEN | {"kind": "recurring", "days": 7, "every_days": 1000}]},
        "drift 1: every_days is 1000; a whole number from 2 to 366",
    ),
    ({"difficulty": "hrad"}, "difficulty is 'hrad' (closest: hard); allowed are easy, realistic, hard"),
    ({"difficulty": None}, "difficulty is None; allowed are easy, realistic, hard"),
    ({"fruad_rate": 0.1}, "unknown key 'fruad_rate' (closest: fraud_rate); allowed are count"),
]
BROKEN = [
    ("count: [", "broken YAML on line 1"),
    ("count: 5\ncount: 6", "key 'count' is repeated on line 2"),
    ("count: 5\nseeed: 6", "unknown key 'seeed' (closest: seed)"),
    ("- 1", "the content is [1]; lines of 'key: value' are allowed"),
    ("", "the content is nothing"),
    ("count: !!python/object/apply:os.getcwd []", "broken YAML on line 1"),
    ("a: &a [1]\nb: *a", "reference on line 2"),
    ("count: " + "9" * 6000, "not YAML that can be read"),
    ("[" * 60_000, "not YAML that can be read"),
    ("count: 1\n" + "#" * 70_000, "longer than 65,536 bytes"),
    ("start: 2025-13-45", "start is '2025-13-45'; a day from"),
    ("count: 0", "count is 0; a whole number"),
]


@pytest.mark.parametrize(("values", "sentence"), REFUSED)
def test_a_wrong_value_is_refused_in_one_sentence(values: dict[str, Any], sentence: str) -> None:
    """The sentence names the value, what came, what is allowed, and the closest word."""
    with pytest.raises(SpecError) as refusal:
        Spec.create(**values)

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("text", "sentence"), BROKEN)
def test_a_broken_spec_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, sentence: str) -> None:
    """Broken, repeated, unknown, hostile or endless YAML gives one sentence that opens with the file."""
    file = tmp_path / "spec.yaml"
    file.write_text(text)
    with pytest.raises(SpecError) as refusal:
        Spec.from_yaml(file)

    assert str(refusal.value).startswith(f"{file}: ")
    assert sentence in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_missing_spec_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is no traceback."""
    with pytest.raises(SpecError, match=r"nowhere\.yaml: the spec file cannot be read"):
        Spec.from_yaml(tmp_path / "nowhere.yaml")


def test_yaml_out_is_yaml_in(tmp_path: Path) -> None:
    """What `to_yaml` writes, `from_yaml` reads as the same spec; so do `as_dict` and `from_dict`."""
    spec = Spec.create(count=5, start="2025-01-01", end="2025-03-31", states=["MH", "Kerala"], bank_names="letters")
    file = tmp_path / "spec.yaml"
    file.write_text(spec.to_yaml())

    assert Spec.from_yaml(file) == spec
    assert Spec.from_dict(spec.as_dict()) == spec


def test_drift_goes_through_yaml_and_json() -> None:
    """Each kind of change is read back as it was written; a spec without drift does not mention it."""
    changes = [
        SUDDEN,
        SUDDEN | {"kind": "gradual", "until": date(2025, 9, 1)},
        SUDDEN | {"kind": "recurring", "days": 3, "every_days": 30},
        {"kind": "new_typology", "typology": "task_scam", "date": "2025-06-01"},
    ]
    spec = Spec.create(drift=changes)

    assert Spec.from_text(spec.to_yaml()) == spec == Spec.from_dict(json.loads(json.dumps(spec.as_dict())))
    assert "until: '2025-09-01'" in spec.to_yaml()
    assert "drift" not in Spec().to_yaml() and Spec.create(drift=None) == Spec()


def test_one_choice_has_one_spelling() -> None:
    """Names, codes, case, order and repeats of a list make no difference to the spec, so none to the data."""
    assert Spec.create(states=["kerala", "MH", "mh"], rails="upi") == Spec.create(states=["MH", "KL"], rails=["UPI"])


def test_the_bounds_themselves_are_allowed() -> None:
    """The largest and smallest values said in the sentences can be asked for."""
    assert Spec(count=1, fraud_rate=0).fraud_rate == 0.0
    assert Spec(count=1_000_000_000, fraud_rate=0.2).count == 1_000_000_000
    assert Spec.create(start="2023-01-01", end="2027-12-31").end == date(2027, 12, 31)
