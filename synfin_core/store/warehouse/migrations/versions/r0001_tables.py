"""The tables of schema 1.2, as they were when this step was written; later steps change them."""

from typing import Any

from alembic import op
from sqlalchemy import Column, types

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "synfinance"
TYPES: dict[str, types.TypeEngine[Any]] = {
    "id": types.BigInteger(),
    "instant": types.DateTime(),
    "date": types.Date(),
    "text": types.Text(),
    "money": types.Numeric(18, 2),
    "number": types.REAL(),
    "count": types.Integer(),
    "flag": types.Boolean(),
}
# name:type of each column; ! is part of the primary key, ? may be empty
TABLES = {
    "datasets": """
        dataset_id:text! name:text manifest:text is_whole:flag
    """,
    "loads": """
        dataset_id:text! table_name:text! piece:count! rows:id
    """,
    "transactions": """
        dataset_id:text! transaction_id:id! transacted_at:instant rail:text kind:text initiation_mode:text auth_method:text
        channel:text payer_customer_id:id? payer_account_id:id? payer_bank:text? payee_customer_id:id? payee_account_id:id?
        payee_bank:text? merchant_id:id? mcc:text? category:text? merchant_city:text? merchant_country:text? is_online:flag
        currency:text amount_inr:money status:text response_code:text decline_reason:text? balance_after_inr:money?
        device_id:id? device_os:text? app:text? city:text? state:text? distance_from_home_km:number? payer_segment:text?
        payer_age_band:text? payer_home_state:text? minutes_since_last:number? is_first_with_payee:flag?
        payments_today:count? amount_today_inr:money? related_transaction_id:id? is_fraud:flag is_laundering:flag
        fraud_case_id:id? fraud_type:text? fraud_role:text? fraud_severity:text? fraud_reason:text? fraud_evidence:text?
        twin_id:id? anomaly_type:text?
    """,
    "events": """
        dataset_id:text! event_id:id! occurred_at:instant customer_id:id event:text channel:text device_id:id?
        account_id:id? card_id:id? payee_customer_id:id? payee_account_id:id? merchant_id:id? transaction_id:id?
        fraud_case_id:id? twin_id:id?
    """,
    "customers": """
        dataset_id:text! customer_id:id! name:text gender:text age:count segment:text occupation:text language:text
        income_month_inr:money income_bracket:text city:text state:text region:text tier:text pin_code:text latitude:number
        longitude:number is_urban:flag digital_savviness:number risk_profile:text preferred_rail:text
        favourite_category:text loyalty:number trips_per_year:count online_preference:number mobile:text email:text
        upi_handle:text joined_on:date
    """,
    "accounts": """
        dataset_id:text! account_id:id! customer_id:id account_type:text bank:text branch_code:text? opened_on:date
        opening_balance_inr:money floor_inr:money
    """,
    "cards": """
        dataset_id:text! card_id:id! account_id:id customer_id:id card_type:text network:text last_four:text
    """,
    "devices": """
        dataset_id:text! device_id:id! customer_id:id brand:text os:text first_seen_on:date
    """,
    "merchants": """
        dataset_id:text! merchant_id:id! name:text mcc:text category:text sub_category:text size:text is_chain:flag
        is_online:flag city:text state:text country:text latitude:number? longitude:number? acquirer:text onboarded_on:date
        reputation:number
    """,
    "places": """
        dataset_id:text! city:text! state:text! state_name:text region:text tier:text latitude:number longitude:number
    """,
    "fraud_cases": """
        dataset_id:text! fraud_case_id:id! fraud_type:text variant:text? victim_customer_id:id? started_at:instant
        ended_at:instant n_fraud_payments:count n_legs:count attempted_inr:money loss_inr:money n_mules:count
        n_layers:count laundering_shape:text? is_truncated:flag noticed_at:instant reported_at:instant?
        confirmed_at:instant? held_inr:money restored_inr:money restored_at:instant? liability:text?
    """,
    "case_links": """
        dataset_id:text! link_id:id! kind:text step:count fraud_case_id:id! from_case_id:id? shared_kind:text?
        shared_id:id? shared_place:text?
    """,
    "labels": """
        dataset_id:text! transaction_id:id! labelled_at:instant! stage:text! label:text source:text reason:text layer:count
        fraud_case_id:id?
    """,
    "twins": """
        dataset_id:text! twin_id:id! looks_like:text kind:text customer_id:id? started_at:instant ended_at:instant
        n_payments:count amount_inr:money
    """,
    "anomalies": """
        dataset_id:text! transaction_id:id! family:text severity:text evidence:text measure:number
    """,
}


def upgrade() -> None:
    """Make every table."""
    for name, columns in TABLES.items():
        op.create_table(name, *map(_column, columns.split()), schema=SCHEMA)


def downgrade() -> None:
    """Drop every table, with what is in it."""
    for name in TABLES:
        op.drop_table(name, schema=SCHEMA)


def _column(word: str) -> Column[Any]:
    name, _, kind = word.rstrip("!?").partition(":")
    return Column(name, TYPES[kind], primary_key="!" in word, nullable="?" in word, autoincrement=False)
