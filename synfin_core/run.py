"""Runs shards, here or on processes, with progress and cancel; only what is whole is ever seen."""

import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_all_start_methods, get_context
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core import __version__
from synfin_core.calibration import load_calibration
from synfin_core.drift import recorded
from synfin_core.errors import Cancelled, StorageError, SynfinError
from synfin_core.fraud.cases import CasePlan
from synfin_core.fraud.loader import file_names
from synfin_core.ledger import accounts as ledger_accounts
from synfin_core.observability.logs import bound, logger
from synfin_core.observability.runs import count_run
from synfin_core.observability.stages import Stages
from synfin_core.records.accounts import accounts, cards
from synfin_core.records.anomalies import anomalies
from synfin_core.records.case_links import Tied, case_links, tied_cases
from synfin_core.records.cases import case_ids, fraud_cases, mules_of_cases, partial_cases
from synfin_core.records.customers import customers
from synfin_core.records.devices import devices
from synfin_core.records.events import events
from synfin_core.records.labels import labels
from synfin_core.records.merchants import merchants, merchants_seen
from synfin_core.records.payments import transactions
from synfin_core.records.places import places
from synfin_core.records.twins import twin_ids, twins
from synfin_core.schema import RAILS, SCHEMA_VERSION
from synfin_core.settings.in_force import current
from synfin_core.simulate import Plan, plan, shard
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.documents import write_card
from synfin_core.store.entry import Entry
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.fingerprint import ROW_KEYS, digest, fingerprint_sums
from synfin_core.store.library import Library
from synfin_core.store.manifest import write_manifest
from synfin_core.store.parts import write_parts
from synfin_core.world.merchants import market_of

WARM = "synfin_core.warm"
COMPARABLE = 100  # payments of a kind that make its share comparable within a fifth or so
_POLL_SECONDS = 0.2

_log = logger(__name__)


@dataclass(frozen=True, eq=False)
class Made:
    """What one shard hands back: sums for the fingerprints, cases, merchants seen; tables only where they stay in memory."""

    number: int
    n_rows: int
    sums: dict[str, NDArray[np.uint64]]
    rows: dict[str, int]
    cases: dict[str, NDArray[Any]]
    case_mules: NDArray[np.int64]
    tied: Tied
    merchants: NDArray[np.bool_]
    victims: NDArray[np.int64]
    mules: NDArray[np.int64]
    raised: int
    lifted: int
    n_fraud: int
    n_of_twins: int
    tables: dict[str, pa.Table] | None


def generate(
    spec: Spec,
    *,
    workers: int = 1,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """Make a dataset: tables in memory when small, Parquet parts under `folder` (or a temporary one) otherwise."""
    stages = Stages()
    stop = cancelled or (lambda: False)
    chosen = plan(spec)
    stages.end("plan")
    if stop():
        raise Cancelled("stopped before the first row; nothing was kept.")
    if folder is None and spec.count <= current().generation.in_memory_rows:
        made = list(_watch(_here(chosen, None), spec.count, progress, stop))
        stages.end("shards")
        return _in_memory(chosen, made, stages)
    return _on_disk(chosen, workers, folder, progress, stop, stages)


def keep(
    spec: Spec,
    library: Library,
    *,
    name: str | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Entry:
    """Make a dataset straight into the library; a small one goes there from memory."""
    with count_run(library.folder) as finished:
        library.need_room(spec.count)
        with library.workplace() as place:
            folder = None if spec.count <= current().generation.in_memory_rows else place / "parts"
            made = generate(spec, workers=workers, folder=folder, progress=progress, cancelled=cancelled)
            entry = library.add(made, name)
        finished(entry.manifest)
    with bound(dataset=entry.id):
        _log.info("dataset kept", rows=entry.n_rows, **entry.manifest["timings"])
    return entry


def _on_disk(
    chosen: Plan,
    workers: int,
    folder: Path | None,
    progress: Callable[[int, int], None] | None,
    stop: Callable[[], bool],
    stages: Stages,
) -> Dataset:
    """Write parts beside the target and rename the folder when whole."""
    temporary = TemporaryDirectory(prefix="synfinance-") if folder is None else None
    target = folder or Path(temporary.name) / "dataset"  # type: ignore[union-attr]
    if target.exists():
        raise StorageError(f"{target} exists already; name a new folder, or delete it first.")
    with told_as_storage_error(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        source = _here(chosen, part) if workers <= 1 else _processes(chosen, part, workers, stop)
        made = list(_watch(source, chosen.spec.count, progress, stop))
        stages.end("shards")
        tables, manifest = _finish(chosen, made)
        write_parts(tables, part, 0)
        manifest["timings"] = _timings(stages)
        write_card(manifest, part)
        write_manifest(manifest, part)
        with told_as_storage_error(target):
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Dataset(chosen.spec, manifest, folder=_keeps(temporary, target))


def _keeps(temporary: "TemporaryDirectory[str] | None", target: Path) -> Any:
    """The folder, or the temporary one that goes away with the dataset."""
    if temporary is None:
        return target
    for child in target.iterdir():
        child.rename(Path(temporary.name) / child.name)
    target.rmdir()
    return temporary


def _watch(
    source: Iterator[Made], total: int, progress: Callable[[int, int], None] | None, stop: Callable[[], bool]
) -> Iterator[Made]:
    done = 0
    for made in source:
        if stop():
            source.close()  # type: ignore[attr-defined]
            raise Cancelled(f"stopped after {done:,} of {total:,} rows; nothing was kept.")
        done += made.n_rows
        if progress:
            progress(done, total)
        yield made
    if stop() and done < total:
        raise Cancelled(f"stopped after {done:,} of {total:,} rows; nothing was kept.")


def _here(chosen: Plan, folder: Path | None) -> Iterator[Made]:
    for number in range(chosen.population.n_shards):
        yield make(chosen, number, folder)


def _processes(chosen: Plan, folder: Path, workers: int, stop: Callable[[], bool]) -> Iterator[Made]:
    """Shards on worker processes; each makes the plan for itself but for the cases and twins, which are sent."""
    others = set(active_children())
    waiting: set[Future[Made]] = set()
    known = replace(chosen.cases, stories=()), replace(chosen.twins, stories=())
    pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_start_worker, initargs=(chosen.spec, known))
    try:
        with _signals_held():
            waiting = {pool.submit(_work, number, folder) for number in range(chosen.population.n_shards)}
        while waiting:
            finished, waiting = wait(waiting, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            if stop():
                return
            yield from (future.result() for future in finished)
    except BrokenProcessPool as error:
        if not stop():
            raise SynfinError("a worker process was ended from outside (out of memory?); try fewer workers.") from error
    finally:
        for child in set(active_children()) - others if waiting else ():
            child.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> Any:
    """Workers forked from a server that is warm already; started afresh where there is no such server."""
    if "forkserver" not in get_all_start_methods():  # Windows
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])
    return context


@contextmanager
def _signals_held() -> Iterator[None]:
    """Workers are born with SIGINT and SIGTERM blocked: a Ctrl-C is the parent's to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_PLAN: list[Plan] = []


def _start_worker(spec: Spec, known: tuple[CasePlan, CasePlan]) -> None:
    _PLAN.append(plan(spec, known))


def _work(number: int, folder: Path) -> Made:
    return make(_PLAN[0], number, folder)


def make(chosen: Plan, number: int, folder: Path | None) -> Made:
    """Make one shard and write its parts, or keep its tables."""
    one = shard(chosen, number)
    rows = one.books.rows
    partial = partial_cases(one)
    case_id = case_ids(one)
    lift = one.books.opening - ledger_accounts(one.people)[0]
    tables = {
        "transactions": transactions(one, case_id, twin_ids(one)),
        "events": events(one),
        "customers": customers(one),
        "accounts": accounts(one.people, lift),
        "cards": cards(one.people),
        "devices": devices(one),
        "labels": labels(one, case_id),
        "twins": twins(one),
        "anomalies": anomalies(one),
    }
    if folder is not None:
        write_parts(tables, folder, number)
    fraud = tables["transactions"].column("is_fraud").combine_chunks().true_count
    exits = rows.payer[(rows.case >= 0) & (rows.payer >= 0) & (tables["transactions"].column("is_laundering").to_numpy())]
    victims = rows.payer[(rows.case >= 0) & (rows.payer >= 0) & tables["transactions"].column("is_fraud").to_numpy()]
    return Made(
        number,
        len(rows),
        {name: fingerprint_sums(table, *ROW_KEYS[name]) for name, table in tables.items()},
        {name: table.num_rows for name, table in tables.items()},
        partial,
        mules_of_cases(one),
        tied_cases(one, case_id),
        merchants_seen(one),
        one.people.index[np.unique(victims)],
        one.people.index[np.unique(exits)],
        one.raised,
        int((lift > 0).sum()),
        int(fraud),
        int((rows.twin >= 0).sum()),
        tables if folder is None else None,
    )


def _in_memory(chosen: Plan, made: list[Made], stages: Stages) -> Dataset:
    tables, manifest = _finish(chosen, made)
    for name in made[0].tables or {}:
        tables[name] = pa.concat_tables([(one.tables or {})[name] for one in made]).unify_dictionaries()
    manifest["timings"] = _timings(stages)
    return Dataset(chosen.spec, manifest, tables=tables)


def _timings(stages: Stages) -> dict[str, float]:
    """Seconds of the run, now that its tables are whole."""
    stages.end("finish")
    return stages.timings()


def _finish(chosen: Plan, made: list[Made]) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """The tables of the run as a whole, and its manifest."""
    made.sort(key=lambda one: one.number)
    market = market_of(chosen.population)
    tables = {
        "merchants": merchants(market, np.logical_or.reduce([one.merchants for one in made])),
        "places": places(chosen.population),
        "fraud_cases": fraud_cases([one.cases for one in made], [one.case_mules for one in made], chosen.population, file_names()),
        "case_links": case_links([one.tied for one in made], chosen.population, file_names()),
    }
    sums: dict[str, NDArray[np.uint64]] = {
        name: np.sum([one.sums[name] for one in made], axis=0, dtype=np.uint64) for name in made[0].sums
    }
    sums |= {name: fingerprint_sums(table, *ROW_KEYS[name]) for name, table in tables.items()}
    rows = {name: sum(one.rows[name] for one in made) for name in made[0].rows} | {
        name: table.num_rows for name, table in tables.items()
    }
    n_fraud = sum(one.n_fraud for one in made)
    fraud = {
        "requested_rate": chosen.spec.fraud_rate,
        "made_rate": n_fraud / max(chosen.spec.count, 1),
        "n_fraud_rows": n_fraud,
        "n_cases": chosen.cases.n_cases,
        "n_victims": len(np.unique(np.concatenate([one.victims for one in made]))),
        "n_mules": len(np.unique(np.concatenate([one.mules for one in made]))),
    }
    manifest = {
        "spec": chosen.spec.as_dict(),
        "engine_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "calibration_hash": load_calibration().digest,
        "rows": rows,
        "fingerprints": {name: digest(value) for name, value in sums.items()},
        "fraud": fraud,
        "drift": recorded(chosen.spec.drift, chosen.population.period.end),
        "twins": {"n_twins": rows["twins"], "n_rows": sum(one.n_of_twins for one in made)},
        "anomalies": {"requested_rate": chosen.spec.anomaly_rate, "n_rows": rows["anomalies"]},
        "notes": _notes(chosen, fraud),
        "ledger": {
            "openings_lifted": sum(one.lifted for one in made),
            "declines_raised": sum(one.raised for one in made),
        },
    }
    return tables, manifest


def _notes(chosen: Plan, fraud: dict[str, Any]) -> list[str]:
    """Sentences on what this run holds and what it cannot."""
    population, spec = chosen.population, chosen.spec
    notes = [
        f"Payments: {spec.count:,}; customers: {population.n_customers:,}; "
        f"period: {population.period.start} to {population.period.end}."
    ]
    if abs(fraud["made_rate"] - spec.fraud_rate) > 0.5 / max(spec.count, 1) and spec.fraud_rate > 0:
        notes.append("Whole cases do not meet the rate exactly; this is the nearest one that they make.")
    if spec.rails is not None and set(spec.rails) != set(RAILS):
        notes.append(
            "Rails that were left out appear where incomes, bills, own money, limits and thieves need them, and nowhere else."
        )
    if population.window_days < population.period.days:
        notes.append(
            f"So few payments let each customer be active for {population.window_days} days only; months and seasons are thin."
        )
    if spec.count < COMPARABLE * 2_000:
        notes.append(f"Kinds of payment rarer than one in {max(spec.count // COMPARABLE, 1):,} are too few here to compare.")
    if population.period.days < 28:
        notes.append("Less than a month: salaries, rents and bills that fall due outside it are missing.")
    return notes
