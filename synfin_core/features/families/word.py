"""What the payment says of itself in words."""

from functools import partial

import pyarrow as pa

from synfin_core.features.definition import Feature
from synfin_core.features.scene import Scene
from synfin_core.schema import TRANSACTIONS

_TAKEN = ("rail", "kind", "initiation_mode", "auth_method", "channel", "category", "device_os", "payer_segment", "payer_age_band")
_MEANING = {column.name: column.meaning for column in TRANSACTIONS}


def _words(scene: Scene, name: str) -> pa.DictionaryArray:
    return scene.payments.words(name)


FEATURES = tuple(
    Feature(name, "word", "word", None, _MEANING[name], (f"transactions.{name}",), partial(_words, name=name)) for name in _TAKEN
)
