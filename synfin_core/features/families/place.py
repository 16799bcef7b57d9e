"""Where: how far from home, from the last places, and how fast to get here."""

from synfin_core.features.columns import Floats
from synfin_core.features.definition import Feature, ratio
from synfin_core.features.memory import LAST_PLACES
from synfin_core.features.scene import Scene

_WHERE = (
    "transactions.city",
    "transactions.state",
    "transactions.is_online",
    "transactions.payer_customer_id",
    "transactions.transacted_at",
)
_LEAST_SECONDS = 60.0


def _from_last(scene: Scene) -> Floats:
    return scene.town.kilometres_to(scene.steps.last("latitude"), scene.steps.last("longitude"))


def _from_last_ten(scene: Scene) -> Floats:
    middle = [scene.steps.mean_of_last(name, LAST_PLACES) for name in ("latitude", "longitude")]
    return scene.town.kilometres_to(*middle)


FEATURES = (
    Feature(
        "home_km",
        "place",
        "km",
        None,
        "kilometres from the payer's home; empty for remote payments",
        ("transactions.distance_from_home_km",),
        lambda scene: scene.payments.numbers("distance_from_home_km"),
    ),
    Feature(
        "last_place_km",
        "place",
        "km",
        None,
        "kilometres from the town where the payer last paid in person; empty for remote payments",
        _WHERE,
        _from_last,
    ),
    Feature(
        "last_ten_places_km",
        "place",
        "km",
        None,
        "kilometres from the middle of the last ten places where the payer paid in person",
        _WHERE,
        _from_last_ten,
    ),
    Feature(
        "speed_kmh",
        "place",
        "km/h",
        None,
        "kilometres from the last place over the hours since, at least a minute",
        _WHERE,
        lambda scene: ratio(_from_last(scene) * 3_600, scene.steps.since_last().clip(_LEAST_SECONDS)),
    ),
    Feature(
        "own_town_n",
        "place",
        "payments",
        None,
        "payments that the payer made in person in this town before",
        _WHERE,
        lambda scene: scene.own_town.total("n"),
    ),
)
