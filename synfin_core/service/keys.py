"""Keys of the API: `<library>/api_keys.json` holds their hashes alone; a key itself is shown once, when it is made."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex, token_urlsafe

from synfin_core.errors import StorageError, WrongUse
from synfin_core.settings.in_force import current
from synfin_core.store.export import whole
from synfin_core.store.failures import told_as_storage_error

_FILE, _PREFIX = "api_keys.json", "sf_"
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Key:
    """What is known of a key. A key is 256 random bits, so that a plain SHA-256 of it cannot be turned back."""

    id: str
    name: str
    sha256: str
    created_at: str
    revoked_at: str | None = None


class Keys:
    """The keys of a library, and those of api.keys; a change of the file holds at once."""

    def __init__(self, library: Path | None = None) -> None:
        self._path = (Path(library) if library else current().library.folder) / _FILE
        self._mark: tuple[int, int, int] | None = None
        self._known: tuple[Key, ...] = ()

    def list(self) -> tuple[Key, ...]:
        """Every key that was ever made, oldest first."""
        if (mark := self._now()) != self._mark:
            self._known = self._read() if mark else ()
            self._mark = mark
        return self._known

    def add(self, name: str) -> tuple[Key, str]:
        """Make a key: what is known of it, and the key itself."""
        name = name.strip()
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
            raise WrongUse(f"name is {name!r:.70}; 1 to {_LONGEST_NAME} printable characters are allowed.")
        secret = _PREFIX + token_urlsafe(32)
        key = Key(token_hex(4), name, digest(secret), _utc())
        self._write([*self.list(), key])
        return key, secret

    def revoke(self, id: str) -> Key:
        """Let a key open nothing any more; WrongUse when there is none of that id."""
        known = self.list()
        found = next((key for key in known if key.id == id and not key.revoked_at), None)
        if found is None:
            raise WrongUse(f"no key that is in use has the id {id[:40]!r}; 'synfinance serve key list' shows the ids there are.")
        gone = replace(found, revoked_at=_utc())
        self._write(gone if key is found else key for key in known)
        return gone

    @property
    def were_made(self) -> bool:
        """Whether there is, or ever was, a key: then nobody comes in without one."""
        return bool(self.list() or _set())

    @property
    def are_there(self) -> bool:
        """Whether any key would open."""
        return bool(_set() or any(key.revoked_at is None for key in self.list()))

    def owner(self, secret: str) -> str | None:
        """Whose key it is, by its id; None when it opens nothing. All are compared, each in constant time."""
        said = digest(secret)
        known = {f"set{place}": one for place, one in enumerate(_set())}
        known |= {key.id: key.sha256 for key in self.list() if key.revoked_at is None}
        return next((id for id, is_it in [(id, hmac.compare_digest(one, said)) for id, one in known.items()] if is_it), None)

    def _now(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> tuple[Key, ...]:
        try:
            return tuple(Key(**one) for one in json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise StorageError(f"{self._path} holds no keys that can be read; delete it and make keys anew.") from error

    def _write(self, keys: Iterable[Key]) -> None:
        text = json.dumps([asdict(key) for key in keys], indent=1)
        with told_as_storage_error(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with whole(self._path, overwrite=True) as unfinished:
            unfinished.touch(0o600)
            unfinished.write_text(text, "utf-8")


def digest(secret: str) -> str:
    """SHA-256 of a key, as it is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _set() -> list[str]:
    """Hashes of the keys that the settings name."""
    keys = current().api.keys
    return [digest(key.strip()) for key in keys.get_secret_value().split(",")] if keys else []


def _utc() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
