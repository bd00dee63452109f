"""The rows of the table, with what each must reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .sizes import Sizes
from .table import Limit, Row

#: The measures, in the order in which they run.
GROUPS = ("startup", "listing", "panel", "transfers", "requests", "folders")

#: Parts in flight, and as much again for what Chromium holds on their way.
PARTS_IN_FLIGHT = 128
STATUS_LIMIT = Limit(0.1)
IDLE = "an idle server"


def rows(sizes: Sizes) -> list[Row]:
    """Return all rows."""
    return [
        *_startup(),
        *_listing(sizes),
        *_panel(sizes),
        *_transfers(sizes),
        *_requests(sizes),
        *_folders(sizes),
    ]


def chosen(all_rows: Sequence[Row], names: Iterable[str]) -> list[Row]:
    """Return the rows of these names or groups; all of them when no name is given.

    Raises:
        ValueError: there is no such row.
    """
    wanted = set(names)
    known = {row.name for row in all_rows} | {row.group for row in all_rows}
    if wanted - known:
        unknown = ", ".join(sorted(wanted - known))
        raise ValueError(f"There is no row {unknown}. There are: {', '.join(sorted(known))}.")
    return [row for row in all_rows if not wanted or wanted & {row.name, row.group}]


def _startup() -> Iterator[Row]:
    yield Row(
        "start-bytes",
        "startup",
        "Start: gzipped bytes loaded before the panel opens",
        "start.bytes",
        "kB",
        limit=Limit(30_000),
    )
    yield Row(
        "start-requests",
        "startup",
        "Start: S3 requests before the panel opens",
        "start.requests",
        "count",
        limit=Limit(0),
        statistic="max",
    )


def _listing(sizes: Sizes) -> Iterator[Row]:
    for name in ("small", "medium", "large"):
        yield Row(
            f"first-rows-{name}",
            "listing",
            f"First rows of {getattr(sizes, name):,} objects, click → painted",
            f"open.{name}",
            "ms",
            limit=None if name == "medium" else Limit(0.3),
        )
    yield Row(
        "first-rows-ratio",
        "listing",
        f"First rows: {sizes.large:,} objects beside {sizes.small:,}",
        "open.large",
        "ms",
        beside=((f"{sizes.small:,}", "open.small"),),
        limit=Limit(1.3, of="compared"),
    )
    yield Row(
        "first-rows-again",
        "listing",
        f"First rows of {sizes.large:,} objects, left while they are listed and entered again",
        "open.again",
        "ms",
        beside=(("entered once", "open.large"),),
        compare="difference",
        limit=Limit(0.3),
    )
    yield Row(
        "first-page-ratio",
        "listing",
        f"- the store's own first page by boto3: {sizes.large:,} objects beside {sizes.small:,}",
        "page.large",
        "ms",
        beside=((f"{sizes.small:,}", "page.small"),),
    )
    yield Row(
        "list-all",
        "listing",
        f"Whole listing of {sizes.large:,} objects, in the background",
        "list.ours",
        "s",
        beside=(("boto3", "list.boto3"), ("mc", "list.mc")),
        limit=Limit(1.2, of="compared"),
    )
    yield Row(
        "list-click",
        "listing",
        "- a click meanwhile",
        "list.click",
        "ms",
        limit=Limit(0.05),
    )
    yield Row("list-frame", "listing", "- longest frame meanwhile", "list.frame", "ms")
    yield Row(
        "list-stop",
        "listing",
        "- listing requests sent after the folder was left",
        "list.after",
        "count",
        limit=Limit(0),
    )
    yield from _server("listing", "list", "the listing", memory=False)


def _panel(sizes: Sizes) -> Iterator[Row]:
    shown = f"with {sizes.large:,} listed"
    yield Row("click", "panel", f"A click {shown}", "panel.click", "ms", limit=Limit(0.05))
    yield Row(
        "scroll",
        "panel",
        f"Longest frame while scrolling {shown}",
        "panel.frame",
        "ms",
        beside=(("at rest", "panel.rest"),),
        compare="difference",
        limit=Limit(0.1),
        statistic="max",
    )
    yield Row(
        "dom-rows",
        "panel",
        f"Rows in the DOM {shown}",
        "panel.rows",
        "count",
        limit=Limit(500),
        statistic="max",
    )
    yield Row("refresh", "panel", f"Refresh {shown}, until it is complete", "panel.refresh", "s")
    yield Row(
        "refresh-frame",
        "panel",
        "- longest frame meanwhile",
        "panel.refreshframe",
        "ms",
        beside=(("at rest", "panel.rest"),),
        compare="difference",
        limit=Limit(0.1),
    )


def _transfers(sizes: Sizes) -> Iterator[Row]:
    size = f"{sizes.file:,} MiB"
    for what, bound in (("download", 0.8), ("upload", 0.65)):
        others = (("boto3", f"{what}.boto3"), ("mc", f"{what}.mc"))
        yield Row(
            f"{what}-proxy",
            "transfers",
            f"{what.capitalize()} of {size} through the proxy",
            f"{what}.proxy",
            "rate",
            beside=(("presigned URL", f"{what}.presigned"), *others),
            compare="speed",
            limit=Limit(bound, at_least=True, of="compared"),
            size=sizes.file,
        )
        yield from _server("transfers", what, f"the {what}", memory=True)
        yield Row(
            f"{what}-browser",
            "transfers",
            f"- growth of the browser's memory in the {what}",
            f"{what}.browser",
            "MiB",
            beside=(("presigned URL", f"{what}.presignedbrowser"),),
            compare=None,
            limit=Limit(PARTS_IN_FLIGHT),
        )
        yield Row(
            f"{what}-direct",
            "transfers",
            f"{what.capitalize()} of {size} straight to the store",
            f"{what}.direct",
            "rate",
            beside=(("presigned URL", f"{what}.presigned"),),
            compare="speed",
            limit=Limit(0.95, at_least=True, of="compared"),
            size=sizes.file,
        )


def _requests(sizes: Sizes) -> Iterator[Row]:
    yield Row(
        "small-request",
        "requests",
        "A small request through the proxy",
        "request.proxy",
        "ms",
        beside=(("direct", "request.direct"),),
        compare="difference",
        limit=Limit(0.005, of="compared"),
    )
    yield Row(
        "at-once",
        "requests",
        f"{sizes.at_once} small requests at once",
        "request.burst",
        "ms",
        beside=(("direct", "request.directburst"),),
    )
    yield Row(
        "at-once-errors",
        "requests",
        "- errors among them",
        "request.errors",
        "count",
        limit=Limit(0),
        statistic="sum",
    )


def _folders(sizes: Sizes) -> Iterator[Row]:
    yield Row(
        "delete",
        "folders",
        f"Delete a folder of {sizes.deleted:,}",
        "delete.ours",
        "s",
        beside=(("mc rm", "delete.mc"),),
        limit=Limit(1.2, of="compared"),
    )
    yield from _server("folders", "delete", "the deleting", memory=False)
    yield Row(
        "rename",
        "folders",
        f"Rename a folder of {sizes.renamed:,}",
        "rename.ours",
        "s",
        beside=(("mc mv", "rename.mc"),),
        limit=Limit(2, of="compared"),
    )
    yield from _server("folders", "rename", "the renaming", memory=False)
    for what, beside in (
        ("move", "mc mv"),
        ("copy", "mc cp"),
        ("delete", "mc rm"),
        ("upload", "mc cp"),
    ):
        yield Row(
            f"select-{what}",
            "folders",
            f"{what.capitalize()} a selection of {sizes.selected:,} small files",
            f"select-{what}.ours",
            "s",
            beside=((beside, f"select-{what}.mc"),),
            limit=Limit(2, of="compared"),
        )


def _server(group: str, name: str, during: str, *, memory: bool) -> Iterator[Row]:
    """Yield what the Jupyter server costs meanwhile."""
    if memory:
        yield Row(
            f"{name}-memory",
            group,
            f"- growth of the server's memory in {during}",
            f"{name}.memory",
            "MiB",
            limit=Limit(32),
            statistic="max",
        )
    yield Row(
        f"{name}-status",
        group,
        f"- /api/status in {during}, longest",
        f"{name}.status",
        "ms",
        beside=((IDLE, f"{name}.idle"),),
        compare="difference",
        limit=STATUS_LIMIT,
        statistic="max",
    )
    yield Row(
        f"{name}-status-p95",
        group,
        f"- /api/status in {during}, 95 % within",
        f"{name}.status",
        "ms",
        beside=((IDLE, f"{name}.idle"),),
        compare="difference",
        statistic="p95",
    )
