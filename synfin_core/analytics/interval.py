"""How sure a share is that was counted."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Z = 1.959964  # of the normal distribution, for 95%


def wilson(found: ArrayLike, of: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 95% interval of the share `found` / `of` by Wilson (1927): ends between 0 and 1; 0 to 1 where nothing was counted."""
    n = np.asarray(of, dtype=np.float64)
    share = np.divide(found, n, out=np.zeros_like(n), where=n > 0)
    z2 = np.divide(_Z**2, n, out=np.full_like(n, np.inf), where=n > 0)
    with np.errstate(invalid="ignore"):
        middle = (share + z2 / 2) / (1 + z2)
        half = np.sqrt(share * (1 - share) * z2 + z2**2 / 4) / (1 + z2)
    low, high = middle - half, middle + half
    return np.nan_to_num(np.maximum(low, 0.0), nan=0.0), np.nan_to_num(np.minimum(high, 1.0), nan=1.0)
