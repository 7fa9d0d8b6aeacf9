"""Who answers for a line: one key, wherever a record, a history, a burden or a cluster goes by traders."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

#: The first of these that a line has.
NAMED: Final = ("importer_id", "importer", "consignee_id", "consignee", "exporter_id", "exporter")


def trader_keys(lines: pa.Table) -> pa.Array:
    """The national number of each line's importer, else its name, else the consignee's, else the exporter's: without
    case, and with single spaces; null where none is declared.

    >>> trader_keys(pa.table({"importer_id": [None, " "], "importer": ["ACME  Cooling ", None]})).to_pylist()
    ['acme cooling', None]
    """
    named = pc.coalesce(*(lines[name] for name in NAMED if name in lines.column_names)).combine_chunks()
    encoded = named.dictionary_encode()
    folded = [" ".join(text.casefold().split()) or None for text in encoded.dictionary.to_pylist()]
    return pa.array(folded, pa.string()).take(encoded.indices)
