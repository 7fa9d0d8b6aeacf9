"""Files that leave a page line by line, however long they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.http import StreamingHttpResponse


def csv_file(name: str, lines: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The lines as a file for a spreadsheet. Cells that might run as a formula are guarded before."""
    response = StreamingHttpResponse(_written(lines), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{settings.OFFICE.file_name(name)}"'
    return response


def _written(lines: Iterable[Sequence[object]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")  # spreadsheets take it for UTF-8 only with this mark
    for line in lines:
        writer.writerow(line)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
