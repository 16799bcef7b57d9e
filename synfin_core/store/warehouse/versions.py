"""The versions that the tables can be of, one a migration."""

from synfin_core.errors import StorageError

LOCAL = "local"  # a local file has one version alone
VERSIONS = ("r0001", "r0002")
OLDER = VERSIONS[:-1]


def refuse_newer(where: str, version: str | None) -> None:
    """StorageError for tables that this version of the program does not know."""
    if version is not None and version not in (*VERSIONS, LOCAL):
        raise StorageError(f"the tables in {where} are of version {version}, which a newer SynFinance made; use that one.")
