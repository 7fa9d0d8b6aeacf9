"""`tradewind picture --out DIR [--formats html,pdf,xlsx,json] [--party P] [--language L] [--trained MODEL]`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from tradewind.errors import RequestError
from tradewind.picture import (
    Boundaries,
    Picture,
    as_json,
    assemble,
    from_geojson,
    html,
    pdf,
    shipped,
    workbook,
)
from tradewind.screening.learning import adopted
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_RENDERERS: Final[dict[str, Callable[[Picture, Boundaries | None], bytes]]] = {
    "html": lambda picture, boundaries: html.render(picture, boundaries).encode(),
    "pdf": pdf.render,
    "xlsx": lambda picture, _: workbook.render(picture),
    "json": lambda picture, _: as_json.render(picture).encode(),
}


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder for picture.html, .pdf ..."
    )
    parser.add_argument(
        "--formats", default="html,pdf,xlsx,json", metavar="F,F", help="any of html,pdf,xlsx,json"
    )
    parser.add_argument("--party", metavar="P", help="your own Party, shown first: ISO3, ISO2 or name")
    parser.add_argument("--language", default="en", metavar="L", help="en, fr, es, ru, ar or zh")
    parser.add_argument(
        "--boundaries", type=Path, metavar="F.geojson", help="your own boundary set for the map"
    )
    parser.add_argument("--no-map", action="store_true", help="tables in place of maps")
    parser.add_argument(
        "--hide", action="append", default=[], metavar="CASE=REASON", help="leave a case out; may be repeated"
    )
    parser.add_argument("--on", metavar="DATE", help="date of the picture as 2026-06-30 (default: today)")
    parser.add_argument(
        "--trained", type=Path, metavar="MODEL",
        help="a trained model that your office adopted: it scores the daily list and ranks the plan",
    )  # fmt: skip
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Write the files; print where they are."""
    formats = _formats(parsed.formats)
    boundaries = _boundaries(parsed)
    trained = adopted(parsed.trained) if parsed.trained is not None else None
    output.progress("asking the questions ...")
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        picture = assemble(
            warehouse, parsed.party, language=parsed.language, hidden=_hidden(parsed.hide), today=_day(parsed.on),
            boundaries=boundaries, trained=trained,
        )  # fmt: skip
    parsed.out.mkdir(parents=True, exist_ok=True)
    written: list[dict[str, str | int]] = []
    for name in formats:
        output.progress(f"drawing picture.{name} ...")
        path = parsed.out / f"picture.{name}"
        content = _RENDERERS[name](picture, boundaries)
        path.write_bytes(content)
        written.append({"path": str(path), "bytes": len(content)})
    output.progress_done()
    if parsed.json:
        output.document({"files": written, "generation": picture.generation, "party": picture.party})
    else:
        for file in written:
            output.say(f"{file['path']}: {int(file['bytes']) / 1000:,.0f} kB")
    return 0


def _formats(text: str) -> list[str]:
    names = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in _RENDERERS]
    if unknown or not names:
        raise RequestError(f"no format {', '.join(unknown) or text!r}; choose among {', '.join(_RENDERERS)}")
    return names


def _boundaries(parsed: Namespace) -> Boundaries | None:
    if parsed.no_map:
        return None
    return from_geojson(parsed.boundaries) if parsed.boundaries else shipped()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RequestError(f"--on takes a day as 2026-06-30, not {text!r}") from error


def _hidden(given: list[str]) -> dict[str, str]:
    hidden = {}
    for text in given:
        case, _, reason = text.partition("=")
        if not case.strip() or not reason.strip():
            raise RequestError(f"a hidden case needs its reason, as CASE=REASON, not {text!r}")
        hidden[case.strip()] = reason.strip()
    return hidden
