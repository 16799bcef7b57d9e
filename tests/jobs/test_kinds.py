"""Every kind of work has one file, and says what it means before it is queued."""

import pytest

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, find, names
from synfin_core.jobs.kinds.generate import checked


def test_each_file_is_a_kind() -> None:
    """The list of kinds is the list of files."""
    assert "generate" in names()
    assert all(isinstance(find(name), Kind) for name in names())


def test_generate_has_one_spelling_of_the_same_spec() -> None:
    """Lower case, other order, and values left out mean the same work; other workers do too."""
    kind = find("generate")
    plain = kind.checked({"spec": {"rails": ["UPI", "IMPS"], "count": 100_000}, "workers": 1})
    other = kind.checked({"spec": {"rails": ("imps", "upi")}, "workers": 2})

    assert kind.identity(plain) == kind.identity(other)
    assert kind.rows(plain) == 100_000


@pytest.mark.parametrize(
    "parameters, told",
    [
        ({"spec": "count: 5"}, "a mapping"),
        ({"folder": "/etc"}, "'folder'; 'spec' and 'workers'"),
        ({"workers": 1_000}, "1 to 64"),
        ({"workers": "two"}, "1 to 64"),
    ],
)
def test_generate_refuses_what_it_cannot_do(parameters: dict[str, object], told: str) -> None:
    """A sentence says what came and what is allowed."""
    with pytest.raises(WrongUse, match=told):
        checked(parameters)
