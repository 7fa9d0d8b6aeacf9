"""One edition of a matter as one ZIP, streamed to disk, with all that is needed to check it without us."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tradewind.reporting.court.bundle import bundle
from tradewind.reporting.court.describing import Exhibit, LeftOut, Matter
from tradewind.reporting.court.standalone import FORMAT, MANIFEST, MANIFEST_SUM, SIGNATURE
from tradewind.reporting.court.wording import WORDS
from tradewind.reporting.court.zipping import ChangedMeanwhile, Content, Sized, Zipper, sized

_HERE: Final = Path(__file__).resolve().parent
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


@dataclass(frozen=True, slots=True)
class Signer:
    """The office's Ed25519 key: its public half, raw, and what signs."""

    public: bytes
    sign: Callable[[bytes], bytes]

    @property
    def fingerprint(self) -> str:
        """What the office prints on its receipts and letters, to be compared."""
        return hashlib.sha256(self.public).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Written:
    """An archive on disk; the digest of the whole belongs on the receipt."""

    path: Path
    size: int
    sha256: str
    manifest_sha256: str
    files: int


def write(
    matter: Matter, target: Path, *, words: Mapping[str, str] = WORDS, signer: Signer | None = None
) -> Written:
    """Write the archive and, beside it, its digest as `sha256sum -c` reads it. Whole or not at all.

    Raises:
        ChangedMeanwhile: an exhibit is not the file whose digest was recorded.
        TooLarge: it is more than one archive holds.
    """
    files = _files(matter, words)
    rows: dict[str, Sized] = {name: sized(content) for name, (content, _said) in files.items()}
    for exhibit in matter.exhibits:
        if rows[_name(exhibit)].sha256 != exhibit.sha256:
            raise ChangedMeanwhile(exhibit.number)
    sums = "".join(f"{rows[name].sha256}  {name}\n" for name in sorted(rows)).encode()
    files["FILES.sha256"] = (sums, {"kind": "digests"})
    rows["FILES.sha256"] = sized(sums)
    manifest = _json(_manifest(matter, files, rows, signer))
    signed = [(MANIFEST, manifest)]
    if signer is not None:
        signed.append((SIGNATURE, signer.sign(manifest).hex().encode() + b"\n"))
    told = "".join(f"{sized(content).sha256}  {name}\n" for name, content in signed).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.part")
    try:
        with partial.open("wb") as stream:
            zipper = Zipper(stream)
            for name in sorted(files, key=lambda n: (not n.startswith("VERIFY"), n)):
                zipper.add(name, files[name][0], rows[name])
            for name, content in (*signed, (MANIFEST_SUM, told)):
                zipper.add(name, content, sized(content))
            digest = zipper.close()
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    target.with_name(f"{target.name}.sha256").write_text(f"{digest}  {target.name}\n", "utf-8")
    return Written(target, zipper.size, digest, sized(manifest).sha256, len(files) + len(signed) + 1)


def _files(matter: Matter, words: Mapping[str, str]) -> dict[str, tuple[Content, dict[str, Any]]]:
    """Name in the archive -> its bytes, and what the manifest says of it beside size and digest."""
    found: dict[str, tuple[Content, dict[str, Any]]] = {
        "VERIFY.py": ((_HERE / "standalone.py").read_bytes(), {"kind": "verifier"}),
        "VERIFY.txt": ((_HERE / "VERIFY.txt").read_bytes(), {"kind": "how to verify"}),
        "bundle.pdf": (bundle(matter, words), {"kind": "bundle"}),
    }
    for chain in matter.chains:
        found[f"chains/{chain.slug}.json"] = (_json(chain.as_json()), {"kind": f"chain of {chain.kind}"})
    for stamp in matter.stamps:
        kind = {"kind": f"time stamp on {stamp.of}"}
        found[f"stamps/{stamp.slug}.txt"] = (stamp.text.encode(), kind)
        found[f"stamps/{stamp.slug}.tsr"] = (stamp.response, kind)
        found[f"stamps/{stamp.slug}.pem"] = (stamp.roots.encode(), kind)
    for record in matter.records:
        said = {"kind": "record", "title": record.title, "favours": record.favours}
        found[f"records/{record.slug}.json"] = (_json(record.value), said)
    favourable = _json([asdict(one) for one in matter.favourable])
    found["records/for-the-accused.json"] = (favourable, {"kind": "record", "favours": "accused"})
    if matter.edition == "disclosure":
        log = _json([_line(one) for one in matter.left_out])
        found["left-out.json"] = (log, {"kind": "log of what is left out"})
    for exhibit in matter.exhibits:
        name = _name(exhibit)
        if name in found:
            raise ValueError(f"two exhibits have the number {exhibit.number}")
        found[name] = (exhibit.content, {
            "kind": exhibit.kind or "exhibit", "exhibit": exhibit.number, "title": exhibit.title,
            "original_name": exhibit.name, "origin": exhibit.origin, "favours": exhibit.favours, "note": exhibit.note,
        })  # fmt: skip
    return found


def _name(exhibit: Exhibit) -> str:
    """A name that tells nothing and that every system can read: the number and the ending."""
    ending = _ENDING.search(exhibit.name)
    number = re.sub(r"[^A-Za-z0-9-]", "-", exhibit.number).strip("-")
    return f"exhibits/{number}{ending.group().lower() if ending else ''}"


def _manifest(
    matter: Matter, files: Mapping[str, tuple[Content, dict[str, Any]]], rows: Mapping[str, Sized],
    signer: Signer | None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "format": FORMAT, "number": matter.number, "title": matter.title, "agency": matter.agency,
        "edition": matter.edition, "made_at": matter.made_at.isoformat(), "drawn_from": matter.drawn_from,
        "facts": [[label, text] for label, text in matter.facts],
        "key": None if signer is None else {"ed25519": signer.public.hex(), "fingerprint": signer.fingerprint},
        "chains": sorted(f"chains/{chain.slug}.json" for chain in matter.chains),
        "stamps": [
            {
                "name": f"stamps/{stamp.slug}", "of": stamp.of, "count": stamp.count, "authority": stamp.authority,
                "stamped_at": stamp.stamped_at.isoformat(),
            }
            for stamp in matter.stamps
        ],
        "withheld_exhibits": dict(sorted((matter.withheld or {}).items())),
        "files": [
            {"name": name, "size": rows[name].size, "sha256": rows[name].sha256, **files[name][1]}
            for name in sorted(files)
        ],
    }  # fmt: skip


def _line(line: LeftOut) -> dict[str, Any]:
    return {
        "number": line.number, "ground": line.ground, "where": line.where, "decided_by": line.decided_by,
        "decided_on": line.decided_on, "places": line.places, "speaks_for_the_accused": line.for_accused,
    }  # fmt: skip


def _json(value: Any) -> bytes:
    """One spelling, and one that people can read."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
