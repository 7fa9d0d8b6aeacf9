"""Comtrade downloads in the 35-column bulk layout, for tests of loading."""

from __future__ import annotations

from pathlib import Path

HEADER = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)


def flow(code: str, kilograms: object = 10, year: int = 2018, value: object = 100) -> str:
    """One line of the bulk layout: India's exports to the world."""
    return (
        f"H5,{year},{year},{year},6,1,2,Export,699,India,IND,0,World,WLD,,,,,,,,{code},Chemicals,8,"
        f"Weight in kilograms,{kilograms},,,,{kilograms},,{value},,,0"
    )


def download(folder: Path, name: str, *lines: str) -> Path:
    """A Comtrade download with these lines."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path
