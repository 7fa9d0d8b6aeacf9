"""A PDF from a template and data. All text reaches the document as data, never as markup."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qrcode
import qrcode.image.svg
import typst


def paper(template: Path, data: Mapping[str, Any], beside: Mapping[str, bytes | Path] | None = None) -> bytes:
    """The PDF that the typst template makes of `data.json` and of the files `beside` it, by name."""
    with tempfile.TemporaryDirectory(prefix="tradewind-") as made:
        folder = Path(made)
        for name, content in (beside or {}).items():
            if isinstance(content, bytes):
                (folder / name).write_bytes(content)
            else:
                shutil.copyfile(content, folder / name)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8", "surrogatepass")
        (folder / template.name).write_bytes(template.read_bytes())
        written: bytes = typst.compile(str(folder / template.name), root=str(folder), format="pdf")
    return written


def square(text: str) -> bytes:
    """The text as a square of dots that a telephone reads (QR code), an SVG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    written = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(written)
    return written.getvalue()
