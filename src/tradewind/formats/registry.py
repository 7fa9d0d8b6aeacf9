"""Which reader reads this file? Decided by content; no file is read by two layouts or by its name."""

from __future__ import annotations

import re
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats import (
    article7,
    asycuda,
    atmosphere_agage,
    atmosphere_box_model,
    atmosphere_igcc,
    atmosphere_noaa,
    canonical,
    comtrade_api,
    comtrade_bulk,
    gfi_dots,
    inventory_linking,
    mapped,
    ncts,
    parcels,
    secretariat_baselines,
    seizure_register,
    seizure_summaries,
    template_reader,
    wco,
    wits,
)
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Reader
from tradewind.formats.xml_stream import first_names

READERS: Final[tuple[Reader, ...]] = (
    comtrade_bulk.READER,
    comtrade_api.READER,
    wits.READER,
    gfi_dots.READER,
    article7.READER,
    secretariat_baselines.READER,
    seizure_register.READER,
    seizure_summaries.READER,
    atmosphere_agage.READER,
    atmosphere_noaa.READER,
    atmosphere_box_model.READER,
    atmosphere_igcc.READER,
    template_reader.READER,
    wco.READER,
    asycuda.READER,
    ncts.READER,
    inventory_linking.READER,
    parcels.READER,
    canonical.READER,
    mapped.READER,
)
#: Below it a layout is only a resemblance: more than a third of its columns are missing.
SURE_ENOUGH: Final = 0.65


def recognise_format(opened: Opened, instructions: Instructions) -> Reader:
    """The reader whose layout the file has, or the one for mappings where a mapping came with the file.

    FileRefused says what the file looks like and what to do where no layout fits. A template of ours is read as
    such even with a mapping, because it carries its own.
    """
    if instructions.mapping is not None and template_reader.READER.recognises(opened) < SURE_ENOUGH:
        return mapped.READER
    scores = {reader.name: reader.recognises(opened) for reader in READERS}
    best = max(READERS, key=lambda reader: scores[reader.name])
    if scores[best.name] >= SURE_ENOUGH:
        return best
    raise _unknown(opened, best if scores[best.name] > 0 else None)


#: Names of elements of other standards, and what they are.
_OTHER_XML: Final = (
    (r"(cc|cd|ie)(4|5|6)\d\d[a-z]?", "a message of the Union's import or export systems (AES, AIS)"),
    (r"ie3[a-z]\d\d[a-z]?", "an entry summary message (ICS2)"),
    (r"(cc|ie)?8\d\d[a-z]?", "a message on excise goods (EMCS)"),
    (r"(cross)?industryinvoice|invoice", "an electronic invoice"),
)


def _unknown_xml(opened: Opened) -> FileRefused:
    names = first_names(opened)
    first = names[0] if names else "?"
    kind = next((what for p, what in _OTHER_XML for n in names[:5] if re.fullmatch(p, n.casefold())), None)
    said = f"it is {kind}" if kind else "it is XML of no kind we know"
    return FileRefused(
        str(opened.path),
        f"{said} (it begins with the element {first}); of XML we read ASYCUDA World, WCO Data Model, NCTS 5 "
        "and inventory linking messages",
        "export the same data in one of these, or as CSV or XLSX",
    )


def _unknown(opened: Opened, nearest: Reader | None) -> FileRefused:
    path = str(opened.path)
    if opened.kind == "xml" and re.search(r"<html|<table", opened.head_text, re.IGNORECASE):
        return FileRefused(
            path, "this is a web page, not a table", "open it in a spreadsheet and save it as XLSX"
        )
    if opened.kind == "xml":
        return _unknown_xml(opened)
    if opened.kind == "json" and re.search(r'"model"\s*:\s*"core\.', opened.head_text):
        return FileRefused(
            path,
            "this is one of the lists of the Ozone Secretariat's reporting system",
            "load baselines.json, which is read together with parties.json, groups.json and baseline_types.json",
        )
    if opened.kind in ("json", "jsonl"):
        return FileRefused(
            path,
            f"none of the {len(READERS) - 1} layouts we know fits this JSON",
            "export the same table as CSV or XLSX",
        )
    if nearest is not None:
        return FileRefused(
            path,
            f"it resembles {nearest.title}, but columns are missing",
            "download it again with all columns, or describe it with a mapping (load --explain)",
        )
    return FileRefused(
        path,
        f"none of the {len(READERS) - 1} layouts we know fits this {opened.kind} file",
        "describe it with a small mapping file, which load --explain drafts",
    )
