"""Measure, and print one table: see `scripts/bench --help`."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import aiohttp
import psutil
from botocore.exceptions import BotoCoreError, ClientError

from jupyterlab_s3_drive.demo.jupyter import JupyterError
from jupyterlab_s3_drive.demo.store import StoreError

from . import docs, machine
from .environments import HOME, ROOT, Missing
from .ground import KINDS, Ground, ground, say
from .measures.folders import folders
from .measures.listing import listing
from .measures.panel import panel
from .measures.requests import requests
from .measures.startup import startup
from .measures.transfers import transfers
from .results import Results
from .rows import GROUPS, chosen, rows
from .sizes import sizes
from .table import Line, lines, text

MEASURES = {
    "startup": startup,
    "listing": listing,
    "panel": panel,
    "transfers": transfers,
    "requests": requests,
    "folders": folders,
}
#: What one measure may run into without costing the others.
TROUBLE = (
    Missing,
    StoreError,
    JupyterError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    subprocess.SubprocessError,
    aiohttp.ClientError,
    BotoCoreError,
    ClientError,
    psutil.Error,
)
PAGE = ROOT / "docs" / "performance.md"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return the exit code: 0 unless a row could not be measured."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    amounts = sizes(options.quick)
    try:
        wanted = chosen(rows(amounts), options.only)
    except ValueError as error:
        say(str(error))
        return 2
    results = Results()
    groups = {row.group for row in wanted}
    try:
        with ground(options.store, amounts, results) as started:
            for group in GROUPS:
                # Every other measure needs the JupyterLabs open.
                if group in groups or group == "startup":
                    _measure(group, started)
    except (Missing, StoreError, JupyterError) as error:
        say(str(error))
        for group in groups:
            results.fail(group, str(error))
    found = lines(wanted, results)
    print(text(found), flush=True)
    said = docs.remarks(found, results)
    print(f"\n{said}" if said else "", flush=True)
    _write(options, found, results)
    return 0 if all(line.measured for line in found) else 1


def _measure(group: str, started: Ground) -> None:
    say(f"- {group} ...")
    before = time.monotonic()
    try:
        MEASURES[group](started)
    except TROUBLE as error:
        reason = f"{group}: {error or type(error).__name__}"
        say(f"    {reason}")
        for row in rows(started.sizes):
            if row.group == group:
                started.results.fail(row.series, reason)
    say(f"  done in {time.monotonic() - before:.0f} s")


def _write(options: argparse.Namespace, found: list[Line], results: Results) -> None:
    about = machine.describe(options.store)
    content = {
        "machine": about,
        "rows": {
            line.row.name: {
                "value": line.value,
                "beside": dict(line.others),
                "compared": line.compared,
                "verdict": line.verdict,
            }
            for line in found
        },
        **results.as_json(),
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(content, indent=1))
    if options.write_docs:
        store, date = options.store, about["date"]
        PAGE.write_text(
            docs.with_tables(PAGE.read_text(), store, date, found, results)
            if options.only
            else docs.page(store, about, found, results)
        )
        say(f"Written: {PAGE.relative_to(ROOT)}")


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure this extension beside boto3, mc and presigned URLs, and print one table.",
    )
    parser.add_argument("--quick", action="store_true", help="smaller sets, fewer repetitions")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="ROW",
        help=f"rows by name, or groups of them: {', '.join(GROUPS)}",
    )
    parser.add_argument("--store", choices=sorted(KINDS), default="seaweedfs")
    parser.add_argument(
        "--write-docs",
        action="store_true",
        help="write the results into docs/performance.md; with --only, their tables alone",
    )
    parser.add_argument(
        "--json", type=Path, default=HOME / "results.json", help="where the raw results go"
    )
    return parser.parse_args(arguments)


def _stop(number: int, frame: object) -> NoReturn:
    # What was started is ended on the way out.
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
