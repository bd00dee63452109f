"""What a test lets nbconvert do while it converts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_raw_cell


class Told(Preprocessor):
    """Does what the notebook's metadata say.

    `linger`: a file for the process ids of this process and of a child, which both go on for a minute.
    `look`: the environment's names, and where it works, become a raw cell.
    """

    enabled = True

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Linger or look."""
        if "linger" in nb.metadata:
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            part = Path(nb.metadata["linger"] + ".part")
            part.write_text(f"{os.getpid()} {child.pid}")
            part.rename(nb.metadata["linger"])
            time.sleep(60)
        if "look" in nb.metadata:
            seen = [*os.environ, os.getcwd(), f"TMPDIR={os.environ['TMPDIR']}"]
            nb.cells.append(new_raw_cell("\n".join(seen)))
        return nb, resources
