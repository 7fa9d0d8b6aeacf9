"""Gaps that another publisher computed, computed again from the two values they stand beside.

Global Financial Integrity (Trade-Related Illicit Financial Flows, 2019) takes the importer's report, brought from
CIF to FOB, less the exporter's, and adds to the latter what was re-exported through Hong Kong. That last input was
never published. It is not solved back from the result, since a term so found explains nothing: where it was
used the recomputed gap differs, and both are shown.
"""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

#: Both values are kept in whole cents, so that a gap of theirs is known to a cent; doubles add less than another.
TOLERANCE_USD: Final = 0.02
LACKING: Final = "needs the unpublished Hong Kong re-export input"


def gap(imports: ir.NumericValue, exports: ir.NumericValue) -> ir.NumericValue:
    """The gap of a pair without the re-export term: what one side reports more than the other, FOB both."""
    return (imports - exports).abs()


def beside(gaps: ibis.Table) -> ibis.Table:
    """One row a pair and year of `published_gaps`: both values, both published gaps, the `recomputed_usd`, the
    `difference_usd` of the published figure that is further off, `reproduced`, and what is `lacking` if not.

    `reproduced` and `lacking` are null where a value is not reported.
    """
    values = gaps.mutate(
        import_usd=gaps.value_import_usd_cents / 100, export_usd=gaps.value_export_usd_cents / 100
    )
    both = values.mutate(recomputed_usd=gap(values.import_usd, values.export_usd))
    off = ibis.greatest(
        (both.gap_import_usd - both.recomputed_usd).abs(), (both.gap_export_usd - both.recomputed_usd).abs()
    )
    compared = both.mutate(difference_usd=off, reproduced=off <= TOLERANCE_USD)
    return compared.select(
        "importer",
        "exporter",
        "year",
        "import_usd",
        "export_usd",
        published_import_usd=compared.gap_import_usd,
        published_export_usd=compared.gap_export_usd,
        recomputed_usd=compared.recomputed_usd,
        difference_usd=compared.difference_usd,
        reproduced=compared.reproduced,
        lacking=ibis.cases((~compared.reproduced, LACKING)),
        source=compared.source,
        row_ref=compared.row_ref,
    )
