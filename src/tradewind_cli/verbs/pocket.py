"""`tradewind pocket --party P --language L --out F.html`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from tradewind.errors import RequestError
from tradewind.pocket import Contact, assemble, render
from tradewind_cli import output
from tradewind_cli.loaded import loaded
from tradewind_cli.main import add_warehouse_option


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--party", required=True, metavar="P", help="ISO3, ISO2 or name of the Party")
    parser.add_argument("--language", default="en", metavar="L", help="en, fr, es, ru, ar or zh")
    parser.add_argument("--out", required=True, type=Path, metavar="F.html")
    parser.add_argument(
        "--contact",
        action="append",
        default=[],
        metavar='"ROLE=NUMBER"',
        help="whom to call; may be repeated",
    )
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="date of the page (default: today)"
    )
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Write the page; print where it is."""
    contacts = []
    for text in parsed.contact:
        role, equals, reach = text.partition("=")
        if not equals:
            raise RequestError(f'a contact is written "ROLE=NUMBER", not {text!r}')
        contacts.append(Contact(role.strip(), reach.strip()))
    today = parsed.on or datetime.now(UTC).date()
    book = assemble(
        parsed.party,
        language=parsed.language,
        today=today,
        contacts=contacts,
        tariff=loaded(parsed, "national_tariffs"),
    )
    page = render(book)
    parsed.out.parent.mkdir(parents=True, exist_ok=True)
    parsed.out.write_text(page, encoding="utf-8")
    size = len(page.encode())
    if parsed.json:
        output.document(
            {"out": str(parsed.out), "bytes": size, "party": book.party.iso3, "made_on": str(today)}
        )
    else:
        output.say(f"{parsed.out}: {size / 1000:,.0f} kB; opens without a network, prints as two A4 pages")
    return 0
