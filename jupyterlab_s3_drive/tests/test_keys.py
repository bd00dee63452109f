"""Keys pass the proxy unharmed, however they are spelled on the way."""

from __future__ import annotations

import re
import uuid
from html import unescape
from urllib.parse import quote, unquote_plus

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE, Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET
from jupyterlab_s3_drive.tests.kit.wire import Wire

ODD_KEYS = [
    "plain.txt",
    "with space.txt",
    " leading and trailing ",
    "été.txt",
    "e\u0301te\u0301 (NFD).txt",
    "日本語/ファイル",
    "emoji-🎉",
    "a+b",
    "a%b",
    "100%",
    "%41",
    "a%2Fb",
    "%2e%2e",
    "#hash?.csv",
    "what?",
    "a;b=c",
    "x=1/y=2/part.parquet",
    "a&b",
    "'single'",
    '"double"',
    ":@,!*()~$[]{}",
    "<tag>|^`",
    "tab\there",
    "line\nbreak",
    "...",
    "..a/.b/c..",
    "-dash_under.dot~",
    "back\\slash",
]

SPELLINGS = {
    "sdk": lambda key: quote(key, safe=SDK_SAFE),
    # What a careless client leaves as it is; the rest would not survive as a request line.
    "sloppy": lambda key: quote(key, safe="/-_.!~*'();:@&=+$,[]|^"),
    "everything": lambda key: "".join(f"%{byte:02x}" for byte in key.encode()),
}


def same_on(store: Store, key: str) -> bool:
    """Tell whether the store itself keeps such a key apart: SeaweedFS takes `\\` for `/`."""
    return store.name != "seaweedfs" or "\\" not in key


def is_refused_by(store: Store, key: str) -> bool:
    """Tell whether the store has no such key: MinIO reads `\\` as `/`, and trims each segment.

    What it then takes for `.` or `..` is refused (`hasBadPathComponent` in its
    `cmd/generic-handlers.go`). Of the blanks it trims those of ASCII.
    """
    segments = re.split(r"[/\\]", key)
    return store.name == "minio" and any(
        each.strip(" \t\n\v\f\r") in (".", "..") for each in segments
    )


def listed(browser: Browser, prefix: str) -> list[str]:
    """Return the keys below a prefix."""
    bucket, _, rest = prefix.partition("/")
    query = f"?list-type=2&encoding-type=url&prefix={quote(rest, safe='')}"
    answer = browser.send("GET", f"api/{bucket}{query}&1732345678901")
    assert answer.status == 200, answer.body
    return [
        unquote_plus(unescape(key))
        for key in re.findall(r"<Key>([^<]*)</Key>", answer.body.decode())
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("way", ["direct", "hub"])
def test_odd_keys(
    request: pytest.FixtureRequest,
    browser: Browser,
    store: Store,
    prefix: str,
    way: str,
    spelling: str,
) -> None:
    client = browser if way == "direct" else request.getfixturevalue("hub")
    spell = SPELLINGS[spelling]
    keys = [key for key in ODD_KEYS if same_on(store, key)]
    for key in keys:
        answer = client.send("PUT", "api/" + spell(prefix + key), key.encode())
        assert answer.status == 200, (key, answer)
    assert sorted(listed(client, prefix)) == sorted(prefix.partition("/")[2] + key for key in keys)
    # The store's own client finds them under their own names.
    direct = store.client()
    for key in keys:
        found = direct.get_object(Bucket=BUCKET, Key=(prefix + key).partition("/")[2])
        assert found["Body"].read() == key.encode()
    for key in keys:
        answer = client.send("GET", "api/" + spell(prefix + key))
        assert (answer.status, answer.body) == (200, key.encode()), key
        assert client.send("DELETE", "api/" + spell(prefix + key)).status == 204, key
    assert listed(client, prefix) == []


segments = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20
).filter(lambda text: text not in (".", ".."))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@example(parts=[". "], folder=False)
@example(parts=["a", "\t..\v"], folder=True)
@example(parts=["\x1f."], folder=False)
@example(parts=["a\\.\\b"], folder=False)
@example(parts=["\u00a0."], folder=False)
@given(parts=st.lists(segments, min_size=1, max_size=3), folder=st.booleans())
def test_any_legal_key(browser: Browser, store: Store, parts: list[str], folder: bool) -> None:
    key = f"any/{uuid.uuid4()}/" + "/".join(parts) + ("/" if folder else "")
    if not same_on(store, key):
        return
    # An object whose name ends with a slash is a folder's marker: stores keep no content for it.
    content = b"" if folder else key.encode()
    put = browser.s3("PUT", f"{BUCKET}/{key}", content)
    if is_refused_by(store, key):
        assert (put.status, put.origin) == (400, "store")
        assert b"<Code>XMinioInvalidResourceName</Code>" in put.body
        return
    assert put.status == 200, put.body
    assert browser.s3("GET", f"{BUCKET}/{key}").body == content
    parent = key.rstrip("/").rpartition("/")[0] + "/"
    assert listed(browser, f"{BUCKET}/{parent}") == [key]
    assert browser.s3("DELETE", f"{BUCKET}/{key}").status == 204
    assert browser.s3("HEAD", f"{BUCKET}/{key}").status == 404


REFUSED = [
    "a/../b",
    "a/./b",
    "..",
    ".",
    "a/..",
    "a/%2e%2e/b",
    "a/.%2E/b",
    "a%2F..%2Fb",
    "a%2f%2e%2e%2fb",
    "/a",
    "%2Fa",
    "a//b",
    "a%2F%2Fb",
    "a/%2Fb",
    "a//",
]


@pytest.mark.parametrize("key", REFUSED)
def test_unaddressable_keys_are_refused(browser: Browser, wire: Wire, key: str) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "POST"):
        answer = browser.send(method, f"api/{BUCKET}/{key}", b"" if method == "PUT" else None)
        assert (answer.status, answer.code) == (400, "InvalidKey")
    assert wire.requests == []


@pytest.mark.parametrize("path", ["/", "//x", "..", "%2e%2e/x", ".", "%2F%2Fexample.com/x"])
def test_a_bucket_is_no_way_out(browser: Browser, wire: Wire, path: str) -> None:
    answer = browser.send("GET", f"api/{path}")
    assert (answer.status, answer.code) == (400, "InvalidKey")
    assert wire.requests == []


@pytest.mark.parametrize(
    "path",
    [
        "http://127.0.0.1:9/x",
        "http:%2f%2f127.0.0.1:9%2fx",
        "@127.0.0.1:9/x",
        "user:password@127.0.0.1:9",
        "127.0.0.1:9/%0d%0aHost:%20127.0.0.1:9",
        "x%0d%0aHost:127.0.0.1/x",
        "%00/x",
        "x%23@127.0.0.1:9/y",
        "\\\\127.0.0.1/x",
    ],
)
def test_only_the_configured_store_is_reached(browser: Browser, wire: Wire, path: str) -> None:
    answer = browser.send("GET", f"api/{path}")
    assert answer.status in (400, 403, 404, 405)
    # Refused by us, or answered by the store as the strange name that it is.
    assert len(wire.requests) == (answer.origin == "store")


def test_copy_sources(browser: Browser, wire: Wire, prefix: str) -> None:
    source, target = prefix + "été + %41 #1.txt", prefix + "copy"
    assert browser.s3("PUT", source, b"content").status == 200
    for spelled in (quote(source), "/" + quote(source, safe="/+")):
        copied = browser.s3("PUT", target, b"", {"x-amz-copy-source": spelled})
        assert copied.status == 200, copied.body
        assert browser.s3("GET", target).body == b"content"
    wire.reset()
    for bad in ("", "/", BUCKET, f"{BUCKET}/", f"{BUCKET}/a/../b", f"{BUCKET}/a%2F%2e%2e%2Fb",
                f"{BUCKET}//b", f"//{BUCKET}/b", "../x/y", "arn:aws:s3:::x/y", "http://x/y"):  # fmt: skip
        answer = browser.s3("PUT", target, b"", {"x-amz-copy-source": bad})
        assert (answer.status, answer.code) == (400, "InvalidKey"), bad
    assert wire.requests == []


def test_the_query_goes_on_canonically(browser: Browser, wire: Wire, prefix: str) -> None:
    assert browser.s3("PUT", prefix + "a b'c", b"x").status == 200
    rest = prefix.partition("/")[2]
    for spelled in (f"prefix={rest}a b'".replace(" ", "+"), f"prefix={rest}a%20b%27&&"):
        wire.reset()
        answer = browser.send(
            "GET", f"api/{BUCKET}?list-type=2&{spelled}&_xsrf=1&no_track_activity=1&1732345678901"
        )
        assert answer.body.count(b"<Key>") == 1
        encoded = quote(f"{rest}a b'", safe="")
        assert wire.requests == [f"GET /{BUCKET}?list-type=2&prefix={encoded}"]
    wire.reset()
    assert browser.send("GET", f"api/{BUCKET}?location").status == 200
    assert wire.requests == [f"GET /{BUCKET}?location="]
