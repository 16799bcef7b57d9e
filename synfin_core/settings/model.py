"""All settings as one frozen, typed object."""

from typing import Any, Literal, get_args

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from synfin_core.settings.assurance import Quality
from synfin_core.settings.oversight import Health, Logging, Metrics, Resilience
from synfin_core.settings.services import Api, Database, Studio
from synfin_core.settings.work import Generation, Jobs, Library

Environment = Literal["development", "staging", "production", "test"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
PREFIX, DELIMITER = "SYNFINANCE_", "__"


class Settings(BaseSettings):
    """Every setting in force; `environment` is chosen by SYNFINANCE_ENV alone."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=DELIMITER, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    environment: Environment
    library: Library
    generation: Generation
    jobs: Jobs
    quality: Quality
    studio: Studio
    api: Api
    database: Database
    resilience: Resilience
    health: Health
    logging: Logging
    metrics: Metrics

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *others: Any, **more: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed in: each layer is read on its own, so that every value knows where it came from."""
        return (init_settings,)
