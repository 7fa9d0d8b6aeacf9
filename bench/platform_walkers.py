"""The people of `bench platform`: plain HTTP over kept connections, light enough to leave the processor to the server.

python bench/platform_walkers.py PLAN PORT SECONDS PAUSE     prints {"answers", "failed", "processor_s"} as JSON
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any


async def _walk(number: int, person: dict[str, Any], port: int, seconds: float, pause: float) -> list[Any]:
    chance = random.Random(number)
    names, weights = list(person["weights"]), list(person["weights"].values())
    answers: list[Any] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    # so that twenty do not knock in one moment
    await asyncio.sleep(chance.random() * pause)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        page = chance.choices(names, weights)[0]
        address = chance.choice(person["addresses"][page] or ["/"])
        started = time.perf_counter()
        writer.write(
            (
                f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {person['cookie']}\r\n"
                f"Accept-Encoding: gzip\r\nAccept-Language: {person['language']}\r\n\r\n"
            ).encode()
        )
        status = await _answer(reader)
        answers.append((page, time.perf_counter() - started, status))
        if pause:
            await asyncio.sleep(pause * (0.5 + chance.random()))
    writer.close()
    return answers


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end; its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = next((int(x.split(":")[1]) for x in head.split("\r\n") if x.startswith("content-length:")), None)
    if length is not None:
        await reader.readexactly(length)
        return status
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readuntil(b"\r\n")
    return status


async def _all(plan: list[dict[str, Any]], port: int, seconds: float, pause: float) -> list[Any]:
    walks = (_walk(n, person, port, seconds, pause) for n, person in enumerate(plan))
    return [answer for walked in await asyncio.gather(*walks) for answer in walked]


if __name__ == "__main__":
    told = asyncio.run(
        _all(
            json.loads(Path(sys.argv[1]).read_text()),
            int(sys.argv[2]),
            float(sys.argv[3]),
            float(sys.argv[4]),
        )
    )
    print(json.dumps({
        "answers": [(page, spent) for page, spent, status in told if status == 200],
        "failed": sum(status != 200 for _page, _spent, status in told), "processor_s": time.process_time(),
    }))  # fmt: skip
