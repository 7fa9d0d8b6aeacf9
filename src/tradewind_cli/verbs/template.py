"""`tradewind template KIND --language L --out F.xlsx`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind.formats.template import write_template
from tradewind.formats.template_text import KINDS, fields_of, table_of
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--language", default="en", metavar="L", help="en, fr, es, ru, ar or zh")
    parser.add_argument("--out", required=True, type=Path, metavar="F.xlsx")


def run(parsed: Namespace) -> int:
    """Write the workbook; print where it is."""
    write_template(parsed.out, parsed.kind, parsed.language)
    if parsed.json:
        fields = [field.name for field in fields_of(parsed.kind)]
        output.document(
            {"file": str(parsed.out), "kind": parsed.kind, "table": table_of(parsed.kind),
             "language": parsed.language, "columns": fields}
        )  # fmt: skip
    else:
        output.say(f"{parsed.out}: fill in one row for each entry, then: tradewind load {parsed.out}")
    return 0
