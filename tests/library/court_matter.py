"""An invented matter for a court, with a photograph, a paper, custody and audit as the platform writes them."""

import hashlib
import json
from datetime import UTC, datetime

from photographs import jpeg
from tradewind.ledgers.custody import GENESIS, chained
from tradewind.reporting.court import Chain, Exhibit, Favourable, Matter, Record

AT = datetime(2026, 3, 9, 10, tzinfo=UTC)


def exhibit(number, title, content, **said):
    return Exhibit(number, title, content, hashlib.sha256(content).hexdigest(), **said)


def custody(facts):
    entries, last = [], GENESIS
    for fact in facts:
        digest = chained(fact, last)
        entries.append({"facts": fact, "previous": last, "digest": digest})
        last = digest
    return Chain("custody-E-001", "custody", tuple(entries), len(entries), last)


def audit(reasons):
    """Events 3, 4 and 7 of a chain of nine: others lie between."""
    entries, last = [], "a" * 64
    for number, reason in zip((3, 4, 7), reasons, strict=True):
        covered = ["agency", number, "2026-03-04T10:00:00.000000+00:00", 1, "officer", "seizures.recorded", "seizure",
                   "s", {"number": "2026-0001", "kg": 1.5}, reason, "", None, last]  # fmt: skip
        text = json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        last = hashlib.sha256(text.encode()).hexdigest()
        names = ("chain", "number", "at", "actor", "roles", "name", "subject_kind", "subject_id", "facts", "reason",
                 "sealed", "key", "previous")  # fmt: skip
        entries.append({**dict(zip(names, covered, strict=True)), "digest": last})
    return Chain("audit", "audit", tuple(entries), 9, "b" * 64, "agency")


def matter(**changed):
    said = {
        "number": "2026-0001", "title": "R-22 at the harbour", "agency": "Prosecutor of Bouvet", "made_at": AT,
        "facts": (("Against", "Tern Refrigeration"), ("Act on", "2026-03-04")),
        "exhibits": (
            exhibit("E-001", "Photograph of the cage", jpeg(), name="IMG_1.JPG", kind="photograph"),
            exhibit("E-002", "Bill of lading", b"%PDF-1.4 bill of lading", name="bill.pdf", favours="accused"),
        ),
        "records": (
            Record("seizure", "The seizure", {
                "number": "2026-0001", "who": "told by Jane Doe", "items": [{"gas": "R-22", "kg": 1564.5}],
            }),
        ),
        "favourable": (Favourable("lawful explanation", "the licence was renewed", "not ruled out", "finding 1"),),
        "chains": (
            custody([{"happened": "seized", "by": "Otto"}, {"happened": "moved", "why": "Jane Doe said so"},
                     {"happened": "weighed", "by": "Maren"}]),
            audit(["", "a call of jane  DOE", ""]),
        ),
    }  # fmt: skip
    return Matter(**{**said, **changed})
