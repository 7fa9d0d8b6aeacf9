"""The pocket page and its two-page A4 card, as one HTML text under 2 MB that needs no network."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tradewind.errors import RequestError
from tradewind.languages import Translate, direction, long_day, translator
from tradewind.pocket.book import Book
from tradewind.reference.names import normalise

#: A messaging app on a weak link still carries it; the issue's own limit is 2 MB.
LARGEST: Final = 2_000_000
#: Greek, Cyrillic with its supplement, Arabic with its digits.
_SCRIPTS: Final = ((0x0370, 0x0400), (0x0400, 0x0530), (0x0600, 0x0700))
#: Designations an officer meets most; they fill the first page of the card (DOMAIN.md section 4, cases seen).
_ON_THE_CARD: Final = (
    "R-22", "R-134a", "R-410A", "R-404A", "R-507A", "R-407C", "R-32", "R-12", "R-11", "R-141b", "R-123",
    "R-142b", "R-125", "R-143a", "R-227ea", "R-23", "Halon-1211", "Halon-1301", "Methyl bromide", "R-1234yf",
    "R-290", "R-600a",
)  # fmt: skip


def render(book: Book) -> str:
    """The page as HTML text. Raises RequestError should it exceed LARGEST bytes."""
    say = translator("pocket", book.language)
    environment = Environment(
        loader=PackageLoader("tradewind.pocket", "templates"), autoescape=True, undefined=StrictUndefined
    )
    style, script = _asset("pocket.css"), _asset("pocket.js")
    shown = {entry.designation: entry for entry in book.entries}
    page = environment.get_template("pocket.html").render(
        _=say,
        book=book,
        day=long_day(book.made_on, book.language),
        dir=direction(book.language),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        data=Markup(_embedded(book)),  # noqa: S704 - escaped by _embedded
        card=[shown[d] for d in _ON_THE_CARD if d in shown],
        words=Markup(_inert(_words(say))),  # noqa: S704 - escaped by _inert
        folding=Markup(_inert({"alike": _lookalikes(), "brands": book.brands})),  # noqa: S704
    )
    size = len(page.encode())
    if size > LARGEST:
        raise RequestError(f"the pocket page came to {size:,} bytes, over {LARGEST:,}; load a shorter tariff")
    return page


def _embedded(book: Book) -> str:
    """Entries as JSON, empty fields left out."""
    rows = [
        {key: value for key, value in asdict(e).items() if value not in ("", (), None)} for e in book.entries
    ]
    return _inert(rows)


def _inert(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _lookalikes() -> dict[str, str]:
    """Letters of the scripts a label may be copied in -> what `normalise` makes of them."""
    letters = (chr(point) for start, end in _SCRIPTS for point in range(start, end))
    return {
        c: folded for c in letters if (folded := normalise(c)) != c and c == c.lower() and len(folded) <= 1
    }


def _words(say: Translate) -> dict[str, str]:
    """Sentences the script writes."""
    return {
        "none": say("Nothing here is known by that name. Write down what the label says and call."),
        "many": say("More names fit. Type more of the label."),
        "controlled": say("Controlled"),
        "free": say("Not controlled"),
        "code": say("HS code"),
        "national": say("National code"),
        "nonational": say("national digits not filled in by the office"),
        "un": say("UN number"),
        "cas": say("CAS number"),
        "parts": say("Made of"),
        "sizes": say("Usual packages (kg)"),
        "sure": say("How sure we are"),
        "sum": say("%(n)s × %(size)s kg = %(total)s kg"),
        "agrees": say("Agrees with the declared net mass."),
        "differs": say("Differs from the declared net mass by %(kg)s kg (%(percent)s %)."),
        "gross": say("Gross is not more than net: that cannot be. Weigh one."),
        "tare": say("Each empty package would weigh %(kg)s kg. Weigh one and compare."),
    }


def _policy(style: str, script: str) -> str:
    """A content security policy that lets only our own style and script run and nothing be fetched."""

    def allowed(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; style-src {allowed(style)}; script-src {allowed(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> str:
    return (resources.files("tradewind.pocket") / "templates" / name).read_text("utf-8")
