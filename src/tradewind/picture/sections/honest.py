"""What would have to be true for a gap to be honest: each lawful explanation with the numbers it would need."""

from __future__ import annotations

from collections.abc import Sequence

from tradewind.detectors.mirror import Measured
from tradewind.findings import Finding
from tradewind.picture import comparisons
from tradewind.picture.comparisons import Row, amount
from tradewind.picture.setting import Setting
from tradewind.reference.geography import hubs


def points(
    row: Row, past: Sequence[Row], finding: Finding, measured: Measured, setting: Setting
) -> list[str]:
    """One sentence an explanation; `past` are all years of the pair that have two accounts."""
    low = amount(row["gap_low"], measured.measure, setting)
    told = [
        _timing(row, past, measured, setting),
        _origin(row, low, setting),
        _code(row, low, finding, setting),
    ]
    say, who = setting.say, comparisons.side(row, setting)
    told.append(say("Confidentiality: %(side)s would have to have put at least %(low)s under goods or areas that"
                    " are not named.") % {"side": who, "low": low})  # fmt: skip
    told.append(say("Error: one of the two figures, in units or in typing, would have to be wrong by a factor of"
                    " %(x)s or more.") % {"x": setting.number(comparisons.off_by(row))})  # fmt: skip
    for place in (row["exporter"], row["importer"]):
        if place in hubs():
            told.append(say("Hub: %(place)s is a hub or a free port; a gap there cannot be told apart from re-export.")
                        % {"place": setting.place(place)})  # fmt: skip
    return told + [_at_factor(row, measured, factor, setting) for factor in measured.other_factors]


def _timing(row: Row, past: Sequence[Row], measured: Measured, setting: Setting) -> str:
    say, is_import = setting.say, row["missing"] == "import"
    # What is missing of an import may arrive in the next year; what is missing of an export left the year before.
    beside = row["year"] + (1 if is_import else -1)
    words = {
        "low": amount(row["gap_low"], measured.measure, setting), "year": row["year"], "beside": beside,
        "timing": amount(row["timing"], measured.measure, setting),
    }  # fmt: skip
    if row["timing"] > 0:
        return say("Timing: the years beside %(year)s show %(timing)s too much, which is already taken off; at least"
                   " %(low)s more would have to stand in other years.") % words  # fmt: skip
    if any(r["year"] == beside for r in past):
        return say("Timing: at least %(low)s would have to stand in another year; both accounts of %(beside)s are"
                   " loaded and show nothing too much.") % words  # fmt: skip
    if is_import:
        return say("Timing: at least %(low)s of what left in %(year)s would have to have arrived in %(beside)s; two"
                   " accounts of that year are not loaded.") % words  # fmt: skip
    return say("Timing: at least %(low)s of what arrived in %(year)s would have to have left in %(beside)s; two"
               " accounts of that year are not loaded.") % words  # fmt: skip


def _origin(row: Row, low: str, setting: Setting) -> str:
    say = setting.say
    words = {
        "low": low,
        "exporter": setting.place(row["exporter"]),
        "importer": setting.place(row["importer"]),
    }
    if row["missing"] == "import":
        return say("Origin: %(importer)s would have to have counted at least %(low)s under another country of"
                   " origin, as for goods made elsewhere that passed through %(exporter)s.") % words  # fmt: skip
    return say("Origin: %(exporter)s would have to have counted at least %(low)s under another country to which the"
               " goods went first, while %(importer)s counts the country of origin.") % words  # fmt: skip


def _code(row: Row, low: str, finding: Finding, setting: Setting) -> str:
    say = setting.say
    sent, got = finding.facts["exported_edition"], finding.facts["imported_edition"]
    words = {"low": low, "side": comparisons.side(row, setting), "sent": sent, "got": got}
    if sent != got:
        return say("Code: the export is filed in HS %(sent)s, the import in HS %(got)s; %(side)s would have to have"
                   " filed at least %(low)s under another code.") % words  # fmt: skip
    return say("Code: %(side)s would have to have filed at least %(low)s under another code.") % words


def _at_factor(row: Row, measured: Measured, factor: float, setting: Setting) -> str:
    say, low = setting.say, row[f"low_at_{factor:g}"]
    words = {"assumed": setting.number(measured.factor), "other": setting.number(factor),
             "low": amount(low, measured.measure, setting)}  # fmt: skip
    if low <= 0:
        return say("Scatter: one product is assumed to scatter %(assumed)s times as much as totals of its size; with"
                   " a factor of %(other)s, nothing need be missing.") % words  # fmt: skip
    return say("Scatter: one product is assumed to scatter %(assumed)s times as much as totals of its size; with a"
               " factor of %(other)s, at least %(low)s would be missing.") % words  # fmt: skip
