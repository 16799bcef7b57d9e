"""Every metric there is: its name, kind, labels and meaning. Dashboards and alerts may name nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True)
class Family:
    """One metric; a counter's name has no `_total`, and a histogram has the upper bounds of its buckets."""

    name: str
    kind: Kind
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


class Reading(NamedTuple):
    """A value of one metric: what a gauge shows, what a counter grew by, or one observation of a histogram."""

    family: Family
    value: float
    labels: Mapping[str, str] = {}


# From a run of a thousand rows to one of a hundred million at about a million rows/s (docs/benchmark.md).
_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0)
# A small run pays for the plan alone; the engine reaches about a million rows/s (docs/benchmark.md).
_ROWS_A_SECOND = (10e3, 50e3, 100e3, 200e3, 400e3, 600e3, 800e3, 1e6, 1.5e6, 2e6, 4e6)

# A score is wanted within 20 ms; 10,000 take about 0.2 s (benchmarks/serving.py).
_ANSWER_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

RUNS = Family("synfinance_runs", "counter", "Runs of the engine into the library.", ("outcome",))
ROWS = Family("synfinance_rows_made", "counter", "Payments made by runs that were kept.")
RUN_SECONDS = Family("synfinance_run_seconds", "histogram", "Seconds from the plan to the dataset in the library.", (), _SECONDS)
STAGE_SECONDS = Family("synfinance_stage_seconds", "histogram", "Seconds of one stage of a run.", ("stage",), _SECONDS)
SPEED = Family("synfinance_run_rows_per_second", "histogram", "Payments a second of a run, kept.", (), _ROWS_A_SECOND)
CASES = Family("synfinance_fraud_cases", "counter", "Fraud cases made.")
FRAUD_ROWS = Family("synfinance_fraud_rows", "counter", "Payments made that are fraud.")
RATE_MADE = Family("synfinance_fraud_rate_made_ratio", "gauge", "Share of fraud payments in the library.")
RATE_ASKED = Family("synfinance_fraud_rate_asked_ratio", "gauge", "Share of fraud payments that was asked for in the library.")

DATASETS = Family("synfinance_datasets", "gauge", "Datasets in the library.", ("state",))
STORED_ROWS = Family("synfinance_stored_rows", "gauge", "Payments in the library.")
LIBRARY_BYTES = Family("synfinance_library_bytes", "gauge", "Bytes of all datasets with their exports.")
FREE_BYTES = Family("synfinance_library_free_bytes", "gauge", "Bytes free on the library's disk.")
EXPORTS = Family("synfinance_exports", "counter", "Files of downloads made beside their datasets.", ("format",))
EXPORT_SECONDS = Family("synfinance_export_seconds", "histogram", "Seconds to make one such file.", ("format",), _SECONDS)

JOBS = Family("synfinance_jobs", "gauge", "Jobs that are remembered.", ("kind", "state"))
JOBS_ENDED = Family("synfinance_jobs_ended", "counter", "Jobs that ended, by how they ended.", ("kind", "state"))
JOB_SECONDS = Family("synfinance_job_seconds", "histogram", "Seconds from a job's start to its end.", ("kind",), _SECONDS)
QUEUE = Family("synfinance_queue_length", "gauge", "Jobs that wait.")
QUEUE_AGE = Family("synfinance_queue_oldest_seconds", "gauge", "How long the oldest waiting job has waited.")

BREAKER_STATE = Family("synfinance_breaker_state", "gauge", "1 for the state that a breaker is in.", ("breaker", "state"))
BREAKER_FAILURES = Family("synfinance_breaker_failures", "counter", "Failed calls through a breaker.", ("breaker", "process"))
BREAKER_REFUSALS = Family("synfinance_breaker_refusals", "counter", "Calls that an open breaker refused.", ("breaker", "process"))
BREAKER_OPENINGS = Family("synfinance_breaker_openings", "counter", "How often a breaker opened.", ("breaker", "process"))
RETRIES = Family("synfinance_retries", "counter", "Calls that were tried again.", ("handler", "process"))
GIVEN_UP = Family("synfinance_retries_given_up", "counter", "Calls that failed for good.", ("handler", "process"))
REFUSALS = Family("synfinance_limiter_refusals", "counter", "Calls that a limiter refused.", ("limiter", "process"))
TOKENS = Family("synfinance_limiter_tokens", "gauge", "Tokens that a limiter has left.", ("limiter",))

REQUESTS = Family("synfinance_api_requests", "counter", "Requests to the scoring API, by address and status.", ("route", "status"))
REQUEST_SECONDS = Family(
    "synfinance_api_request_seconds", "histogram", "Seconds from a request to its answer.", ("route",), _ANSWER_SECONDS
)
SCORED = Family("synfinance_api_payments_scored", "counter", "Payments that the scoring API gave a score.")
EVENTS_TOLD = Family("synfinance_api_events_told", "counter", "Events that the scoring API was told of.")
MODEL = Family("synfinance_api_model_loaded", "gauge", "1 while a model is loaded, else 0.")
WAITING = Family("synfinance_api_payments_waiting", "gauge", "Payments that wait for their scores.")
REMEMBERED = Family("synfinance_api_entries_remembered", "gauge", "Entries of histories that scores go by.")

COMPONENT = Family("synfinance_component_status", "gauge", "1 for the status of a component.", ("component", "status"))
CHECK_SECONDS = Family("synfinance_component_check_seconds", "gauge", "Seconds of a component's last check.", ("component",))

LOG_EVENTS = Family("synfinance_log_events", "counter", "Events logged by this process.", ("level",))
SOURCE_UP = Family("synfinance_source_up", "gauge", "1 when a source of metrics answered, 0 when it failed.", ("source",))
CPU = Family("process_cpu_seconds", "counter", "Seconds of processor time of this process.")
MEMORY = Family("process_resident_memory_bytes", "gauge", "Bytes of memory of this process.")
OPEN_FILES = Family("process_open_fds", "gauge", "Files and sockets that this process holds open.")
STARTED = Family("process_start_time_seconds", "gauge", "When this process started, seconds since 1970.")
BUILD = Family("synfinance_build_info", "gauge", "1; the versions are in the labels.", ("version", "python", "system"))

FAMILIES: dict[str, Family] = {value.name: value for value in list(globals().values()) if isinstance(value, Family)}
