"""The Ozone Secretariat's baselines as its reporting system keeps them: four JSON files that belong together.

baselines.json holds numbers only; parties.json, groups.json and baseline_types.json beside it say whose, of
which annex group and of which kind. Source: the reporting system's published reference data, state of April
2021.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from tradewind.errors import FileRefused
from tradewind.formats.frames import records
from tradewind.formats.naming import place_code
from tradewind.formats.numerals import Unreadable, parse_number
from tradewind.formats.opening import Opened, open_file
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_BESIDE: Final = ("parties.json", "groups.json", "baseline_types.json")


@dataclass(slots=True)
class SecretariatBaselines:
    """Reads baselines.json with its three companions into `reported_baselines`."""

    name: str = "secretariat-baselines"
    version: str = "1.0"
    title: str = "baselines of the Ozone Secretariat's reporting system"

    def recognises(self, opened: Opened) -> float:
        """1 where the records are marked as baselines."""
        found = opened.kind == "json" and re.search(r'"model"\s*:\s*"core\.baseline"', opened.head_text)
        return 1.0 if found else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every baseline; FileRefused names the companions that are not there."""
        parties, groups, kinds = (_companion(opened, name) for name in _BESIDE)
        made: list[dict[str, Any]] = []
        for number, record in enumerate(records(opened), 1):
            fields = record.get("fields") or {}
            try:
                made.append(_baseline(number, fields, parties, groups, kinds))
            except (KeyError, TypeError, Unreadable) as error:
                yield _refused(number, fields, error)
        yield Rows("reported_baselines", pa.Table.from_pylist(made, _SCHEMA))


_SCHEMA: Final = pa.schema(
    [
        ("party", pa.string()),
        ("annex_group", pa.string()),
        ("measure", pa.string()),
        ("baseline", pa.float64()),
        ("unit", pa.string()),
        ("baseline_kind", pa.string()),
        ("source", pa.string()),
        ("source_row", pa.int64()),
    ]
)
_Named = Mapping[str, Mapping[str, Any]]


def _baseline(
    number: int, fields: Mapping[str, Any], parties: _Named, groups: _Named, kinds: _Named
) -> dict[str, Any]:
    party, group, kind = (
        parties[fields["party"]],
        groups[fields["group"]],
        kinds[fields["baseline_type"]]["name"],
    )
    figure = parse_number(fields["baseline"], ".")
    return {
        "party": _party(party),
        "annex_group": _group(str(group["name"])),
        "measure": "consumption" if "Cons" in kind else "production",
        "baseline": None if figure is None else float(figure),
        # HCFC baselines are there twice: in ODP t, and in t CO2e as a part of the HFC baseline.
        "unit": "t CO2e" if "GWP" in kind or group.get("is_gwp") else "ODP t",
        "baseline_kind": kind,
        "source": "ozone-secretariat",
        "source_row": number,
    }


def _party(party: Mapping[str, Any]) -> str:
    """By ISO3; where that column holds something else, as for the European Union, by the Secretariat's own code."""
    iso3 = str(party.get("iso_alpha3_code") or "")
    return place_code(iso3 if len(iso3) == 3 else str(party["abbr"]), "ors")


def _refused(number: int, fields: Mapping[str, Any], error: Exception) -> Refused:
    record = {k: str(v) for k, v in fields.items()}
    if isinstance(error, Unreadable):
        return Refused(number, "baseline", record.get("baseline"), error.reason, error.mend, record=record)
    reason = f"number {error} is not in the files beside it"
    return Refused(number, None, None, reason, "take the four files of one and the same state", record=record)


def _group(name: str) -> str:
    """A/I as we write it, A-I; annexes E and F have one group and no number.

    >>> _group("C/III"), _group("E/I"), _group("F")
    ('C-III', 'E', 'F')
    """
    return "E" if name == "E/I" else name.replace("/", "-")


def _companion(opened: Opened, name: str) -> dict[str, dict[str, Any]]:
    """The records of a file beside this one by their number."""
    path = opened.path.parent / name
    if opened.packing.how != "plain" or not path.is_file():
        raise FileRefused(
            str(opened.path),
            f"baselines are numbers that only the files beside them explain, and {name} is not there",
            f"put {', '.join(_BESIDE)} into the same folder, unpacked",
        )
    beside = open_file(path)
    with beside.text() as text:
        try:
            listed = json.loads(text.read(), parse_int=str)
            return {record["pk"]: record["fields"] for record in listed}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise FileRefused(
                str(path), "this is not the Secretariat's list", "download the four files again"
            ) from error


READER: Reader = SecretariatBaselines()
