"""What a reader makes of a file: its rows by table, the refused rows and the notices."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.registry import recognise_format
from tradewind.tables import table
from tradewind.warehouse.conforming import Provenance, conform


@dataclass
class Read:
    """Everything a reader yielded."""

    reader: Reader
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def flows(self) -> list[dict[str, Any]]:
        return self.rows.get("trade_flows", [])


def read(path: Path, said: Instructions | None = None) -> Read:
    """Recognise and read a file as intake does, proving on the way that its rows fit the canonical tables."""
    said = said or Instructions()
    opened = open_file(path)
    made = Read(recognise_format(opened, said))
    for item in made.reader.read(opened, said):
        match item:
            case Rows():
                fits = conform(table(item.table), item.data, Provenance("b", "sender", False))
                made.rows.setdefault(item.table, []).extend(fits.to_pylist())
            case Refused():
                made.refused.append(item)
            case Notice():
                made.notices.append(item.text)
    return made
