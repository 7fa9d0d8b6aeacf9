"""Three invented consignments of the demonstration: each a situation that the board shows.

- 5,000 kg of R-22 enter a free zone, 3,200 kg are sent on, and the operator writes the rest off: 1,800 kg are missing.
  `examples/late-re-export.csv`, which the tutorial has its reader load, tells where they went.
- 1,900 kg of R-404A in transit are past their day, and the consignee is another on the later paper.
- Of an entry of R-134a the declaration tells of 900 kg and the zone's message of 700 kg.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_DECLARATIONS: Final = """\
declaration_id,item,lodged_on,regime,office,exporter,importer,consignee,dispatch,destination,hs_edition,hs_code,\
description,net_mass_g,packages,package_kind,container
{home}-FZ-0412,1,2026-03-02,free zone,{home} FREE ZONE,Invented Fluorine Works,Petrel Cold Stores,Petrel Cold Stores,\
CHN,{home},2022,290371,R-22 chlorodifluoromethane,5000000,368,cylinders,INVU4120016
{home}-FZ-0419,1,2026-03-04,free zone,{home} FREE ZONE,Invented Fluorine Works,Petrel Cold Stores,Petrel Cold Stores,\
CHN,{home},2022,290345,R-134a tetrafluoroethane,900000,66,cylinders,INVU4190022
{home}-TR-0077,1,2026-03-05,transit,{home}1,Invented Fluorine Works,Skua Cooling,Skua Cooling,{home},{there},2022,\
382763,R-404A,1900000,174,cylinders,INVU0770031
"""
_MOVEMENTS: Final = """\
movement_id,leg,declaration_id,regime,event_on,limit_on,from_country,to_country,place,substance,net_mass_g,\
previous_document,consignee,container
{home}-ZM-9001,departure,,re-export,2026-03-11,,{home},{there},,R-22,3200000,{home}-FZ-0412,Tern Refrigeration,
{home}-ZM-9001,discharge,,re-export,2026-03-19,,{home},{there},,R-22,3200000,{home}-FZ-0412,Tern Refrigeration,
{home}-ZM-9002,discharge,,free zone,2026-03-25,,{home},{home},{home} FREE ZONE,R-22,,{home}-FZ-0412,,
{home}-FZ-0419,arrival,{home}-FZ-0419,free zone,2026-03-04,,CHN,{home},{home} FREE ZONE,R-134a,700000,,,INVU4190022
{home}-TR-0077,departure,{home}-TR-0077,transit,2026-03-06,2026-03-13,{home},{there},,R-404A,1900000,,Albatross Supply,\
INVU0770031
"""
LATE: Final = """\
movement_id,leg,regime,event_on,from_country,to_country,substance,net_mass_g,previous_document,consignee
{home}-ZM-9003,departure,re-export,2026-03-23,{home},{there},R-22,1800000,{home}-FZ-0412,Tern Refrigeration
{home}-ZM-9003,discharge,re-export,2026-03-30,{home},{there},R-22,1800000,{home}-FZ-0412,Tern Refrigeration
"""


def write_consignments(folder: Path, home: str, there: str) -> None:
    """The files of these consignments, as the customs of `home` would have them; they go on to `there`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("declarations", _DECLARATIONS), ("movements", _MOVEMENTS)):
        (folder / f"zone-{name}.csv").write_text(text.format(home=home, there=there), "utf-8")
