"""A procedure that somebody sends: a workbook or a TOML file, read within limits, refused with every problem."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tradewind.errors import FileRefused
from tradewind.procedures.checking import check
from tradewind.procedures.reading import NotAProcedure
from tradewind.procedures.shelf import MOST_BYTES, from_toml
from tradewind.procedures.sop import SOP
from tradewind.procedures.workbook import from_workbook
from tradewind_web.cases.problems import Wrong, told
from tradewind_web.errors import Refused


def procedure_in(sent: UploadedFile[bytes]) -> tuple[SOP | None, list[Wrong]]:
    """The procedure, or None and what is wrong with it, in the reader's language.

    Raises:
        Refused: it is no such file.
    """
    name = sent.name or "procedure"
    content = sent.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("the file is larger than any procedure"))
    try:
        sop = _workbook(content, name) if content[:2] == b"PK" else from_toml(content, name)
    except NotAProcedure as error:
        return None, told(error.problems)
    except FileRefused as error:
        raise Refused(
            _("the file cannot be opened as a workbook; save it as XLSX and send it again")
        ) from error
    problems = told(check(sop), sop)
    return (None, problems) if problems else (sop, [])


def _workbook(content: bytes, name: str) -> SOP:
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        path = Path(folder) / "procedure.xlsx"
        path.write_bytes(content)
        return from_workbook(path, name)
