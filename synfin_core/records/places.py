"""The table of towns."""

import pyarrow as pa

from synfin_core.records.arrow import table
from synfin_core.world.population import Population


def places(population: Population) -> pa.Table:
    """All towns."""
    calibration = population.period.calibration
    rows, states = calibration.places, calibration.states
    return table(
        "places",
        {
            "city": [row.city for row in rows],
            "state": [states[row.state].code for row in rows],
            "state_name": [states[row.state].name for row in rows],
            "region": [states[row.state].region for row in rows],
            "tier": [row.tier for row in rows],
            "latitude": [row.latitude for row in rows],
            "longitude": [row.longitude for row in rows],
        },
    )
