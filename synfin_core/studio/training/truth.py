"""What is true of a payment, told only after a verdict; beside a fraud the honest twin that looks like it."""

import pandas as pd
import pyarrow.compute as pc
import streamlit as st

from synfin_core.analytics.cases import case_of
from synfin_core.analytics.lineup import Suspect, lineup, twins_like
from synfin_core.calibration import load_calibration
from synfin_core.store.dataset import Dataset
from synfin_core.studio.training import material
from synfin_core.studio.words import plural, rupees

_TRUTH = """
SELECT t.is_fraud, t.is_laundering, t.fraud_case_id, CAST(t.fraud_type AS VARCHAR) AS fraud_type, CAST(w.kind AS VARCHAR) AS twin,
       t.anomaly_type IS NOT NULL AS is_odd
FROM transactions t LEFT JOIN twins w ON w.twin_id = t.twin_id WHERE t.transaction_id = {id}
"""
_MOST_ROWS = 8


def draw(dataset: Dataset, model: str, id: int) -> None:
    """A sentence; below it the twin of a fraud."""
    told = dataset.sql(_TRUTH.format(id=id)).to_pylist()[0]
    if told["is_fraud"] or told["is_laundering"]:
        names = {one.id: one.name for one in load_calibration().typologies}
        what = "Fraud" if told["is_fraud"] else "Money of a fraud on its way"
        kind = names.get(told["fraud_type"], told["fraud_type"])
        st.error(f"The truth, which no bank knows yet: {what}, case {told['fraud_case_id']}, {kind}.", icon=":material/report:")
        _twin(dataset, model, told["fraud_case_id"])
        return
    st.success(f"The truth, which no bank knows yet: honest. {_honest(told)}", icon=":material/check_circle:")


def _honest(told: dict[str, object]) -> str:
    if told["twin"]:
        return f"It looks like a fraud on purpose: {str(told['twin']).replace('_', ' ')}."
    return "It is odd, but honest." if told["is_odd"] else "Nothing is behind it."


def _twin(dataset: Dataset, model: str, case_id: int) -> None:
    case = case_of(dataset, case_id)
    twins = twins_like(dataset, case)
    if twins.empty:
        st.caption("This dataset has no honest twin of this kind of fraud.")
        return
    found = lineup(dataset, case, twins.iloc[0])
    honest = next(one for one in found.suspects if one.name != found.fraud)
    st.markdown(f"**Its honest twin: {found.kind}.** {_scored(model, honest)}")
    rows = honest.payments.head(_MOST_ROWS)
    table = pd.DataFrame(
        {
            "When": rows["at"].dt.strftime("%d %b, %H:%M"),
            "Amount": rows["amount_inr"].astype(float).map(rupees),
            "How": rows["rail"] + ", " + rows["kind"],
            "What for": rows["category"],
        }
    )
    st.dataframe(table, hide_index=True, alt="Payments of the honest twin")


def _scored(model: str, twin: Suspect) -> str:
    """What the model says of the twin, as far as it was tested."""
    payments = material.tested(model).payments
    scores = payments.filter(pc.field("transaction_id").isin(twin.payments["transaction_id"].tolist()))["score"]
    n = plural(len(twin.payments), "payment")
    if not len(scores):
        return f"{n}, before the test began."
    return f"{n}; its highest score by this model is {pc.max(scores).as_py():.4f}."
