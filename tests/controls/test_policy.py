"""A policy is read strictly: positive limits, each with a source."""

from pathlib import Path

import pytest

from synfin_core.controls.policy import FOLDER, WAYS, load_policy
from synfin_core.errors import CalibrationError


def test_today_limits_every_way() -> None:
    """Today's policy has a limit for each way of paying that has one."""
    policy = load_policy()
    assert set(policy.one_payment) == set(WAYS)
    assert policy.one_payment["UPI transfer"] == policy.day_inr == 100_000
    assert (policy.day_count, policy.new_device_inr) == (20, 5_000)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("inr: 2000, source: npci_collect25", "inr: 2000", "'one_payment/UPI collect' has no source"),
        ("{inr: 5000, source: upi_limits}", "{inr: -1, source: upi_limits}", "'new_device_day' must hold a positive 'inr'"),
        ("count: 20, ", "", "'one_day' must hold a positive 'count'"),
        ("one_day:", "one_dya:", "'one_day' must hold a positive 'inr'"),
    ],
)
def test_a_broken_policy_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The sentence names the file and the limit."""
    text = (FOLDER / "today.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "today.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CalibrationError, match=said):
        load_policy("today", tmp_path)
