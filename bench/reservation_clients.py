"""Customs systems that ask at once: plain HTTP over kept connections, each request repeated by its key until answered.

python -P bench/reservation_clients.py PLAN     prints what was acknowledged, refused and how long it took, as JSON
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any


class Customs:
    """One client: the next item of its own declarations, sent again by the same key until somebody answers."""

    def __init__(self, number: int, plan: dict[str, Any], told: dict[str, Any]) -> None:
        self.number, self.plan, self.told = number, plan, told
        self.chance = random.Random(number)
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def work(self) -> None:
        """Ask until the time is over or, where the plan says so, until nothing is left."""
        end, count = time.perf_counter() + self.plan["seconds"], 0
        while time.perf_counter() < end:
            count += 1
            kg = self.chance.randint(*self.plan["kg"])
            key = f"{self.plan.get('name', 'c')}-{self.number}-{count}"
            said = {
                "declaration": f"D{key}", "item": 1, "net_mass_kg": kg, "trader_number": "P051234567X",
                "regime": "4000", "substance": "R-134a", "hs_code": "29034500", "hs_edition": "2022",
            }  # fmt: skip
            path = f"/api/v1/licences/{self.plan['number']}/reservations"
            status, answer = await self.ask(path, said, key)
            if status == 200:
                self.told["held"].append([key, answer["id"], kg])
                if self.chance.random() < self.plan["confirming"]:
                    status, answer = await self.ask(f"{path}/{answer['id']}/confirm", {}, "")
                    if status == 200:
                        self.told["confirmed"].append(answer["id"])
                    else:
                        self.told["strange"].append([status, answer])
            elif answer.get("code") == "mass_over_balance":
                self.told["refused"] += 1
            else:
                self.told["strange"].append([status, answer])

    async def ask(self, path: str, said: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """The answer, however often the server goes away meanwhile."""
        started, tries = time.perf_counter(), 0
        while True:
            try:
                found = await asyncio.wait_for(self._once(path, json.dumps(said).encode(), key), 30)
            except (OSError, EOFError, TimeoutError, ValueError):
                tries += 1
                self.told["repeated"] += 1
                if self.writer is not None:
                    self.writer.close()
                self.reader = self.writer = None
                if tries > 300:  # a minute and a half
                    raise
                await asyncio.sleep(0.3)
                continue
            if found[0] >= 500:
                self.told["strange"].append([found[0], path])
                await asyncio.sleep(0.1)
                continue
            if not tries:
                self.told["seconds"].append(time.perf_counter() - started)
            return found

    async def _once(self, path: str, body: bytes, key: str) -> tuple[int, dict[str, Any]]:
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.plan["port"])
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.plan['secret']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            + (f"Idempotency-Key: {key}\r\n" if key else "")
            + "\r\n"
        )
        self.writer.write(head.encode() + body)
        text = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        lines = text.split("\r\n")
        length = int(next(line.split(":")[1] for line in lines if line.startswith("content-length:")))
        content = await self.reader.readexactly(length)
        return int(lines[0].split(" ")[1]), json.loads(content) if content[:1] == b"{" else {}


async def _all(plan: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "held": [], "confirmed": [], "refused": 0, "repeated": 0, "strange": [], "seconds": [],
    }  # fmt: skip
    started = time.perf_counter()
    await asyncio.gather(*(Customs(n, plan, told).work() for n in range(plan["clients"])))
    told["took"] = time.perf_counter() - started
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_all(json.loads(Path(sys.argv[1]).read_text())))))
