"""A procedure that somebody sends: a workbook or a TOML file, read within limits, refused with every problem."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tradewind.errors import FileRefused
from tradewind.procedures.checking import check
from tradewind.procedures.reading import NotAProcedure
from tradewind.procedures.shelf import MOST_BYTES, from_toml, signatures_in_toml
from tradewind.procedures.signing import Signature
from tradewind.procedures.sop import SOP
from tradewind.procedures.workbook import from_workbook, signatures_in
from tradewind_web.cases.problems import Wrong, told
from tradewind_web.errors import Refused


@dataclass(frozen=True)
class Received:
    """What a file holds: the procedure, or None and what is wrong with it; and the signatures it carries."""

    sop: SOP | None
    problems: Sequence[Wrong]
    signatures: Sequence[Signature] = ()


def procedure_in(sent: UploadedFile[bytes]) -> Received:
    """What the file holds, with what is wrong with it in the reader's language.

    Raises:
        Refused: it is no such file.
    """
    name = sent.name or "procedure"
    content = sent.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("the file is larger than any procedure"))
    try:
        if content[:2] == b"PK":
            sop, signatures = _workbook(content, name)
        else:
            sop, signatures = from_toml(content, name), signatures_in_toml(content, name)
    except NotAProcedure as error:
        return Received(None, told(error.problems))
    except FileRefused as error:
        raise Refused(
            _("the file cannot be opened as a workbook; save it as XLSX and send it again")
        ) from error
    problems = told(check(sop), sop)
    return Received(None, problems) if problems else Received(sop, [], signatures)


def _workbook(content: bytes, name: str) -> tuple[SOP, list[Signature]]:
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        path = Path(folder) / "procedure.xlsx"
        path.write_bytes(content)
        return from_workbook(path, name), signatures_in(path)
