"""`tradewind reserve`: what a declaration takes from licences, asked of the office that keeps them."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Final

from tradewind.detectors.sentences import number
from tradewind.errors import RequestError
from tradewind.formats.reading import Instructions
from tradewind.intake import FilesRead
from tradewind.intake.in_memory import read
from tradewind.languages import LANGUAGES
from tradewind.reserving import (
    Answer,
    Asked,
    Call,
    Office,
    Skipped,
    ask,
    calls_of,
    checked_url,
    keep_for_later,
    key_from,
)
from tradewind_cli import output

_ROWS_SHOWN: Final = 20


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="DECLARATION",
        help="ASYCUDA World or WCO Data Model declarations, or any table of declarations that `load` reads",
    )  # fmt: skip
    parser.add_argument("--office", metavar="URL", help="the office's platform: https://ozone.example.gov")
    parser.add_argument(
        "--key-file", type=Path, metavar="F", help="a file that holds the office's key for this program"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be asked, and ask nothing")
    parser.add_argument(
        "--fallback", type=Path, metavar="F.csv",
        help="where items go that could not be asked (default: DECLARATION-not-asked.csv)",
    )  # fmt: skip
    parser.add_argument(
        "--revision", type=int, metavar="N",
        help="revision of declarations that state none (default: 1); another one is another request",
    )  # fmt: skip
    parser.add_argument(
        "--certificates", type=Path, metavar="F.pem", help="the authority of the office's own certificate"
    )
    parser.add_argument(
        "--without-tls", action="store_true", help="send the key in the clear, in a network of your own"
    )
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="of the office's sentences"
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", default=None, help="03/04/2024 is 3 April")
    order.add_argument("--month-first", action="store_true", default=None, help="03/04/2024 is 4 March")


def run(parsed: Namespace) -> int:
    """Status 0 when all is held; 1 when some was refused, unread or could not be asked; 2 when nothing could be."""
    if parsed.revision is not None and parsed.revision < 1:
        raise RequestError("--revision takes a number of one or more")
    found = _read(parsed)
    rows = found.tables["declarations"].to_pylist() if "declarations" in found.tables else []
    calls, skipped, silent = calls_of(rows, parsed.revision)
    if not calls and not skipped:
        _tell_unread(found)
        raise RequestError(f"no item of {_named(parsed)} names a licence; nothing to ask")
    if parsed.dry_run:
        return _would_ask(parsed, calls, skipped, silent, found)
    office = _office(parsed)
    asked = ask(office, calls, told=lambda place: output.progress(f"asking {place + 1} of {len(calls)} ..."))
    output.progress_done()
    fallback = _fallback(parsed) if asked.waiting else None
    if fallback is not None:
        keep_for_later(fallback, [call for call, _ in asked.waiting])
    _tell(parsed, asked, skipped, silent, found, fallback)
    if asked.shut:
        output.complain(asked.shut)
        return 2
    if asked.waiting and not asked.answers:
        output.complain(
            f"{office.url} could not be asked: {asked.waiting[0][1]}; the items wait in {fallback}"
        )
        return 2
    return 1 if asked.refused or asked.waiting or skipped or not found.is_whole else 0


def _read(parsed: Namespace) -> FilesRead:
    day_first = True if parsed.day_first else False if parsed.month_first else None
    return read(parsed.files, Instructions(day_first=day_first))


def _office(parsed: Namespace) -> Office:
    if not parsed.office or not parsed.key_file:
        raise RequestError("say whom to ask: --office URL and --key-file F (or --dry-run, which asks nobody)")
    url = checked_url(parsed.office, without_tls=parsed.without_tls)
    key = key_from(parsed.key_file)
    if os.name == "posix" and parsed.key_file.stat().st_mode & 0o077:
        output.complain(f"others on this machine can read {parsed.key_file}; make it yours alone: chmod 600")
    return Office(url, key, parsed.language, certificates=parsed.certificates)


def _fallback(parsed: Namespace) -> Path:
    if parsed.fallback:
        return Path(parsed.fallback)
    stem = parsed.files[0].stem
    return Path(f"{stem}.csv" if stem.endswith("-not-asked") else f"{stem}-not-asked.csv")


def _would_ask(
    parsed: Namespace, calls: list[Call], skipped: list[Skipped], silent: int, found: FilesRead
) -> int:
    if parsed.json:
        output.document({
            "dry_run": True, "items": [_item(call) | {"request": call.said} for call in calls],
            **_rest(skipped, silent, found),
        })  # fmt: skip
    else:
        for call in calls:
            gas = call.said.get("substance") or f"HS {call.said.get('hs_code', '?')}"
            output.say(
                f"{call.name}: would ask licence {call.licence} for {_kg(call.said['net_mass_kg'])} of {gas}"
                f" ({call.said['regime'] or 'no regime'}, trader {call.said['trader_number'] or 'not stated'},"
                f" key {call.key})"
            )
        _tell_rest(skipped, silent, found)
    return 1 if skipped or not found.is_whole else 0


def _tell(
    parsed: Namespace, asked: Asked, skipped: list[Skipped], silent: int, found: FilesRead, fallback: Path | None
) -> None:  # fmt: skip
    if parsed.json:
        output.document({
            "office": parsed.office, "held": len(asked.answers) - asked.refused, "refused": asked.refused,
            "not_asked": len(asked.waiting), "fallback": str(fallback) if fallback else None,
            "items": [_item(call) | _answered(answer) for call, answer in asked.answers]
            + [_item(call) | {"outcome": "not_asked", "detail": why} for call, why in asked.waiting],
            **_rest(skipped, silent, found),
        })  # fmt: skip
        return
    for call, answer in asked.answers:
        output.say(f"{call.name}: {_sentence(call, answer)}")
    for call, why in asked.waiting:
        output.say(f"{call.name}: could not be asked ({why}); let it wait, or go by the paper")
    _tell_rest(skipped, silent, found)
    if fallback is not None:
        output.say(
            f"\nWhat could not be asked is in {fallback}. When the link is back: tradewind reserve {fallback}"
        )
        output.say("If the goods have left by then, send that file as the daily file instead.")


def _sentence(call: Call, answer: Answer) -> str:
    held = answer.held
    if held is None:
        source = f" ({answer.source})" if answer.source else ""
        return f"REFUSED, {answer.detail}{source} [{answer.code}]"
    what = f"{_kg(held['net_mass_kg'])} of {held['substance']}"
    left = f"{_kg(held['left_kg'])} left"
    if held["state"] == "held":
        until = str(held["lapses_at"] or "")[:16].replace("T", " ")
        return f"{what} held on licence {held['licence']} until {until}; {left}; confirm at release: {held['id']}"
    if held["state"] == "confirmed":
        return f"cleared already, {_kg(held['cleared_kg'] or 0)} on licence {held['licence']}; {left}"
    return (
        f"NOT HELD, what was asked before under {call.key} is {held['state']}; to ask anew give another --revision"
        f" [{held['state']}]"
    )


def _item(call: Call) -> dict[str, Any]:
    return {
        "declaration": call.said["declaration"], "item": call.said["item"], "licence": call.licence, "key": call.key,
        "net_mass_kg": call.said["net_mass_kg"],
    }  # fmt: skip


def _answered(answer: Answer) -> dict[str, Any]:
    if answer.held is not None:
        return {"outcome": answer.held["state"], "reservation": answer.held}
    return {"outcome": "refused", "code": answer.code, "detail": answer.detail, "source": answer.source}


def _rest(skipped: list[Skipped], silent: int, found: FilesRead) -> dict[str, Any]:
    return {
        "skipped": [{"item": s.name, "licence": s.licence, "why": s.why} for s in skipped],
        "without_licence": silent,
        "unread": [{"row": r["row"], "reason": r["reason"], "mend": r["mend"]} for r in found.refused],
    }


def _tell_rest(skipped: list[Skipped], silent: int, found: FilesRead) -> None:
    for one in skipped:
        output.say(f"{one.name}: not asked of licence {one.licence}, {one.why}")
    if silent:
        output.say(f"{silent} {'item names' if silent == 1 else 'items name'} no licence")
    _tell_unread(found)


def _tell_unread(found: FilesRead) -> None:
    for row in found.refused[:_ROWS_SHOWN]:
        output.complain(f"not read, row {row['row']}: {row['reason']}; {row['mend']}")


def _named(parsed: Namespace) -> str:
    return ", ".join(str(path) for path in parsed.files)


def _kg(kilos: float) -> str:
    return f"{number(kilos)} kg"
