"""The glossary: every table and column with its type, unit, meaning, and whether a bank can see it.

`observable` columns are what a bank knows at the moment of the payment, and labels from `labelled_at` on; `truth` columns
are what only the generator knows. Features, models and blind exports take observable columns by this mark; a blind export
has labels only as known on a day.
"""

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = "1.2"
RAILS = ("UPI", "IMPS", "NEFT", "RTGS", "Card", "ATM", "AePS", "Wallet", "FASTag", "Net banking", "NACH")

Dtype = Literal["id", "instant", "date", "text", "money", "number", "count", "flag"]
Side = Literal["", "payer", "payee", "customer", "holder"]
_SIDES: dict[str, Side] = {"p": "payer", "q": "payee", "c": "customer", "h": "holder"}


@dataclass(frozen=True)
class Column:
    """One column: its type, what it means, and who can see it. `nullable` columns are empty by kind, never by role.

    `side`: what only one of the banks that see the row knows: the bank of the payer's account, of the payee's, of the payment's
    customer (the payer where that is simulated, else the payee), or of the customer whom the id names; all of them where empty.
    """

    name: str
    dtype: Dtype
    meaning: str
    nullable: bool = False
    truth: bool = False
    side: Side = ""


def _columns(*rows: tuple[str, Dtype, str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, dtype, meaning, "n" in marks, "t" in marks, _side(marks)) for name, dtype, marks, meaning in rows)


def _side(marks: str) -> Side:
    return next((side for mark, side in _SIDES.items() if mark in marks), "")


TRANSACTIONS = _columns(
    ("transaction_id", "id", "", "unique; up to 15 digits, says nothing about order"),
    ("transacted_at", "instant", "", "Indian time, no offset, microseconds"),
    ("rail", "text", "", "UPI, IMPS, NEFT, RTGS, Card, ATM, AePS, Wallet, FASTag, Net banking, NACH"),
    ("kind", "text", "", "what the payment is: P2P, P2M, bill, salary, cash withdrawal, refund ..."),
    (
        "initiation_mode",
        "text",
        "",
        "how it was started: QR, intent, collect, mandate, Lite, tap, chip, e-commerce, branch, agent ...",
    ),
    ("auth_method", "text", "", "how it was approved: UPI PIN, OTP, card PIN, biometric, mandate, none ..."),
    ("channel", "text", "", "where: mobile app, web, POS terminal, ATM, agent, branch, bank file, toll lane"),
    (
        "payer_customer_id",
        "id",
        "np",
        "customer or outside party that pays; empty when a merchant pays back, or cash is paid in",
    ),
    ("payer_account_id", "id", "n", "account debited; empty when a merchant pays back, or cash is paid in"),
    ("payer_bank", "text", "n", "bank of the account debited"),
    (
        "payee_customer_id",
        "id",
        "nq",
        "customer or outside party that is paid; empty when a merchant is paid, or cash is taken",
    ),
    ("payee_account_id", "id", "n", "account credited; empty when a merchant is paid, or cash is taken"),
    ("payee_bank", "text", "n", "bank of the account credited"),
    ("merchant_id", "id", "n", "merchant paid or refunding"),
    ("mcc", "text", "n", "merchant category code"),
    ("category", "text", "n", "name of the merchant category"),
    ("merchant_city", "text", "n", "town of the merchant"),
    ("merchant_country", "text", "n", "two letters; IN unless the merchant is abroad"),
    ("is_online", "flag", "", "made remotely"),
    ("currency", "text", "", "INR; amounts are always in rupees"),
    ("amount_inr", "money", "", "rupees, exact to the paisa"),
    ("status", "text", "", "success, failed (nothing moved), reversed (moved, and given back by a later reversal)"),
    ("response_code", "text", "", "00, or the code of the decline"),
    ("decline_reason", "text", "n", "meaning of the response code; empty on success"),
    (
        "balance_after_inr",
        "money",
        "np",
        "rupees in the payer's account after this attempt; below zero is money owed on a credit card; empty for outside payers",
    ),
    ("device_id", "id", "np", "device used; empty where no device of the payer takes part"),
    ("device_os", "text", "np", "Android or iOS"),
    ("app", "text", "np", "UPI app used"),
    ("city", "text", "nc", "town where the customer was"),
    ("state", "text", "nc", "state where the customer was"),
    ("distance_from_home_km", "number", "nc", "kilometres from the customer's home; empty for remote payments"),
    ("payer_segment", "text", "np", "segment of the payer; empty for outside payers"),
    ("payer_age_band", "text", "np", "age band of the payer; empty for outside payers"),
    ("payer_home_state", "text", "np", "home state of the payer; empty for outside payers"),
    ("minutes_since_last", "number", "np", "minutes since this payer's last attempt; empty for the first"),
    (
        "is_first_with_payee",
        "flag",
        "np",
        "first attempt of this payer to this payee or merchant in the period; empty for outside payers",
    ),
    ("payments_today", "count", "np", "attempts of this payer on this day so far, this one included"),
    ("amount_today_inr", "money", "np", "rupees attempted by this payer on this day so far, this one included"),
    ("related_transaction_id", "id", "n", "the payment that this refund, reversal or retry belongs to"),
    ("is_fraud", "flag", "t", "a payment, attempted or completed, by which a victim, bank or merchant loses"),
    ("is_laundering", "flag", "t", "money of a case on its way: layers and exits"),
    ("fraud_case_id", "id", "nt", "case this payment belongs to"),
    ("fraud_type", "text", "nt", "typology of the case"),
    ("fraud_role", "text", "nt", "role of this leg in the case"),
    ("fraud_severity", "text", "nt", "low, medium, high, critical: rupees of the case from 10,000, 1,00,000 and 10,00,000"),
    ("fraud_reason", "text", "nt", "why this leg is fraud, in words"),
    ("fraud_evidence", "text", "nt", "what the data shows of it"),
    ("twin_id", "id", "nt", "innocent twin this payment belongs to"),
    ("anomaly_type", "text", "nt", "odd but honest: behavioural, geographic, temporal, amount"),
)

EVENTS = _columns(
    ("event_id", "id", "", "unique"),
    ("occurred_at", "instant", "", "Indian time, no offset"),
    ("customer_id", "id", "", "customer it happened to"),
    (
        "event",
        "text",
        "",
        "login, device bound, SIM changed, PIN set, payee added, limit or contact changed, remote-access flag, "
        "deposit opened or broken, loan drawn, mandate made or revoked, card blocked, complaint",
    ),
    ("channel", "text", "", "mobile app, web, branch, telecom, call centre"),
    ("device_id", "id", "n", "device it was seen on; empty outside app and web"),
    ("account_id", "id", "n", "account it concerns; empty for login, device, SIM, contact and remote access"),
    ("card_id", "id", "n", "card blocked"),
    ("payee_customer_id", "id", "nq", "customer or outside party added as payee"),
    ("payee_account_id", "id", "n", "account added as payee"),
    ("merchant_id", "id", "n", "merchant of a mandate"),
    ("transaction_id", "id", "n", "payment complained about"),
    ("fraud_case_id", "id", "nt", "case this event belongs to"),
    ("twin_id", "id", "nt", "innocent twin this event belongs to"),
)

CUSTOMERS = _columns(
    ("customer_id", "id", "", "unique"),
    ("name", "text", "", "made of frozen pools of common names; nobody's"),
    ("gender", "text", "", "female or male"),
    ("age", "count", "", "years"),
    ("segment", "text", "", "way of life and earning, see people.yaml"),
    ("occupation", "text", "", "what the customer does"),
    ("language", "text", "", "mother tongue"),
    ("income_month_inr", "money", "", "rupees a month"),
    ("income_bracket", "text", "", "band of yearly income"),
    ("city", "text", "", "home town"),
    ("state", "text", "", "home state"),
    ("region", "text", "", "part of India"),
    ("tier", "text", "", "X, Y, Z"),
    ("pin_code", "text", "", "sorting district and an unused ending"),
    ("latitude", "number", "", "degrees north"),
    ("longitude", "number", "", "degrees east"),
    ("is_urban", "flag", "", "lives in a town"),
    ("digital_savviness", "number", "", "0-1: rises with the UPI payments a month that this customer is given to"),
    (
        "risk_profile",
        "text",
        "",
        "by the share of purchases paid to brokers, for gold and games: conservative, balanced, adventurous",
    ),
    ("preferred_rail", "text", "", "rail by which the customer pays most rupees"),
    ("favourite_category", "text", "", "merchant category to which the customer pays most rupees"),
    ("loyalty", "number", "", "0-1: share of purchases at a merchant paid before in the period"),
    ("trips_per_year", "count", "", "journeys away from home in the period, as many a year"),
    ("online_preference", "number", "", "0-1: share of purchases made remotely"),
    ("mobile", "text", "", "masked"),
    ("email", "text", "", "on a reserved domain"),
    ("upi_handle", "text", "", "ends in .invalid"),
    ("joined_on", "date", "", "first account opened"),
)

ACCOUNTS = _columns(
    ("account_id", "id", "", "unique"),
    ("customer_id", "id", "", "holder"),
    ("account_type", "text", "", "savings, current, credit card, wallet"),
    ("bank", "text", "", "bank, card issuer or wallet company"),
    ("branch_code", "text", "n", "shaped like an IFSC, from an unused block"),
    ("opened_on", "date", "", "day of opening"),
    ("opening_balance_inr", "money", "", "rupees at the start of the period"),
    ("floor_inr", "money", "", "lowest balance allowed: 0, or minus the credit limit"),
)

CARDS = _columns(
    ("card_id", "id", "", "unique"),
    ("account_id", "id", "", "account it draws on"),
    ("customer_id", "id", "", "holder"),
    ("card_type", "text", "", "debit or credit"),
    ("network", "text", "", "RuPay, Visa, Mastercard, Amex or Diners"),
    ("last_four", "text", "", "last four digits; no full number exists"),
)

DEVICES = _columns(
    ("device_id", "id", "", "unique"),
    ("customer_id", "id", "h", "first user"),
    ("brand", "text", "", "maker"),
    ("os", "text", "", "Android or iOS"),
    ("first_seen_on", "date", "", "first day with this customer"),
)

MERCHANTS = _columns(
    ("merchant_id", "id", "", "unique"),
    ("name", "text", "", "made up"),
    ("mcc", "text", "", "merchant category code"),
    ("category", "text", "", "name of the category"),
    ("sub_category", "text", "", "what it sells"),
    ("size", "text", "", "micro, small, medium, large"),
    ("is_chain", "flag", "", "sells in many towns"),
    ("is_online", "flag", "", "sells remotely"),
    ("city", "text", "", "town"),
    ("state", "text", "", "state"),
    ("country", "text", "", "two letters"),
    ("latitude", "number", "n", "degrees north; empty abroad"),
    ("longitude", "number", "n", "degrees east; empty abroad"),
    ("acquirer", "text", "", "bank that settles it; drawn by the banks' shares"),
    ("onboarded_on", "date", "", "first day; drawn, before the period"),
    ("reputation", "number", "", "0-1: drawn, higher for large and old merchants; complaints about purchases follow it"),
)

PLACES = _columns(
    ("city", "text", "", "town, or 'Other <state>'"),
    ("state", "text", "", "two-letter state code"),
    ("state_name", "text", "", "name of the state"),
    ("region", "text", "", "part of India"),
    ("tier", "text", "", "X, Y, Z"),
    ("latitude", "number", "", "degrees north"),
    ("longitude", "number", "", "degrees east"),
)

FRAUD_CASES = _columns(
    ("fraud_case_id", "id", "t", "unique"),
    ("fraud_type", "text", "t", "typology"),
    ("variant", "text", "nt", "in which of its ways it was done; empty where the typology has but one"),
    ("victim_customer_id", "id", "nth", "customer who loses; empty when a case has many victims"),
    ("started_at", "instant", "t", "first leg"),
    ("ended_at", "instant", "t", "last leg"),
    ("n_fraud_payments", "count", "t", "is_fraud rows, attempted or completed"),
    ("n_legs", "count", "t", "all rows of the case"),
    ("attempted_inr", "money", "t", "rupees attempted"),
    ("loss_inr", "money", "t", "rupees lost"),
    ("n_mules", "count", "t", "different accounts that received money of the case"),
    ("n_layers", "count", "t", "mules that the money passed one after the other at most; 0 where it reached none"),
    (
        "laundering_shape",
        "text",
        "nt",
        "how mules moved it on: fan-in, fan-out, bipartite, stack, random walk, cycle, scatter-gather, gather-scatter; "
        "empty where no mule paid another",
    ),
    ("is_truncated", "flag", "t", "began before or ended after the period"),
    (
        "noticed_at",
        "instant",
        "t",
        "the loser sees it, whether it is reported or not; may come after the period, like all that follows",
    ),
    ("reported_at", "instant", "nt", "told to the bank or to 1930; empty when never"),
    ("confirmed_at", "instant", "nt", "found to be fraud in the end; empty when never"),
    ("held_inr", "money", "t", "rupees stopped on their way; never more than the loss without what has left the mules"),
    (
        "restored_inr",
        "money",
        "t",
        "rupees given back to the loser: what was held, or the bank's part of the loss; its own entry, no row of `transactions`",
    ),
    ("restored_at", "instant", "nt", "when they were given back; empty when nothing was"),
    ("liability", "text", "nt", "who bears the loss: customer, bank, shared; empty when nothing was lost"),
)

CASE_LINKS = _columns(
    ("link_id", "id", "t", "cases that belong together have the same"),
    (
        "kind",
        "text",
        "t",
        "coordinated: a ring, in the same days; progressive: one thief, who takes more each time; "
        "chained: a case leads to the next, of another typology",
    ),
    ("step", "count", "t", "place in the link, 1 the first; by time"),
    ("fraud_case_id", "id", "t", "case; may belong to several links"),
    ("from_case_id", "id", "nt", "case of the link that led to this one; empty for the first, and in rings"),
    (
        "shared_kind",
        "text",
        "nt",
        "what payments of all these cases have in common: device, merchant, payee, place; empty where they share a victim alone",
    ),
    ("shared_id", "id", "nt", "the device, merchant or payee's account; empty for a place"),
    ("shared_place", "text", "nt", "the town, as in `city`, a comma, and the state; empty for all else"),
)

LABELS = _columns(
    ("transaction_id", "id", "", "payment"),
    ("labelled_at", "instant", "", "when the bank knew this; never before the payment, often after the last day of the period"),
    ("stage", "text", "", "declined, reported, lien, confirmed, doubted, corrected"),
    ("label", "text", "", "what the payment is taken for from then on: fraud, laundering, honest"),
    ("source", "text", "", "who says so: customer, bank rule, bank, network, police"),
    ("reason", "text", "", "why, in words"),
    ("layer", "count", "", "0 for a victim's payments, 1 and up for the mule that pays"),
    ("fraud_case_id", "id", "nt", "case the payment belongs to; empty where the label is a mistake"),
)

TWINS = _columns(
    ("twin_id", "id", "t", "unique"),
    ("looks_like", "text", "t", "typology that it looks like"),
    ("kind", "text", "t", "what it is: wedding, house deposit, trip, new phone, school fees, hospital ..."),
    ("customer_id", "id", "nth", "customer who pays or is paid; empty where there are many"),
    ("started_at", "instant", "t", "first payment"),
    ("ended_at", "instant", "t", "last payment"),
    ("n_payments", "count", "t", "all its rows"),
    ("amount_inr", "money", "t", "rupees of all its rows, attempted or completed"),
)

ANOMALIES = _columns(
    ("transaction_id", "id", "t", "payment that is odd but honest"),
    ("family", "text", "t", "behavioural, geographic, temporal, amount"),
    ("severity", "text", "t", "low, medium, high: by the measure"),
    ("evidence", "text", "t", "what is odd, and what the measure counts"),
    ("measure", "number", "t", "how odd, in the unit that the evidence names"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "transactions": TRANSACTIONS,
    "events": EVENTS,
    "customers": CUSTOMERS,
    "accounts": ACCOUNTS,
    "cards": CARDS,
    "devices": DEVICES,
    "merchants": MERCHANTS,
    "places": PLACES,
    "fraud_cases": FRAUD_CASES,
    "case_links": CASE_LINKS,
    "labels": LABELS,
    "twins": TWINS,
    "anomalies": ANOMALIES,
}


def observable(table: str) -> tuple[str, ...]:
    """Names of the columns of `table` that a bank can see."""
    return tuple(column.name for column in TABLES[table] if not column.truth)
