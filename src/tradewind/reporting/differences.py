"""Where the two reports, or a report and the customs records, do not say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tradewind.reporting.cells import Cell, total

#: Columns of each report that together say what a form counts of a substance.
_WHOLE: Final = {
    "imports": (("new", "recovered"), ("all",)),
    "exports": (("new", "recovered"), ("all",)),
    "production": (("produced",), ("all",)),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures in grams that should be one. None is blank, which is not zero.

    `because` names what explains it to the gram (`feedstock`), blank where the officer has to say.
    """

    between: str
    form: str
    substance: str
    partner: str
    left_g: int | None
    right_g: int | None
    because: str = ""

    @property
    def key(self) -> str:
        """The same for the same question, whatever the figures."""
        return "|".join((self.between, self.form, self.substance, self.partner))

    @property
    def difference_g(self) -> int:
        """Left less right, a blank as nothing."""
        return (self.left_g or 0) - (self.right_g or 0)


def between_reports(article7: Mapping[Cell, int], programme: Mapping[Cell, int]) -> list[Difference]:
    """Where the Article 7 report and the country programme report differ, by form and substance."""
    return [*_wholes(article7, programme), *_sectors(programme)]


def _wholes(article7: Mapping[Cell, int], programme: Mapping[Cell, int]) -> Iterator[Difference]:
    for form, substance in _subjects(article7, programme):
        if form not in _WHOLE:
            continue
        ours, theirs = _WHOLE[form]
        left = total(article7, form, substance, *ours)
        right = total(programme, form, substance, *theirs)
        if left == right:
            continue
        feedstock = total(programme if form != "production" else article7, form, substance, "feedstock")
        explained = feedstock is not None and (left or 0) - (right or 0) == feedstock
        yield Difference(
            "reports", form, substance, "", left, right, "feedstock" if explained else ""
        )  # fmt: skip


def _sectors(programme: Mapping[Cell, int]) -> Iterator[Difference]:
    """Imports whose sector of use no licence says: the form has no column for them."""
    for form, substance in _subjects(programme):
        unknown = total(programme, form, substance, "sector_unknown")
        whole = total(programme, form, substance, "all")
        if unknown:
            yield Difference("sectors", form, substance, "", whole, (whole or 0) - unknown)


def with_customs(
    article7: Mapping[Cell, int], declared: Mapping[tuple[str, str, str], int | None]
) -> list[Difference]:
    """Where Article 7 differs from declarations, by form, substance and partner; a declared mass may be unknown."""
    ours: dict[tuple[str, str, str], int] = {}
    for cell, amount in article7.items():
        if cell.form in ("imports", "exports") and cell.column in ("new", "recovered"):
            place = cell.form, cell.substance, cell.partner
            ours[place] = ours.get(place, 0) + amount
    places = sorted({*ours, *declared})
    return [
        Difference("customs", *place, ours.get(place), declared.get(place))
        for place in places
        if ours.get(place) != declared.get(place)
    ]


def _subjects(*reports: Mapping[Cell, int]) -> list[tuple[str, str]]:
    return sorted({(cell.form, cell.substance) for report in reports for cell in report})
