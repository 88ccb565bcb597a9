"""One line a measurement."""

from __future__ import annotations

import statistics


def tell(what: str, values: list[float], share: float = 0.95) -> None:
    """Print median, the percentile ``share``, least, greatest and count."""
    if not values:
        print(f"{what:40s} none")
        return
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
    print(
        f"{what:40s} p50 {statistics.median(values):8.2f}  p{share * 100:.0f} {high:8.2f}"
        f"  min {ordered[0]:8.2f}  max {ordered[-1]:8.2f}  n {len(values)}",
        flush=True,
    )
