"""One bank's view: its own side in full, the other side as the payment names it, and nothing else of other banks' customers."""

import re
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from synfin_core.errors import SpecError, WrongUse
from synfin_core.run import generate
from synfin_core.schema import TABLES, TRANSACTIONS, observable
from synfin_core.store import one_bank
from synfin_core.store.dataset import Dataset
from synfin_core.store.formats import FORMATS
from synfin_core.store.library import Library
from synfin_core.store.one_bank import bank_of
from synfin_core.store.reference_checks import REFERENCE_RULES

BANK, OTHER = "HDFC Bank", "State Bank of India"
RUNNING = ("minutes_since_last", "is_first_with_payee", "payments_today", "amount_today_inr")
NAMES = ("payer_name", "payee_name")


@pytest.fixture(scope="module", params=["memory", "library"])
def whole(request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset as it was made, and as the library keeps it."""
    if request.param == "memory":
        return dataset
    library = Library(tmp_path_factory.mktemp("library"))
    return library.open(library.add(dataset).id)


@pytest.fixture(scope="module")
def seen(whole: Dataset) -> Dataset:
    """What BANK sees of it."""
    return whole.view("bank:HDFC")


def _own(whole: Dataset, bank: str = BANK) -> tuple[set[int], set[int]]:
    """Accounts that a bank keeps, and their holders."""
    accounts = whole.table("accounts").to_pandas()
    own = accounts[accounts["bank"] == bank]
    return set(own["account_id"]), set(own["customer_id"])


def _both(whole: Dataset, seen: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Payments that the bank sees, as they are and as it sees them, in one order."""
    sees = seen.transactions.to_pandas().set_index("transaction_id").sort_index()
    return whole.transactions.to_pandas().set_index("transaction_id").loc[sees.index], sees


def test_a_bank_sees_the_payments_of_its_accounts(whole: Dataset, seen: Dataset) -> None:
    """Those from or to an account that it keeps, and no other; its own accounts, cards and customers, every one."""
    accounts, customers = _own(whole)
    every = whole.transactions.to_pandas()
    own = every["payer_account_id"].isin(accounts) | every["payee_account_id"].isin(accounts)

    assert set(seen.transactions.to_pandas()["transaction_id"]) == set(every["transaction_id"][own])
    assert 300 < own.sum() < len(every) / 3
    assert set(seen.table("accounts").to_pandas()["account_id"]) == accounts
    assert set(seen.table("customers").to_pandas()["customer_id"]) == customers
    assert set(seen.table("cards").to_pandas()["account_id"]) <= accounts


def test_its_own_side_is_whole_and_the_other_side_is_empty(whole: Dataset, seen: Dataset) -> None:
    """Each column of one side stands as it was where that account is its own, and is empty where it is not."""
    accounts, _ = _own(whole)
    true, sees = _both(whole, seen)
    payer, payee = (true[f"{side}_account_id"].isin(accounts) for side in ("payer", "payee"))
    customer = np.where(true["payer_segment"].notna(), payer, payee)
    knows = {"": np.ones(len(true), bool), "payer": payer, "payee": payee, "customer": customer}

    for column in TRANSACTIONS[1:]:
        known = knows[column.side]
        if column.name not in (*RUNNING, "related_transaction_id"):
            pd.testing.assert_series_equal(sees[column.name][known].astype("object"), true[column.name][known].astype("object"))
        assert sees[column.name][~known].isna().all()
    assert {column.side for column in TRANSACTIONS} == set(knows)


def test_running_counts_are_those_of_the_payments_it_sees(whole: Dataset, seen: Dataset) -> None:
    """Gaps, first payments, counts and sums of its payers, re-added here; many differ from those over all their banks."""
    accounts, _ = _own(whole)
    true, sees = _both(whole, seen)
    mine = sees[sees["payer_account_id"].isin(accounts)].sort_values("transacted_at")
    by_payer = mine.groupby("payer_customer_id")
    by_day = mine.groupby(["payer_customer_id", mine["transacted_at"].dt.date])
    gaps = by_payer["transacted_at"].diff().dt.total_seconds() / 60

    assert np.allclose(mine["minutes_since_last"].astype(float), gaps, rtol=1e-5, atol=0.01, equal_nan=True)
    assert (mine["payments_today"] == by_day.cumcount() + 1).all()
    assert np.allclose(mine["amount_today_inr"], by_day["amount_inr"].cumsum(), atol=0.005)
    assert (mine["payments_today"] < true.loc[mine.index, "payments_today"]).any()
    assert (mine["is_first_with_payee"].isna() == true.loc[mine.index, "is_first_with_payee"].isna()).all()


def test_no_id_of_another_banks_customer_is_anywhere(whole: Dataset, seen: Dataset, tmp_path: Path) -> None:
    """No file of the export, with its dictionary and card, holds the id of a customer or outside party that is not its own."""
    accounts, customers = _own(whole)
    every = whole.transactions.to_pandas()
    strangers = set(whole.table("customers").to_pandas()["customer_id"])
    strangers |= {int(one) for side in ("payer", "payee") for one in every[f"{side}_customer_id"].dropna()}
    seen.export(tmp_path / "seen.zip", "csv", layout="linked")
    with ZipFile(tmp_path / "seen.zip") as zipped:
        words = {int(word) for name in zipped.namelist() for word in re.findall(r"\d{5,}", zipped.read(name).decode())}

    assert customers <= words and accounts <= words
    assert not (strangers - customers) & words


def test_two_banks_agree_on_a_payment_between_them(whole: Dataset, seen: Dataset) -> None:
    """Time, amount, rail, status, accounts, banks and names are the same; each knows a side that the other does not."""
    other = whole.view(f"bank:{OTHER}").transactions.to_pandas().set_index("transaction_id")
    mine = seen.transactions.to_pandas().set_index("transaction_id")
    shared = mine.index.intersection(other.index)
    shared = shared[(mine.loc[shared, "payer_bank"].astype(str) != mine.loc[shared, "payee_bank"].astype(str)).to_numpy()]
    same = [column.name for column in TRANSACTIONS[1:] if not column.side and column.name != "related_transaction_id"]
    here, there = mine.loc[shared], other.loc[shared]

    assert len(shared) > 20
    pd.testing.assert_frame_equal(here[[*same, *NAMES]].astype(str), there[[*same, *NAMES]].astype(str))
    assert (here["payer_customer_id"].notna() ^ there["payer_customer_id"].notna()).all()


@pytest.mark.parametrize("bank", [OTHER, "Paytm Wallet", "Yes Bank"])
def test_a_payment_is_seen_by_the_banks_of_its_accounts(whole: Dataset, bank: str) -> None:
    """Large and small banks and wallet companies: as many rows as payments from or to their accounts, each once."""
    accounts = f"SELECT account_id FROM accounts WHERE bank = '{bank}'"
    query = f"FROM transactions WHERE payer_account_id IN ({accounts}) OR payee_account_id IN ({accounts})"
    expected = whole.sql(f"SELECT count(*) AS n {query}")["n"][0].as_py()

    assert len(whole.view(f"bank:{bank}").transactions) == whole.banks[bank] == expected > 0


def test_a_bank_knows_its_customers_reports_and_what_it_is_asked(whole: Dataset, seen: Dataset) -> None:
    """All labels of payments that its customers make; of those that they receive, only what network or police say."""
    labels = whole.table("labels").to_pandas()
    accounts, _ = _own(whole)
    _, sees = _both(whole, seen)
    own = set(sees.index[sees["payer_account_id"].isin(accounts) | sees["payer_account_id"].isna()])
    known = seen.table("labels").to_pandas()
    told = known[~known["transaction_id"].isin(own)]

    assert len(labels[labels["transaction_id"].isin(own)]) == len(known[known["transaction_id"].isin(own)]) > 20
    assert set(told["source"]) <= {"network", "police"} and len(told) > 0
    assert set(told["transaction_id"]) <= set(sees.index)
    assert len(seen.labels(as_of="2025-01-20")) < len(known)


def test_cases_are_those_in_which_its_own_customer_is_victim_or_mule(whole: Dataset, seen: Dataset) -> None:
    """A case is there when it touches an account of the bank; the victim is named only where it is the bank's own."""
    _, customers = _own(whole)
    true, _ = _both(whole, seen)
    cases = seen.table("fraud_cases").to_pandas()

    assert set(cases["fraud_case_id"]) == set(true["fraud_case_id"].dropna())
    assert set(cases["victim_customer_id"].dropna()) <= customers
    assert 0 < cases["victim_customer_id"].notna().sum() < len(cases)


def test_every_reference_is_found(seen: Dataset) -> None:
    """What names a row of another table names one that the bank sees."""
    rules = [rule for rule in REFERENCE_RULES if rule.name.endswith("is found") and not rule.name.startswith("devices.")]

    assert len(rules) > 8
    assert {rule.name: seen.sql(rule.sql).column(0)[0].as_py() for rule in rules} == dict.fromkeys((rule.name for rule in rules), 0)


def test_blind_and_as_of_go_with_it(seen: Dataset, tmp_path: Path) -> None:
    """Blind, as known on a day, in one bank's eyes: no truth, nothing later, names on payments and what they were taken for."""
    path = seen.export(tmp_path / "seen.zip", "parquet", layout="linked", truth=False, as_of="2025-01-20")
    with ZipFile(path) as zipped:
        zipped.extractall(tmp_path)
    payments = pq.read_table(tmp_path / "transactions.parquet")

    assert tuple(payments.column_names) == (*observable("transactions"), *NAMES, "known_label")
    assert payments["transacted_at"].to_pandas().max() < pd.Timestamp("2025-01-21")
    assert not (tmp_path / "fraud_cases.parquet").exists()
    assert BANK in (tmp_path / "card.md").read_text()


def test_the_flat_view_tells_of_its_own_customer(seen: Dataset) -> None:
    """One row a payment, with the bank's own customer beside it, whether that one pays or is paid."""
    flat = seen.sql("FROM flat").to_pandas()
    own = set(seen.table("customers").to_pandas()["customer_id"])

    assert len(flat) == len(seen.transactions)
    assert set(flat["customer_id"].dropna()) <= own
    assert flat["segment"].notna().mean() > 0.95


def test_the_manifest_counts_what_is_seen(whole: Dataset, seen: Dataset) -> None:
    """Rows and fraud of the view; the whole dataset's manifest stays as it is."""
    assert seen.manifest["rows"]["transactions"] == len(seen.transactions) < whole.manifest["rows"]["transactions"]
    assert seen.manifest["fraud"]["n_cases"] == len(seen.table("fraud_cases"))
    assert any(note.startswith("What HDFC Bank sees") for note in seen.manifest["notes"])
    assert "view" not in whole.manifest


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ("bank:HDCF", r"view is 'bank:HDCF' \(closest: HDFC\); allowed are ecosystem, or bank: and one of"),
        ("bank:", "view is 'bank:'"),
        ("HDFC", r"view is 'HDFC' \(closest: HDFC\)"),
        ("bank:'; DROP TABLE accounts; --", "view is "),
    ],
)
def test_an_unknown_bank_is_refused(dataset: Dataset, view: str, sentence: str) -> None:
    """The sentence says what came, what is closest, and what is allowed."""
    with pytest.raises(SpecError, match=sentence):
        dataset.view(view)


def test_a_bank_is_named_with_or_without_the_word() -> None:
    """Whatever the case; the ecosystem is no bank."""
    banks = ("HDFC Bank", "Bank of India", "Indian Bank", "Paytm Wallet", "Bank B")

    assert [bank_of(f"bank:{word}", banks) for word in ("hdfc", "HDFC BANK", "Bank of India", "paytm", "bank b")] == [
        "HDFC Bank", "HDFC Bank", "Bank of India", "Paytm Wallet", "Bank B",
    ]  # fmt: skip
    assert bank_of("Ecosystem", banks) is None


def test_a_view_is_not_verified_nor_viewed_again(dataset: Dataset, seen: Dataset) -> None:
    """One side of each payment cannot be re-added; the ecosystem is the dataset itself."""
    with pytest.raises(WrongUse, match="verify the whole dataset"):
        seen.verify()
    with pytest.raises(WrongUse, match="ask the whole dataset"):
        seen.view("bank:Axis")
    assert dataset.view("ecosystem") is dataset


def test_parquet_parts_show_the_same(dataset: Dataset, seen: Dataset, tmp_path: Path) -> None:
    """How a dataset is stored makes no difference to what a bank sees of it."""
    parts = generate(dataset.spec, folder=tmp_path / "parts")

    assert parts.view("bank:HDFC").manifest["rows"] == seen.manifest["rows"]


@pytest.mark.parametrize("format", [format for format in FORMATS if format not in ("csv", "parquet")])
def test_every_format_can_hold_it(seen: Dataset, tmp_path: Path, format: str) -> None:
    """Also a workbook and a database, with all tables as known on a day."""
    path = seen.export(tmp_path / "seen.zip", format, layout="linked", as_of="2025-01-20")

    with ZipFile(path) as zipped:
        assert any(name.endswith(format) for name in zipped.namelist())


def test_every_table_says_which_rows_a_bank_has() -> None:
    """A new table of the glossary must say it too."""
    assert set(one_bank._ROWS) == set(TABLES)


def test_the_library_keeps_a_file_for_each_view(small: Dataset, library: Library) -> None:
    """A view's files stand beside those of the whole, under a name that says whose eyes they are, made once."""
    id = library.add(small).id
    bank = f"bank:{OTHER}"
    [data, *documents] = library.export(id, ("csv",), "flat", truth=False, view=bank)
    [again, *_] = library.export(id, ("csv",), "flat", truth=False, view=bank)
    [every, *_] = library.export(id, ("csv",), "flat", truth=False)

    assert data.path.name == "flat-as-state-bank-of-india-blind.csv"
    assert documents[0].path.name == "flat-as-state-bank-of-india-blind-card.md" and OTHER in documents[0].path.read_text()
    assert again == data and data.n_bytes < every.n_bytes
    assert {file.path.name for file in library.files(id)} >= {data.path.name, every.path.name}
