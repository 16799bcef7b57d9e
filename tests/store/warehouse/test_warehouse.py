"""A dataset in a database is the dataset that was made, whatever happens on the way."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from benchmarks.postgres_server import Server
from synfin_core.errors import StorageError, TransientStorageError, WrongUse
from synfin_core.resilience import HealthStatus, figures
from synfin_core.schema import TABLES
from synfin_core.store.warehouse import warehouse as rooms
from synfin_core.store.warehouse.health import database_check
from synfin_core.store.warehouse.postgres import Postgres, Session
from synfin_core.store.warehouse.tables import SCHEMA, metadata
from synfin_core.store.warehouse.versions import VERSIONS
from synfin_core.store.warehouse.warehouse import Warehouse
from tests.store.warehouse.conftest import Kept


def test_what_is_loaded_is_what_was_made(warehouse: Warehouse, kept: Kept) -> None:
    """Every table by its fingerprint; loading again writes nothing."""
    rows = warehouse.load(kept.library, kept.id)

    assert rows == sum(kept.dataset.manifest["rows"].values())
    assert {name: warehouse.fingerprint(kept.id, name) for name in TABLES} == kept.dataset.manifest["fingerprints"]
    assert warehouse.load(kept.library, kept.id) == 0
    [held] = warehouse.status()["datasets"]
    assert (held["dataset_id"], held["rows"], held["is_whole"]) == (kept.id, rows, True)


def test_the_questions_answer_what_the_dataset_holds(warehouse: Warehouse, kept: Kept) -> None:
    """A payment, a history, a case, totals, labels as of a day: as DuckDB answers over the dataset itself."""
    warehouse.load(kept.library, kept.id)
    [leg] = kept.dataset.sql("FROM transactions WHERE is_fraud AND payer_customer_id IS NOT NULL LIMIT 1").to_pylist()
    case, payer, day = leg["fraud_case_id"], leg["payer_customer_id"], str(leg["transacted_at"].date())

    def counted(query: str) -> int:
        return int(kept.dataset.sql(f"SELECT count(*) AS n FROM {query}")["n"][0].as_py())

    [payment] = warehouse.ask("payment", kept.id, id=str(leg["transaction_id"]))
    assert float(payment["amount_inr"]) == leg["amount_inr"]
    assert len(warehouse.ask("case", kept.id, id=str(case))) == counted(f"transactions WHERE fraud_case_id = {case}")
    history = counted(f"transactions WHERE {payer} IN (payer_customer_id, payee_customer_id)")
    assert len(warehouse.ask("history", kept.id, id=str(payer))) == history
    assert sum(row["payments"] for row in warehouse.ask("totals", kept.id)) == 2_000
    known = counted(f"labels WHERE CAST(labelled_at AS DATE) <= DATE '{day}'")
    assert len(warehouse.ask("labels", kept.id, most=10_000, as_of=day)) == known


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1) AS x; COMMIT; DELETE FROM transactions; --",
        "DELETE FROM transactions WHERE true",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT nothing FROM nowhere",
    ],
)
def test_a_question_changes_nothing_and_reaches_no_file(warehouse: Warehouse, kept: Kept, query: str) -> None:
    """It is refused in one sentence, and every row stays."""
    warehouse.load(kept.library, kept.id)
    with pytest.raises((StorageError, WrongUse)) as refused:
        warehouse.ask(query)

    assert len(str(refused.value).splitlines()) == 1
    assert warehouse.ask("SELECT count(*) AS n FROM transactions") == [{"n": 2_000}]


def test_a_dropped_dataset_leaves_nothing(warehouse: Warehouse, kept: Kept) -> None:
    """No row in any table; what is not there cannot be dropped."""
    warehouse.load(kept.library, kept.id)
    warehouse.drop(kept.id)

    assert warehouse.status()["datasets"] == []
    assert warehouse.ask("SELECT count(*) AS n FROM transactions") == [{"n": 0}]
    with pytest.raises(StorageError, match="is not in"):
        warehouse.drop(kept.id)


def test_migrations_go_up_down_and_up_over_rows(postgres: Warehouse, kept: Kept, server: Server) -> None:
    """Rows survive a step down and up; an older version is told; the last version is what the glossary says."""
    postgres.create()
    postgres.load(kept.library, kept.id)
    assert postgres.migrate("r0001") == "r0001"
    with pytest.raises(StorageError, match="older version; 'synfinance database migrate'"):
        postgres.load(kept.library, kept.id)
    assert postgres.migrate() == VERSIONS[-1]
    assert postgres.fingerprint(kept.id, "transactions") == kept.dataset.manifest["fingerprints"]["transactions"]

    with create_engine(server.url.replace("postgresql://", "postgresql+psycopg://")).connect() as connection:
        options = {"include_schemas": True, "include_name": lambda name, kind, parents: kind != "schema" or name == SCHEMA}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata())
    assert {change[0] for change in found if isinstance(change, tuple)} <= {"remove_index", "remove_table"}
    assert postgres.migrate("base") is None
    assert postgres.create()
    assert not postgres.create(), "tables that are there already stay"


def test_a_version_that_is_none_is_refused(postgres: Warehouse) -> None:
    """With what is allowed."""
    with pytest.raises(WrongUse, match="'head' or 'base' is allowed"):
        postgres.migrate("yesterday")


def test_a_load_survives_a_killed_server(postgres: Warehouse, kept: Kept, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between pieces and started again, the load goes on by itself or when asked again; nothing is there twice."""
    monkeypatch.setattr(rooms, "PIECE_ROWS", 200)
    postgres.create()
    back: list[threading.Thread] = []

    def kill_once(rows: int) -> None:
        if rows >= 1_000 and not back:
            server.kill()
            back.append(threading.Thread(target=server.start))
            back[0].start()

    try:
        postgres.load(kept.library, kept.id, kill_once)
    except TransientStorageError:  # a busy machine took longer to start it than the retries wait
        back[0].join()
        postgres.load(kept.library, kept.id)
    back[0].join()

    assert {name: postgres.fingerprint(kept.id, name) for name in TABLES} == kept.dataset.manifest["fingerprints"]
    assert figures()["retries"]["database"]["retries"] >= 1


def test_a_broken_load_resumes(postgres: Warehouse, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stopped load had written is not written again."""
    monkeypatch.setattr(rooms, "PIECE_ROWS", 500)
    postgres.create()

    def stop(rows: int) -> None:
        if rows >= 1_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        postgres.load(kept.library, kept.id, stop)
    assert not postgres.status()["datasets"][0]["is_whole"]

    assert postgres.load(kept.library, kept.id) == sum(kept.dataset.manifest["rows"].values()) - 1_000
    assert postgres.fingerprint(kept.id, "transactions") == kept.dataset.manifest["fingerprints"]["transactions"]


def test_without_tables_it_says_how_to_make_them(postgres: Warehouse, kept: Kept) -> None:
    """For load and for questions."""
    for call in (lambda: postgres.load(kept.library, kept.id), lambda: postgres.ask("totals", kept.id)):
        with pytest.raises(StorageError, match="no tables yet; 'synfinance database init --create-tables'"):
            call()


def test_a_dataset_that_is_not_there_is_refused(postgres: Warehouse, kept: Kept) -> None:
    """Unknown, or deleted meanwhile."""
    postgres.create()
    with pytest.raises(StorageError, match="0123456789ab"):
        postgres.load(kept.library, "0123456789ab")


def test_a_server_that_is_down_is_told_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    engine = Postgres("postgresql://someone:geheim@127.0.0.1:9/nothing")
    with pytest.raises(StorageError, match=r"127\.0\.0\.1, database nothing does not answer") as told:
        engine.version()
    assert "geheim" not in str(told.value)


def test_a_user_that_is_refused_is_told(server: Server) -> None:
    """At once, without a retry: it would be refused again."""
    before = figures()["retries"]["database"]["retries"]
    with pytest.raises(StorageError, match="refuses us: look at the user, password and name"):
        Postgres(server.url.replace("postgres:@", "nobody:geheim@")).version()
    assert figures()["retries"]["database"]["retries"] == before


def test_a_question_that_takes_too_long_is_stopped(postgres: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """And told as such."""
    monkeypatch.setattr("synfin_core.store.warehouse.postgres._QUERY_SECONDS", 1)
    postgres.create()
    with pytest.raises(StorageError, match="ask for less"):
        postgres.ask("SELECT pg_sleep(20)")


def test_two_who_load_the_same_dataset_load_it_once(
    postgres: Warehouse, kept: Kept, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes second waits for a piece, and then passes it over; the copies are slow, so that they do meet."""
    postgres.create()
    copy = Session.copy
    monkeypatch.setattr(Session, "copy", lambda *given: time.sleep(0.1) or copy(*given))
    engine = Postgres(server.url)
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda one: one.load(kept.library, kept.id), (postgres, Warehouse(engine))))
    engine.close()
    [held] = postgres.status()["datasets"]
    assert held["is_whole"] and held["rows"] == sum(len(kept.dataset.table(table)) for table in TABLES)
    assert all(postgres.fingerprint(kept.id, table) == kept.dataset.table(table).fingerprint() for table in TABLES)


def test_tables_of_a_newer_version_are_left_alone(postgres: Warehouse, kept: Kept, server: Server) -> None:
    """Neither read, nor filled, nor migrated; the user hears which SynFinance to take."""
    postgres.create()
    of_version = f"UPDATE {SCHEMA}.alembic_version SET version_num = :name"
    postgres.engine.within(lambda hand: hand.do(of_version, {"name": "r9999"}))
    try:
        for attempt in (
            lambda: postgres.load(kept.library, kept.id),
            lambda: postgres.ask("SELECT * FROM transactions"),
            lambda: postgres.migrate(),
            lambda: postgres.drop(),
        ):
            with pytest.raises(StorageError, match="are of version r9999, which a newer SynFinance made; use that one"):
                attempt()
    finally:
        postgres.engine.within(lambda hand: hand.do(of_version, {"name": VERSIONS[-1]}))


def test_tables_of_somebody_else_are_left_alone(postgres: Warehouse) -> None:
    """One of the same name is neither taken over nor dropped."""
    postgres.engine.within(lambda hand: hand.do(f"CREATE TABLE {SCHEMA}.customers AS SELECT 7 AS mine"))
    try:
        with pytest.raises(StorageError, match='relation "customers" already exists'):
            postgres.create()
        assert postgres.engine.within(lambda hand: hand.rows(f"SELECT mine FROM {SCHEMA}.customers")) == [{"mine": 7}]
    finally:
        postgres.engine.within(lambda hand: hand.do(f"DROP TABLE {SCHEMA}.customers"))


def test_the_health_check_tells_of_an_older_version(postgres: Warehouse, server: Server) -> None:
    """Reached, but loads and questions are refused."""
    check = database_check(server.url)
    postgres.create()
    assert check().status == HealthStatus.HEALTHY
    postgres.migrate("r0001")
    assert check().status == HealthStatus.DEGRADED
