"""How a comparison of the atmosphere with reports is put, and what else fills the difference."""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = {
    "more_than_reported": "Over the whole world the atmosphere of %(year)s fits an emission of %(low)s to %(high)s kt "
    "of %(gas)s, around %(mid)s kt (%(networks)s; one box, lifetime %(lifetime)s years).",
    "reported": "Parties with a report for that year in our copy of the Article 7 data: %(parties)s; their new "
    "production outside feedstock: %(reported)s kt.",
    "published": "Emissions that others inferred and published for that year: %(published)s kt (%(publisher)s).",
}

LAWFUL: Final = (
    "emissions from equipment and foam that were filled in earlier years: the bank, which empties for decades",
    "Parties whose Article 7 data are not in our copy",
    "emissions of feedstock and of by-products, which are not counted as production",
    "a lifetime or a circulation of the air in that year other than assumed",
    "stocks made earlier and released now",
)
CHECK: Final = (
    "compare with the latest assessment of the Scientific Assessment Panel and with the Secretariat's totals of all "
    "Parties"
)
