"""Which requests go through the environment's HTTP proxy."""

from __future__ import annotations

import asyncio

import pytest

from ..store.client import proxy_for
from ..store.noproxy import read_no_proxy

#: NO_PROXY, a host with its port, and whether the proxy is left out.
TABLE = [
    ("", "store.example", False),
    ("*", "store.example", True),
    ("other.example, *", "10.0.0.1:9000", True),
    # Names, and what is below them; of curl, Go and requests.
    ("store.example", "store.example", True),
    ("store.example", "STORE.example.", True),
    ("store.example.", "store.example", True),
    ("example", "store.example", True),
    (".example", "store.example", True),
    (".example", "example", True),
    ("*.example", "store.example", True),
    ("ample", "store.example", False),
    ("store.example", "notstore.example", False),
    ("store.example", "store.example.org", False),
    ("other.example store.example", "store.example", True),
    (" other.example ,\tstore.example ", "store.example:9000", True),
    ("localhost", "localhost:9000", True),
    # Ports.
    ("store.example:9000", "store.example:9000", True),
    ("store.example:9000", "store.example:9001", False),
    ("store.example:443", "store.example", True),
    ("10.0.0.1:9000", "10.0.0.1:9000", True),
    ("10.0.0.1:9000", "10.0.0.1", False),
    ("[fd00::1]:9000", "[fd00::1]:9000", True),
    ("[fd00::1]:9000", "[fd00::1]:9001", False),
    # Addresses.
    ("10.0.0.1", "10.0.0.1:9000", True),
    ("10.0.0.1", "10.0.0.10", False),
    ("0.0.1", "10.0.0.1", False),
    ("fd00::1", "[fd00::1]:9000", True),
    ("[fd00::1]", "[fd00:0:0::1]", True),
    ("::1", "[::1]", True),
    ("10.0.0.1", "[::ffff:10.0.0.1]", True),
    # Networks.
    ("10.0.0.0/8", "10.42.0.7:9000", True),
    ("10.0.0.0/8", "11.0.0.1", False),
    ("10.0.0.1/8", "10.42.0.7", True),
    ("192.168.0.0/16,10.0.0.0/8", "10.42.0.7", True),
    ("10.0.0.1/32", "10.0.0.1", True),
    ("fd00::/8", "[fd12:3456::1]:9000", True),
    ("[fd00::]/8", "[fd12:3456::1]", True),
    ("fd00::/8", "[fe80::1]", False),
    ("10.0.0.0/8", "[::ffff:10.1.2.3]", True),
    ("0.0.0.0/0", "[fd00::1]", False),
    # Names that have their addresses there.
    ("127.0.0.0/8,::1/128", "localhost:9000", True),
    ("10.0.0.0/8", "localhost", False),
    ("127.0.0.0/8", "no-such-host.invalid", False),
    # What cannot be understood is no entry.
    ("10.0.0.0/99,/8,10.0.0.0/", "10.0.0.1", False),
    ("http://store.example", "store.example", False),
    (",.,*.", "store.example", False),
    ("[::1", "[::2]", False),
]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("no_proxy", "host", "direct"), TABLE)
def test_what_no_proxy_says(
    no_proxy: str, host: str, direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    expected = None if direct else "http://proxy.example:3128"
    assert asyncio.run(proxy_for(f"https://{host}/b")) == expected


@pytest.mark.parametrize("inside", [True, False])
def test_a_name_is_looked_up_once(inside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    host = f"minio-{int(inside)}.storage.svc"

    async def ask() -> list[bool]:
        async def getaddrinfo(name: str, *rest: object, **more: object) -> list[object]:
            asked.append(name)
            addresses = ["10.42.0.7", "10.43.0.1" if inside else "93.184.216.34"]
            return [(0, 0, 0, "", (address, 0)) for address in addresses]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        no_proxy = read_no_proxy("10.0.0.0/8")
        return [await no_proxy.covers(f"http://{host}:9000/b/k") for _ in range(3)]

    assert asyncio.run(ask()) == [inside] * 3
    assert asked == [host]


def test_which_http_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    def proxy(url: str) -> str | None:
        return asyncio.run(proxy_for(url))

    assert proxy("https://store.example/b") is None
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    assert proxy("https://store.example/b") == "http://proxy.example:3128"
    assert proxy("http://store.example/b") is None
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.example")
    assert proxy("http://store.example/b") is None
