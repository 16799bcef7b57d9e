"""Where things live below the server's address, also behind a proxy's path."""

import streamlit as st


def base() -> str:
    """'' or '/bank/tools': the path that a proxy serves the studio under."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def of_dataset(id: str, file: str) -> str:
    """Where the browser gets this file of a dataset."""
    return f"{base()}/api/datasets/{id}/{file}"
