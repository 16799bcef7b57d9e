"""The promoted model, loaded; another one that is promoted meanwhile takes its place within a second."""

from threading import Event, Thread

from synfin_core.errors import NoModel, SynfinError
from synfin_core.learning.models import scores_of
from synfin_core.learning.registry import Loaded, Registry
from synfin_core.observability import logs
from synfin_core.observability.redaction import without_folders
from synfin_core.resilience import Finding, HealthStatus

_LOOK_SECONDS = 0.5
_log = logs.logger(__name__)


class Promoted:
    """Looks after the registry; a model that cannot be loaded does not take the place of one that could."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._loaded: Loaded | None = None
        self._seen = self._trouble = ""
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="promoted model", daemon=True)

    def start(self) -> None:
        """Load the model there is, and look for others from then on."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def current(self) -> Loaded:
        """The model that scores; NoModel when there is none."""
        if (loaded := self._loaded) is None:
            raise NoModel(
                self._trouble or "No model is promoted, so nothing can be scored; 'synfinance model promote' makes one score."
            )
        return loaded

    @property
    def is_there(self) -> bool:
        """Whether a model can score."""
        return self._loaded is not None

    def finding(self) -> Finding:
        """The health of it."""
        if (loaded := self._loaded) is None:
            return Finding(HealthStatus.UNHEALTHY, self._trouble or "no model is promoted")
        if self._trouble:
            return Finding(HealthStatus.DEGRADED, f"{self._trouble} Model {loaded.kept.id} goes on.")
        return Finding(HealthStatus.HEALTHY, f"model {loaded.kept.id}")

    def look(self) -> None:
        """Take the promoted model unless it is in use already; what goes wrong is said once."""
        try:
            kept = self._registry.promoted()
            name = kept.id if kept else ""
            if name == self._seen:
                return
            self._seen = name
            self._loaded = self._ready(kept.id) if kept else None
            self._trouble = ""
        except (SynfinError, OSError) as error:
            self._tell(str(error))
        else:
            _log.info("model promoted" if name else "no model is promoted any more", model=name or None)

    def _ready(self, id: str) -> Loaded:
        """The model with its first score behind it, which takes longer than those that follow."""
        loaded = self._registry.load(id)
        if hasattr(loaded.model, "n_jobs"):
            loaded.model.set_params(n_jobs=1)  # to start others takes longer than to score one payment
        scores_of(loaded.model, loaded.typical[None, :])
        return loaded

    def _tell(self, trouble: str) -> None:
        if without_folders(trouble) != self._trouble:
            self._trouble = without_folders(trouble)
            _log.error("promoted model cannot be used", cause=trouble)

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            self.look()
