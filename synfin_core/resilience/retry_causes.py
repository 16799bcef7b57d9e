"""Which errors of networks, databases and web services can pass, told without importing any of their libraries."""

from socket import gaierror
from urllib.error import HTTPError, URLError

NETWORK = (ConnectionError, TimeoutError, gaierror, URLError)
_DATABASE = {"OperationalError", "InterfaceError"}  # names that PEP 249 gives to failures of the connection, not of the query
_STATUSES = {408, 425, 429, 500, 502, 503, 504}  # RFC 9110, 8470, 6585: too slow, too early, too many, not just now


def is_network_error(error: BaseException) -> bool:
    """A connection that failed, or an answer that did not come; no answer of a server."""
    return isinstance(error, NETWORK) and not isinstance(error, HTTPError)


def is_database_error(error: BaseException) -> bool:
    """A database that could not be reached or was busy, in any driver that follows PEP 249."""
    return is_network_error(error) or any(kind.__name__ in _DATABASE for kind in type(error).__mro__)


def is_api_error(error: BaseException) -> bool:
    """A network error, or an HTTP status that can pass, as urllib, requests and httpx tell it."""
    return is_network_error(error) or _status(error) in _STATUSES


def retry_after(error: BaseException | None) -> float:
    """Seconds that the other side asked to wait: of our own refusals, or the HTTP header in seconds; else 0."""
    told = getattr(error, "retry_after", None)
    if told is None:
        headers = getattr(getattr(error, "response", error), "headers", None) or {}
        told = headers.get("Retry-After", "")
    return float(told) if isinstance(told, int | float) or (isinstance(told, str) and told.isdecimal()) else 0.0


def _status(error: BaseException) -> int | None:
    return getattr(getattr(error, "response", error), "status_code", getattr(error, "code", None))
