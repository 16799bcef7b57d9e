"""The health of a whole: what components say, what the probes make of it, and that nothing can hang them."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from synfin_core.errors import WrongUse
from synfin_core.resilience import Finding, HealthChecker, HealthStatus

FIELDS = ["name", "status", "message", "timestamp", "startup_complete", "components"]
COMPONENT_FIELDS = ["name", "status", "message", "details", "last_check", "check_duration"]


class Part:
    """A component that is as well as a test wants, and counts how often it was looked at."""

    def __init__(self, status: str = "healthy") -> None:
        self.status = status
        self.looks = 0

    def __call__(self) -> Finding:
        """Say how it is."""
        self.looks += 1
        return Finding(HealthStatus(self.status), f"look {self.looks}", {"looks": self.looks})


class Hanging:
    """A check that does not come back until the test lets it."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.looks = 0

    def __call__(self) -> bool:
        """Hang."""
        self.looks += 1
        return self.release.wait(20)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    """One that is let go after the test."""
    check = Hanging()
    yield check
    check.release.set()


def checker_of(required: dict[str, object], optional: dict[str, object] | None = None) -> HealthChecker:
    """A checker with these checks."""
    checker = HealthChecker("whole")
    for name, check in required.items():
        checker.register_check(name, required=True)(check)
    for name, check in (optional or {}).items():
        checker.register_check(name, required=False)(check)
    return checker


def statuses(report: dict[str, object]) -> dict[str, str]:
    """Status of each component."""
    return {part["name"]: part["status"] for part in report["components"]}


def health_threads() -> int:
    """Threads that look at something."""
    return sum(thread.name.startswith("health ") for thread in threading.enumerate())


def test_the_report_has_the_fields_of_the_contract() -> None:
    """Nothing more, nothing less."""
    report = checker_of({"database": Part()}).check_health()

    assert list(report) == FIELDS
    assert list(report["components"][0]) == COMPONENT_FIELDS
    assert report["components"][0]["details"] == {"looks": 1}
    assert (report["name"], report["status"], report["startup_complete"]) == ("whole", "healthy", False)


@pytest.mark.parametrize(
    ("required", "optional", "whole"),
    [
        ("healthy", "healthy", "healthy"),
        ("healthy", "degraded", "degraded"),
        ("healthy", "unhealthy", "degraded"),
        ("degraded", "healthy", "degraded"),
        ("unhealthy", "healthy", "unhealthy"),
        ("unhealthy", "unhealthy", "unhealthy"),
    ],
)
def test_required_components_decide_and_optional_ones_degrade(required: str, optional: str, whole: str) -> None:
    """Ready is whatever is not unhealthy."""
    checker = checker_of({"a": Part(required)}, {"b": Part(optional)})

    assert checker.check_health()["status"] == whole
    assert checker.readiness_probe()["ok"] is (whole != "unhealthy")


def test_a_checker_without_components_is_healthy() -> None:
    """Nothing is wrong with nothing."""
    assert HealthChecker("empty").check_health()["status"] == "healthy"


@pytest.mark.parametrize(
    ("said", "status", "message"),
    [
        (None, "healthy", ""),
        (True, "healthy", ""),
        (False, "unhealthy", ""),
        ("12 files", "healthy", "12 files"),
        (HealthStatus.DEGRADED, "degraded", ""),
        ({"status": "degraded", "message": "slow", "ms": 900}, "degraded", "slow"),
        (Finding(HealthStatus.UNHEALTHY, "gone"), "unhealthy", "gone"),
        (3.5, "unhealthy", "WrongUse: a check answered 3.5"),
        ({"status": "so-so"}, "unhealthy", "ValueError: 'so-so'"),
    ],
)
def test_a_check_may_answer_in_many_ways(said: object, status: str, message: str) -> None:
    """What is no answer is unhealthy, and says why."""
    part = checker_of({"a": lambda: said}).check_component("a")

    assert part["status"] == status
    assert part["message"].startswith(message)


def test_a_check_that_raises_is_unhealthy_and_stops_nobody() -> None:
    """Its error is its message."""
    report = checker_of({"broken": lambda: 1 / 0, "well": Part()}).check_health()

    assert statuses(report) == {"broken": "unhealthy", "well": "healthy"}
    assert report["components"][0]["message"] == "ZeroDivisionError: division by zero"
    assert report["message"] == "broken unhealthy"


def test_a_coroutine_may_be_a_check() -> None:
    """It is awaited in the thread of the look."""

    async def check() -> str:
        await asyncio.sleep(0.01)
        return "awaited"

    assert checker_of({"a": check}).check_component("a")["message"] == "awaited"


def test_a_probe_answers_at_once_when_all_is_well() -> None:
    """Under 50 ms (the best of ten, on a busy machine) with ten components of 10 ms each: they are looked at together."""
    checker = checker_of({str(n): lambda: time.sleep(0.01) for n in range(10)})
    took = []
    for _ in range(10):
        checker.clear_cache()
        began = time.monotonic()
        assert checker.readiness_probe()["ok"]
        took.append(time.monotonic() - began)

    assert min(took) < 0.050


def test_a_check_that_hangs_holds_up_no_probe(hanging: Hanging) -> None:
    """Under 2 s, also with a timeout that is far longer; the others are told as they are."""
    checker = checker_of({"well": Part()})
    checker.register_check("stuck", timeout=60.0)(hanging)
    began = time.monotonic()
    report = checker.readiness_probe()

    assert time.monotonic() - began < 2
    assert statuses(report) == {"well": "healthy", "stuck": "unhealthy"}
    assert report["components"][1]["message"].startswith("no answer for 1.")
    assert report["ok"] is False
    assert checker.liveness_probe()["ok"]


def test_a_check_that_hangs_keeps_one_thread_however_often_it_is_asked(hanging: Hanging) -> None:
    """Later probes do not even wait for it."""
    checker = checker_of({})
    checker.register_check("stuck", timeout=0.1)(hanging)
    checker.readiness_probe()
    before = health_threads()
    began = time.monotonic()
    for _ in range(50):
        assert not checker.readiness_probe()["ok"]

    assert time.monotonic() - began < 0.5
    assert health_threads() == before
    assert hanging.looks == 1
    hanging.release.set()
    while health_threads() == before:
        time.sleep(0.01)
    assert checker.readiness_probe()["ok"], "it is seen when it comes back"


def test_a_check_that_hangs_costs_others_none_of_their_time(hanging: Hanging) -> None:
    """What rests on something else is looked at as soon as that has answered, not when everybody has."""
    checker = checker_of({"library": Part()})
    checker.register_check("stuck", required=False, timeout=60.0)(hanging)
    checker.register_check("jobs", depends_on=["library"])(Part())
    checker.register_check("screens", depends_on=["jobs"])(Part())
    report = checker.readiness_probe()

    assert report["ok"]
    assert statuses(report) == {"library": "healthy", "stuck": "unhealthy", "jobs": "healthy", "screens": "healthy"}


def test_many_who_ask_at_once_share_a_look() -> None:
    """Twenty threads, one look."""
    part = Part()
    checker = checker_of({"a": lambda: (time.sleep(0.1), part())[1]})
    threads = [threading.Thread(target=checker.check_health) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert part.looks == 1


def test_answers_are_kept_for_a_while() -> None:
    """Unless a fresh one is asked for, or the cache is cleared."""
    part = Part()
    checker = HealthChecker()
    checker.register_check("a", cache_seconds=0.2)(part)
    for _ in range(5):
        checker.check_health()
    assert part.looks == 1
    assert checker.check_component("a")["details"] == {"looks": 1}
    assert checker.check_component("a", use_cache=False)["details"] == {"looks": 2}
    checker.clear_cache()
    checker.check_health()
    assert part.looks == 3
    time.sleep(0.25)
    checker.check_health()
    assert part.looks == 4


def test_what_rests_on_something_unhealthy_is_not_looked_at() -> None:
    """The graph says which failure is the cause."""
    disk, library, jobs = Part("unhealthy"), Part(), Part()
    checker = HealthChecker()
    checker.register_check("disk")(disk)
    checker.register_check("library", depends_on=["disk"])(library)
    checker.register_check("jobs", required=False, depends_on=["library"])(jobs)
    report = checker.check_health()

    assert statuses(report) == {"disk": "unhealthy", "library": "unhealthy", "jobs": "unhealthy"}
    assert report["components"][1]["message"] == "not looked at: disk is unhealthy"
    assert library.looks == jobs.looks == 0
    assert checker.dependencies()["jobs"] == {"required": False, "depends_on": ["library"]}
    disk.status = "degraded"
    assert statuses(checker.check_health(use_cache=False)) == {"disk": "degraded", "library": "healthy", "jobs": "healthy"}


def test_a_graph_that_makes_no_sense_is_refused() -> None:
    """Something that is not there, a circle, and a component on which others rest."""
    checker = checker_of({"library": Part()})
    checker.register_check("jobs", depends_on=["library"])(Part())

    with pytest.raises(WrongUse, match=r"depends on 'libary', which is not registered \(closest: library\)"):
        checker.register_check("x", depends_on=["libary"])(Part())
    with pytest.raises(WrongUse, match="in a circle: "):
        checker.register_check("library", depends_on=["jobs"])(Part())
    with pytest.raises(WrongUse, match="'jobs' depends on 'library'"):
        checker.unregister("library")
    checker.unregister("jobs")
    assert list(checker.dependencies()) == ["library"]


def test_a_component_that_is_not_there_is_named() -> None:
    """With those that are."""
    with pytest.raises(WrongUse, match=r"no component 'libary'; there are library \(closest: library\)"):
        checker_of({"library": Part()}).check_component("libary")


@pytest.mark.parametrize("odd", [{"timeout": 0}, {"timeout": float("nan")}, {"cache_seconds": -1}])
def test_settings_that_make_no_sense_are_refused(odd: dict[str, float]) -> None:
    """With the value that came."""
    with pytest.raises(WrongUse, match=f"{next(iter(odd))} of a check is {next(iter(odd.values()))}"):
        HealthChecker().register_check("a", **odd)


def test_a_start_is_over_when_somebody_says_so() -> None:
    """The startup probe alone waits for it."""
    checker = checker_of({"a": Part()})

    assert [checker.startup_probe()["ok"], checker.liveness_probe()["ok"], checker.readiness_probe()["ok"]] == [False, True, True]
    checker.mark_startup_complete()
    assert checker.startup_probe()["ok"]
    assert checker.check_health()["startup_complete"] is True


def test_the_history_keeps_changes_and_stays_short() -> None:
    """The same again is no news; the oldest entries go."""
    part = Part()
    checker = checker_of({"a": part})
    for status in ("healthy", "healthy", "unhealthy", "unhealthy", "degraded"):
        part.status = status
        checker.check_health(use_cache=False)

    assert [(entry["status"], entry["not_healthy"]) for entry in checker.history()] == [
        ("healthy", []),
        ("unhealthy", ["a"]),
        ("degraded", ["a"]),
    ]
    for n in range(200):
        part.status = ("healthy", "unhealthy")[n % 2]
        checker.check_health(use_cache=False)
    assert len(checker.history()) == 50


def test_a_remedy_is_tried_once_and_only_where_one_was_given() -> None:
    """Then the component is looked at again."""
    part, stubborn = Part("unhealthy"), Part("unhealthy")
    tried = []

    def mend() -> None:
        part.status = "healthy"

    checker = checker_of({"alone": Part("unhealthy")})
    checker.register_check("mended", remedy=mend)(part)
    checker.register_check("stubborn", remedy=lambda: tried.append(1))(stubborn)
    report = checker.check_health()

    assert statuses(report) == {"alone": "unhealthy", "mended": "healthy", "stubborn": "unhealthy"}
    assert report["components"][1]["details"]["remedy_tried"] is True
    for _ in range(3):
        checker.check_health(use_cache=False)
    assert tried == [1], "at most once a minute"
