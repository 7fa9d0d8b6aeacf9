"""Message catalogues: drawn from the code, compiled for Django, and out and back as a workbook for translators.

    python -m tradewind_web.catalogues extract      every sentence of the platform into locale/<language>/
    python -m tradewind_web.catalogues compile      .po to .mo; done by set-up
    python -m tradewind_web.catalogues missing fr   what a language still lacks

GNU gettext is not needed: Babel reads Python, and Django itself turns a template into what Babel reads.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE: Final = Path(__file__).resolve().parent
LOCALE: Final = HERE / "locale"
#: Django's name of a language and the folder its catalogue lies in.
FOLDERS: Final = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh-hans": "zh_Hans"}
_KEYWORDS: Final = {
    "_": None, "_l": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def catalogue_path(language: str) -> Path:
    """Where a language's sentences stand."""
    return LOCALE / FOLDERS[language] / "LC_MESSAGES" / "django.po"


def template() -> Catalog:
    """Every sentence of the platform's code and pages, with where it stands."""
    catalog = Catalog(project="tradewind", charset="utf-8")
    for path, text, offset in _sources():
        source = io.BytesIO(text.encode())
        for line, message, comments, context in extract("python", source, _KEYWORDS, ()):
            where = (path.relative_to(HERE).as_posix(), line + offset)
            catalog.add(message, locations=[where], auto_comments=comments, context=context)
    return catalog


def update(language: str, catalog: Catalog | None = None) -> Catalog:
    """Bring a language's catalogue up to the code: new sentences come in empty, gone ones leave."""
    path = catalogue_path(language)
    known = load(language)
    known.update(catalog or template(), no_fuzzy_matching=True)
    known.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, known, width=110, sort_output=True, omit_header=False, include_lineno=False)
    return known


def load(language: str) -> Catalog:
    """A language's catalogue as it stands; empty when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=FOLDERS[language], project="tradewind", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=FOLDERS[language])


def missing(language: str) -> list[str]:
    """Sentences of the code that the language does not have yet."""
    known = load(language)
    lacking = []
    for message in template():
        if not message.id:
            continue
        found = known.get(message.id, message.context)
        if found is None or not found.string or (isinstance(found.string, tuple) and not all(found.string)):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def compile_all() -> None:
    """Write the .mo file beside each .po."""
    for language in FOLDERS:
        path = catalogue_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, load(language))


def _sources() -> Iterator[tuple[Path, str, int]]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    for path in sorted(HERE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(), 0
    for path in sorted(HERE.rglob("templates/**/*.*")):
        if path.suffix in (".html", ".txt", ".js"):
            yield path, templatize(path.read_text(), origin=str(path)), 0


def main(words: list[str]) -> int:
    """Exit status 0, or 1 when a language lacks sentences."""
    what, languages = words[0] if words else "", words[1:] or list(FOLDERS)
    if what == "extract":
        catalog = template()
        for language in languages:
            update(language, catalog)
        return 0
    if what == "compile":
        compile_all()
        return 0
    if what == "missing":
        lacking = [(language, text) for language in languages for text in missing(language)]
        for language, text in lacking:
            sys.stdout.write(f"{language}: {text}\n")
        return 1 if lacking else 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
