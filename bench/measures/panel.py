"""Working in a folder that is listed whole."""

from __future__ import annotations

from functools import partial

from ..ground import PROXY, Ground
from .listing import open_large


def panel(ground: Ground) -> None:
    """Measure clicks, scrolling and refreshing in the large folder."""
    results, driver = ground.results, ground.driver
    open_large(ground)
    if "list.ours" in results.failures:
        results.note("panel.click", "The large folder was not loaded whole when it was worked in.")
    driver.do("click", PROXY, index=1)
    for index in range(ground.sizes.clicks):
        ground.attempt("panel.click", partial(driver.do, "click", PROXY, index=2 + index % 8))
    for _ in range(min(3, ground.sizes.repeats)):
        found = driver.do("scroll", PROXY)
        results.add("panel.frame", found["frame"])
        results.add("panel.rest", found["rest"])
        results.add("panel.rows", found["rows"])
        # Loaded as far as it was before: a panel that stops at the first page refreshes that.
        total = 0 if "list.ours" in results.failures else ground.sizes.large
        found = driver.do("refresh", PROXY, total=total)
        results.add("panel.refresh", found["seconds"])
        results.add("panel.refreshframe", found["frame"])
