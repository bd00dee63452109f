"""Small requests: one after the other, and many at once."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import yarl

from .. import data
from ..ground import PROXY, Ground

_KEY = "small/request.txt"
_BURSTS = 3


def requests(ground: Ground) -> None:
    """Ask for a small object through the proxy and directly, in turns."""
    ground.client.put_object(Bucket=data.BUCKET, Key=_KEY, Body=b"x" * 1024)
    asyncio.run(_measure(ground))


async def _measure(ground: Ground) -> None:
    server, results = ground.servers[PROXY], ground.results
    direct = yarl.URL(data.link(ground.client, "get_object", _KEY), encoded=True)
    proxied = yarl.URL(f"{server.url}s3-drive/default/api/{data.BUCKET}/{_KEY}")
    token = {"Authorization": f"token {server.token}"}
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

        async def ask(url: yarl.URL) -> float:
            started = time.perf_counter()
            async with session.get(url, headers=token if url is proxied else {}) as answer:
                answer.raise_for_status()
                await answer.read()
            return time.perf_counter() - started

        async def burst(url: yarl.URL) -> tuple[float, int]:
            """Return the seconds until all are answered, and how many failed."""
            started = time.perf_counter()
            asked = [ask(url) for _ in range(ground.sizes.at_once)]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            failed = sum(isinstance(answer, BaseException) for answer in answers)
            return time.perf_counter() - started, failed

        for url in (direct, proxied):
            await ask(url)
        for _ in range(ground.sizes.requests):
            results.add("request.direct", await ask(direct))
            results.add("request.proxy", await ask(proxied))
        for _ in range(_BURSTS):
            results.add("request.directburst", (await burst(direct))[0])
            seconds, failed = await burst(proxied)
            results.add("request.burst", seconds)
            results.add("request.errors", failed)
