"""Beside a case and its twin stands what a trained model would say of either."""

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import find
from synfin_core.jobs.queue import Jobs
from synfin_core.learning.course import Course, take
from synfin_core.learning.kept_scores import kept_scores, scored_now
from synfin_core.learning.registry import Registry
from synfin_core.store.library import Library
from tests.jobs.conftest import until
from tests.pages.conftest import opened


def guessed() -> AppTest:
    """The pair of the screen after a guess."""
    at = opened("2_Fraud_Patterns", look="Which one is the fraud?", typology="investment")
    at = at.button(key="guess_A").click().run()
    assert not at.exception
    return at


def captions(at: AppTest) -> str:
    """What stands in small type."""
    return "\n".join(one.value for one in at.caption)


def test_without_a_model_the_rule_speaks_alone(every: Library) -> None:
    """It says so, and leads to where models are trained."""
    assert "No model has been trained yet" in captions(guessed())


def test_a_model_scores_the_dataset_once_and_then_speaks(every: Library) -> None:
    """By a job; what it kept is what the model says of the payments, and both sides show a score."""
    dataset = every.list()[0].id
    kept = take(Course(dataset, type="logistic"), every.folder, "First")
    at = guessed()
    at = at.button(key="score_dataset").click().run()
    jobs = Jobs(every.folder)
    [job] = [job for job in jobs.look() if job.kind == "score"]
    until(lambda: not jobs.get(job.id).is_live, 60)
    shown = [metric for metric in at.run().metric if metric.label.startswith("The model gives")]

    assert jobs.get(job.id).result == {"model": kept.id, "payments": 60_000}
    assert len(shown) == 2 and all(0 <= float(metric.value) <= 1 for metric in shown)
    assert "'First', logistic" in captions(at.run())
    scores = kept_scores(kept, every.open(dataset))
    assert scores is not None and scores.equals(scored_now(Registry(every.folder).load(kept.id), every.open(dataset)))


@pytest.mark.parametrize("parameters", [{}, {"dataset": "../../etc", "model": "x"}, {"dataset": "0123456789ab"}])
def test_what_cannot_be_scored_is_refused(every: Library, parameters: dict[str, str]) -> None:
    """Before it is queued."""
    with pytest.raises(WrongUse):
        find("score").checked(parameters)
