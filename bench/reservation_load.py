"""Customs systems that ask at once, as cheaply as one process can: raw sockets, one loop, nothing repeated.

python -P bench/reservation_load.py PLAN     prints what was answered and how long it took, as JSON

Without `rate` each client asks again as soon as it is answered. With it, so many reservations a second are due at set
moments, and a time counts from the moment it was due: a server that falls behind is not asked more gently.
"""

from __future__ import annotations

import heapq
import json
import random
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import Any


class Customs:
    """One client with a connection of its own, and one request under way at most."""

    def __init__(self, number: int, plan: dict[str, Any]) -> None:
        self.number, self.plan = number, plan
        self.chance = random.Random(number)
        self.count, self.kg = 0, 0
        self.moment, self.due, self.received, self.confirming = 0.0, 0.0, b"", False
        self.socket = socket.create_connection(("127.0.0.1", plan["port"]))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, due: float) -> None:
        """Ask for the next item of this client's declarations."""
        self.moment = due
        self.count += 1
        self.kg = self.chance.randint(*self.plan["kg"])
        key = f"{self.plan['name']}-{self.number}-{self.count}"
        self._send(
            "",
            f'{{"declaration": "D{key}", "item": 1, "net_mass_kg": {self.kg}, "trader_number": "P051234567X", '
            '"regime": "4000", "substance": "R-134a", "hs_code": "29034500", "hs_edition": "2022"}',
            due,
            key,
        )

    def confirm(self, reservation: str, due: float) -> None:
        """Say that what was held is released."""
        self._send(f"/{reservation}/confirm", "{}", due, "")

    def _send(self, path: str, body: str, due: float, key: str) -> None:
        self.due, self.confirming = due, not key
        self.socket.sendall(
            f"POST /api/v1/licences/{self.plan['number']}/reservations{path} HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {self.plan['secret']}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    def answered(self) -> tuple[int, bytes] | None:
        """The status and what was said, once all of it is here."""
        more = self.socket.recv(65536)
        if not more:
            raise SystemExit("the server closed a connection")
        self.received += more
        head, _gap, body = self.received.partition(b"\r\n\r\n")
        place = head.find(b"Content-Length: ")
        if place < 0 or len(body) < int(head[place + 16 :].split(b"\r\n", 1)[0]):
            return None
        self.received = b""
        return int(head[9:12]), body


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """How many of each answer, the mass acknowledged, and the seconds of each."""
    told: dict[str, Any] = {
        "held": 0, "held_kg": 0, "confirmed": 0, "refused": 0, "strange": [], "seconds": [],
    }  # fmt: skip
    ready = selectors.DefaultSelector()
    clients = [Customs(number, plan) for number in range(plan["clients"])]
    for client in clients:
        ready.register(client.socket, selectors.EVENT_READ, client)
    apart = len(clients) / plan["rate"] if plan.get("rate") else 0.0
    started, used = time.perf_counter(), time.process_time()
    end = started + plan["seconds"]
    waiting = [(started + apart * c.number / len(clients), c.number) for c in clients]
    heapq.heapify(waiting)
    under_way = 0
    while under_way or time.perf_counter() < end:
        now = time.perf_counter()
        while waiting and waiting[0][0] <= now < end:
            due, number = heapq.heappop(waiting)
            clients[number].ask(due)
            under_way += 1
        pause = max(0.0, min(waiting[0][0] if waiting else end, end) - now) if now < end else None
        for key, _events in ready.select(pause):
            client: Customs = key.data
            answer = client.answered()
            if answer is None:
                continue
            now = time.perf_counter()
            told["seconds"].append(now - client.due)
            reservation = _noted(client, answer, told)
            if reservation and client.chance.random() < plan["confirming"]:
                client.confirm(reservation, now)
                continue
            under_way -= 1
            client.moment = client.moment + apart if apart else now
            heapq.heappush(waiting, (client.moment, client.number))
    return told | {"took": time.perf_counter() - started, "processor_s": time.process_time() - used}


def _noted(client: Customs, answer: tuple[int, bytes], told: dict[str, Any]) -> str:
    """The reservation that was made, if it was one."""
    status, body = answer
    if status == 200 and client.confirming:
        told["confirmed"] += 1
    elif status == 200:
        told["held"] += 1
        told["held_kg"] += client.kg
        name: str = json.loads(body)["id"]
        return name
    elif b'"mass_over_balance"' in body:
        told["refused"] += 1
    else:
        told["strange"].append([status, body[:200].decode()])
    return ""


if __name__ == "__main__":
    print(json.dumps(run(json.loads(Path(sys.argv[1]).read_text()))))
