"""What the extension costs before its panel is opened."""

from __future__ import annotations

from ..ground import DIRECT, PROXY, Ground


def startup(ground: Ground) -> None:
    """Open both JupyterLabs, and count what was loaded and asked."""
    for lab in (PROXY, DIRECT):
        found = ground.driver.open(lab, ground.servers[lab])
        ground.results.add("start.bytes", found["bytes"])
        ground.results.add("start.requests", found["requests"])
        ground.results.note("start.bytes", f"Loaded at start: {', '.join(found['files'])}.")
        if not found["bytes"]:
            ground.results.fail("start.bytes", "The extension is not in this JupyterLab.")
            del ground.results.series["start.bytes"]
            return
