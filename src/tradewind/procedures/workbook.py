"""A procedure as a workbook for people who write in tables, and back: the same values, the same digest."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tradewind.errors import FileRefused
from tradewind.formats.opening import open_file
from tradewind.formats.sheets import Sheet, as_text, workbook
from tradewind.procedures.reading import NotAProcedure, Problem, procedure_from
from tradewind.procedures.signing import Signature, signatures_from
from tradewind.procedures.sop import SOP, Deadline, Question, Step

_WHOLE: Final = ("id", "version", "title", "author", "jurisdiction", "language", "note", "based_on")
_DEADLINE: Final = tuple(column.name for column in fields(Deadline))
_LISTS: Final = ("grounds", "waits_for", "formerly")
_APART: Final = ("deadline", "evidence", "next")
_PLAIN: Final = tuple(c.name for c in fields(Step) if c.name not in (*_APART, *_LISTS))
_STEPS: Final = (*_PLAIN, *_LISTS, *(f"deadline_{name}" for name in _DEADLINE))
_FLAGS: Final = frozenset({"is_safety_stop", "handles_goods", "four_eyes", "deadline_rolls"})
_NUMBERS: Final = frozenset({"deadline_days", "deadline_warn", "count"})
_SIGNATURE: Final = tuple(column.name for column in fields(Signature))
_QUESTION: Final = tuple(column.name for column in fields(Question))
#: Between the parts of a list in one cell.
_BETWEEN: Final = "\n"


def to_workbook(sop: SOP, signatures: Sequence[Signature] = ()) -> bytes:
    """The procedure as XLSX: sheets `procedure`, `steps`, `next`, `evidence`, `questions`, `roles`, `texts`, and
    `signatures` where it has some.

    Cells are written as text: nothing in them is ever a formula.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, heads, rows in (*_sheets(sop), *_signed(signatures)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head, bold)
                sheet.set_column(
                    column, column, 44 if head in ("what", "text", "value", "legal_basis") else 18
                )
            for number, row in enumerate(rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, bool):
                        sheet.write_string(number, column, "yes" if cell else "", wrap)
                    elif isinstance(cell, int):
                        sheet.write_number(number, column, cell, wrap)
                    else:
                        sheet.write_string(number, column, str(cell or ""), wrap)
    return written.getvalue()


def from_workbook(path: Path, name: str = "") -> SOP:
    """The procedure of a workbook as `to_workbook` writes it; unknown columns are told, empty rows left out.

    Raises:
        FileRefused: it is no workbook.
        NotAProcedure: with every problem of its form.
    """
    opened = open_file(path)
    if opened.kind != "xlsx":
        raise FileRefused(name or str(path), "it is no workbook", "save it as XLSX")
    sheets = {sheet.name.strip().casefold(): _rows(sheet) for sheet in workbook(opened)}
    if "steps" not in sheets:
        problem = Problem(
            "no_steps", "", "it has no sheet “steps”", "begin with a workbook that was saved from here"
        )
        raise NotAProcedure(name or str(path), [problem])
    sop, problems = procedure_from(_values(sheets))
    if sop is None:
        raise NotAProcedure(name or str(path), problems)
    return sop


def signatures_in(path: Path) -> list[Signature]:
    """The signatures that a workbook carries; whether they hold `signing.holds_for` says.

    Raises:
        FileRefused: it is no workbook.
    """
    for sheet in workbook(open_file(path)):
        if sheet.name.strip().casefold() == "signatures":
            return signatures_from(_rows(sheet))
    return []


def _sheets(sop: SOP) -> Iterable[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
    yield "procedure", ("name", "value"), [(name, getattr(sop, name)) for name in _WHOLE]
    yield "steps", _STEPS, [_step_row(step) for step in sop.steps]
    yield "next", ("step", "to", "when"), [(s.id, b.to, b.when) for s in sop.steps for b in s.next]
    yield (
        "evidence",
        ("step", "kind", "count"),
        [(s.id, e.kind, e.count) for s in sop.steps for e in s.evidence],
    )
    yield "questions", _QUESTION, [(q.id, q.asked, q.kind, _BETWEEN.join(q.choices)) for q in sop.questions]
    yield "roles", ("role", "name"), list(sop.roles.items())
    texts = [(lang, key, text) for lang, words in sop.texts.items() for key, text in words.items()]
    yield "texts", ("language", "key", "text"), texts


def _signed(signatures: Sequence[Signature]) -> Iterable[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
    if signatures:
        yield "signatures", _SIGNATURE, [(s.signer, s.public_key, s.signature) for s in signatures]


def _step_row(step: Step) -> list[Any]:
    plain = [getattr(step, name) for name in _PLAIN]
    lists = [_BETWEEN.join(getattr(step, name)) for name in _LISTS]
    deadline = asdict(step.deadline) if step.deadline else dict.fromkeys(_DEADLINE, "")
    return [*plain, *lists, *(deadline[name] for name in _DEADLINE)]


def _values(sheets: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    given: dict[str, Any] = {
        str(row.get("name", "")): row["value"] for row in sheets.get("procedure", []) if row.get("value")
    }
    steps = [_step(row) for row in sheets["steps"]]
    for field in ("next", "evidence"):
        for row in sheets.get(field, []):
            owner = next((s for s in steps if s.get("id") == row.get("step")), None)
            part = {key: value for key, value in row.items() if key != "step"}
            if owner is None:
                owner = {"id": str(row.get("step", "")), "title": "", "role": ""}
                steps.append(owner)  # told by the check as a step that nothing leads to
            owner.setdefault(field, []).append(part)
    given["steps"] = steps
    given["questions"] = [{**q, **_split(q, ("choices",))} for q in sheets.get("questions", [])]
    given["roles"] = {str(r.get("role", "")): str(r.get("name", "")) for r in sheets.get("roles", [])}
    texts: dict[str, dict[str, str]] = {}
    for row in sheets.get("texts", []):
        texts.setdefault(str(row.get("language", "")), {})[str(row.get("key", ""))] = str(row.get("text", ""))
    given["texts"] = texts
    return given


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in row.items() if not key.startswith("deadline_")}
    deadline = {
        key.removeprefix("deadline_"): value for key, value in row.items() if key.startswith("deadline_")
    }
    if deadline.get("days") not in (None, ""):
        found["deadline"] = deadline
    return {**found, **_split(found, _LISTS)}


def _split(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, list[str]]:
    return {
        name: [part.strip() for part in str(row[name]).split(_BETWEEN) if part.strip()]
        for name in names
        if name in row
    }


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows below the headings by heading, blank cells left out."""
    if not sheet.rows:
        return []
    heads = [as_text(cell) for cell in sheet.rows[0]]
    found = []
    for row in sheet.rows[1:]:
        cells = {
            head: _cell(head, cell) for head, cell in zip(heads, row, strict=False) if head and as_text(cell)
        }
        if cells:
            found.append(cells)
    return found


def _cell(head: str, cell: Any) -> Any:
    text = as_text(cell)
    if head in _FLAGS:
        return text.casefold() in ("yes", "true", "1", "x")
    if head in _NUMBERS and text.isdigit():
        return int(text)
    return text
