"""The bundle on paper: an index with pages, what speaks for the accused, records, numbered exhibits.

All text reaches the document as data, never as markup. The same matter gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import typst

from tradewind.languages import direction
from tradewind.reporting.court.describing import Exhibit, LeftOut, Matter
from tradewind.reporting.court.wording import WORDS
from tradewind.reporting.court.zipping import parts_of, size_of
from tradewind.reporting.paper import paper

_TEMPLATE: Final = Path(__file__).resolve().parent / "bundle.typ"
_ONE: Final = _TEMPLATE.with_name("picture.typ")
_KINDS: Final = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
#: A larger picture is not embedded: the paper would weigh more than the evidence.
MOST_EMBEDDED: Final = 16 << 20
_DEEPEST: Final = 6


def bundle(matter: Matter, words: Mapping[str, str] = WORDS) -> bytes:
    """The PDF of one edition, with the fixed sentences given."""
    pictures = {_picture(n, e): e for n, e in enumerate(matter.exhibits, 1)}
    pictures.pop("", None)
    try:
        return _drawn(matter, words, pictures)
    except typst.TypstError:
        # A picture that begins like one may still be damaged: it stays evidence and is listed without being shown.
        sound = {name: exhibit for name, exhibit in pictures.items() if _is_drawable(name, exhibit)}
        return _drawn(matter, words, sound)


def _drawn(matter: Matter, words: Mapping[str, str], pictures: Mapping[str, Exhibit]) -> bytes:
    images = {exhibit.number: name for name, exhibit in pictures.items()}
    beside = {name: exhibit.content for name, exhibit in pictures.items()}
    return paper(_TEMPLATE, _data(matter, {**WORDS, **words}, images), beside)


def _picture(place: int, exhibit: Exhibit) -> str:
    """The name beside the document of a picture that may be embedded; else ""."""
    if size_of(exhibit.content) > MOST_EMBEDDED:
        return ""
    first = next(parts_of(exhibit.content), b"")
    kind = next((k for start, k in _KINDS.items() if first.startswith(start)), "")
    return kind and f"exhibit-{place}.{kind}"


def _is_drawable(name: str, exhibit: Exhibit) -> bool:
    try:
        paper(_ONE, {"name": name}, {name: exhibit.content})
    except typst.TypstError:
        return False
    return True


def _data(matter: Matter, words: Mapping[str, str], images: Mapping[str, str]) -> dict[str, Any]:
    facts = [
        (words["number"], matter.number),
        (words["agency"], matter.agency),
        (words["made"], matter.made_at.isoformat(sep=" ", timespec="minutes")),
        *matter.facts,
    ]
    return {
        "title": matter.title, "number": matter.number, "agency": matter.agency, "edition": words[matter.edition],
        "language": matter.language[:2], "dir": direction(matter.language[:2]), "banner": matter.banner,
        "words": dict(words), "facts": [[label, text] for label, text in facts if text],
        "index": list(_index(matter, words)),
        "favourable": [[f.kind, f.text, f.stands, f.source] for f in matter.favourable],
        "left_out": [_left_out(line, words) for line in matter.left_out],
        "chains": [
            [
                [words["kind"], chain.slug],
                [words["entries"], _counted(chain.entries, words)],
                [words["head"], chain.head_digest],
            ]
            for chain in matter.chains
        ],
        "records": [
            {"title": r.title, "label": f"record-{n}", "rows": list(_rows(r.value))}
            for n, r in enumerate(matter.records, 1)
        ],
        "exhibits": [_exhibit(n, e, words, images) for n, e in enumerate(matter.exhibits, 1)],
    }  # fmt: skip


def _index(matter: Matter, words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for label, title in (("for-accused", "for_accused"), ("left-out", "left_out"), ("custody", "custody")):
        yield {"number": "", "title": words[title], "favours": "", "label": label}
    for place, record in enumerate(matter.records, 1):
        favours = words[record.favours] if record.favours != "neither" else ""
        yield {"number": "", "title": record.title, "favours": favours, "label": f"record-{place}"}
    rows = [
        (e.number, {"title": e.title, "favours": words[e.favours], "label": f"exhibit-{n}"})
        for n, e in enumerate(matter.exhibits, 1)
    ]
    rows += [
        (number, {"title": f"{words['withheld']} {line}", "favours": "", "label": ""})
        for number, line in (matter.withheld or {}).items()
    ]
    for number, row in sorted(rows, key=lambda r: r[0]):
        yield {"number": number, **row}


def _counted(entries: Any, words: Mapping[str, str]) -> str:
    gone = sum(1 for entry in entries if entry.get("withheld"))
    return f"{len(entries)}, {gone} {words['withheld_entries']}" if gone else str(len(entries))


def _left_out(line: LeftOut, words: Mapping[str, str]) -> list[str]:
    ground = words["source_ground" if line.ground == "source" else line.ground]
    decided = f"{line.decided_by}, {line.decided_on}"
    return [
        str(line.number),
        ground,
        line.where,
        decided,
        str(line.places),
        words["yes" if line.for_accused else "no"],
    ]


def _exhibit(
    place: int, exhibit: Exhibit, words: Mapping[str, str], images: Mapping[str, str]
) -> dict[str, Any]:
    facts = [
        (words["kind"], exhibit.kind),
        (words["file_name"], exhibit.name),
        (words["origin"], exhibit.origin),
        (words["favours"], words[exhibit.favours]),
        (words["size"], str(size_of(exhibit.content))),
        ("", exhibit.note),
    ]
    return {
        "heading": f"{exhibit.number}  {exhibit.title}", "label": f"exhibit-{place}", "sha256": exhibit.sha256,
        "facts": [[label, text] for label, text in facts if text], "image": images.get(exhibit.number, ""),
    }  # fmt: skip


def _rows(value: Any, name: str = "", depth: int = 0) -> Iterator[dict[str, Any]]:
    """A record as indented lines; what is nested deeper than a page shows is printed as JSON."""
    if depth > _DEEPEST or value in (None, "", [], {}):
        text = "–" if value in (None, "", [], {}) else json.dumps(value, ensure_ascii=False)
        yield {"name": name, "text": text, "depth": depth}
    elif isinstance(value, Mapping):
        if name:
            yield {"name": name, "text": "", "depth": depth}
        for key, inner in value.items():
            yield from _rows(inner, str(key), depth + bool(name))
    elif isinstance(value, list | tuple):
        yield {"name": name, "text": "", "depth": depth}
        for number, inner in enumerate(value, 1):
            yield from _rows(inner, str(number), depth + 1)
    else:
        yield {"name": name, "text": str(value), "depth": depth}
