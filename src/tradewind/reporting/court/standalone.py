#!/usr/bin/env python3
"""Whether a court archive is, byte for byte, the one that was made. Needs Python 3.8 or later and nothing else.

    python VERIFY.py ARCHIVE.zip            (exit status 0: it is; 1: it is not; 2: it could not be read)

Checked: that the ZIP has no gap, no second file of a name and nothing behind its end; that every file of the manifest
is there with its size and SHA-256, and no other; that the entries of custody and audit follow each other; the office's
signature, where the package `cryptography` is installed; that each time stamp is about what lies here (openssl checks
its authority's signature, and this program prints how). The digest of the whole archive is printed: compare it with the
receipt, because whoever can make a whole new archive can make one that is right in itself.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zlib
from typing import Any, BinaryIO

FORMAT = "tradewind-court-archive/1"
MANIFEST, MANIFEST_SUM, SIGNATURE = "manifest.json", "MANIFEST.sha256", "MANIFEST.sig"
GENESIS = "0" * 64
#: What may stand in the name of a file: nothing that leads out of a folder or that two systems read differently.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
#: Version 2.0, UTF-8 names, stored, 1 January 1980: every archive has the same, so no bit of a header is free.
FIXED = struct.pack("<HHHHH", 20, 0x0800, 0, 0, 0x21)
LARGEST_READ = 64 << 20
AUDIT_FIELDS = (
    "chain", "number", "at", "actor", "roles", "name", "subject_kind", "subject_id", "facts", "reason", "sealed", "key",
    "previous",
)  # fmt: skip


class Broken(Exception):
    """The archive is not what was made; the message says where."""


class Verdict:
    """What was found: `problems` is empty where everything holds."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.sha256 = ""
        self.files = 0
        self.signature = "there is none"

    @property
    def is_intact(self) -> bool:
        """Whether every byte is as it was made."""
        return not self.problems


def verify(path: str, beside: str = "") -> Verdict:
    """The verdict on the archive at `path`; `beside` is the text of its detached `.sha256` file, where there is one."""
    verdict = Verdict()
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - this file is read by people who know no more than open()
            whole = hashlib.sha256()
            kept = _walk(stream, whole)
            verdict.sha256 = whole.hexdigest()
        if beside and beside.split()[:1] != [verdict.sha256]:
            verdict.problems.append("the whole archive has another digest than the .sha256 file beside it")
        manifest = _manifest(kept)
        verdict.files = len(kept)
        _files(manifest, kept, verdict)
        _chains(manifest, kept, verdict)
        _stamps(manifest, kept, verdict)
        _signature(manifest, kept, verdict)
    except Broken as error:
        verdict.problems.append(str(error))
    except (ValueError, KeyError, TypeError, AttributeError, struct.error, RecursionError) as error:
        verdict.problems.append(f"it cannot be read as an archive of this kind ({type(error).__name__})")
    return verdict


class Stored:
    """One file of the archive: its size and digest, and its bytes where they are needed."""

    def __init__(self, size: int, sha256: str, content: bytes | None) -> None:
        self.size, self.sha256, self.content = size, sha256, content or b""


def _walk(stream: BinaryIO, whole: Any) -> dict[str, Stored]:
    """Every file in the order of the archive. Each header must be the only one that says what it says."""
    kept: dict[str, Stored] = {}
    directory = b""
    place = 0
    while True:
        mark = _read(stream, 4, whole)
        if mark != LOCAL:
            break
        head = _read(stream, 26, whole)
        crc, packed, size, name_size, extra = struct.unpack("<LLLHH", head[10:])
        raw = _read(stream, name_size, whole)
        if head[:10] != FIXED or packed != size or extra:
            raise Broken(f"a header at byte {place} is not as this kind of archive writes it")
        name = raw.decode("ascii")
        if not NAME.match(name):
            raise Broken(f"a file at byte {place} has a name that no file may have")
        if name in kept:
            raise Broken(f"{name} is there twice")
        kept[name] = _stored(stream, whole, name, size, crc)
        directory += (
            CENTRAL + struct.pack("<H", 20) + head[:24] + struct.pack("<HHHHLL", 0, 0, 0, 0, 0, place) + raw
        )
        place += 30 + name_size + size
    count = len(kept)
    end = END + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), place, 0)
    rest = mark + _read(stream, len(directory) + len(end) - 4, whole)
    if rest != directory + end:
        raise Broken("the directory at the end is not that of the files before it")
    if stream.read(1):
        raise Broken("something stands behind the end")
    return kept


def _stored(stream: BinaryIO, whole: Any, name: str, size: int, crc: int) -> Stored:
    digest, found, parts = hashlib.sha256(), 0, []
    keep = name in (MANIFEST, MANIFEST_SUM, SIGNATURE) or name.startswith(("chains/", "stamps/"))
    if keep and size > LARGEST_READ:
        raise Broken(f"{name} is too large to be what it says")
    left = size
    while left:
        part = _read(stream, min(left, 1 << 20), whole)
        digest.update(part)
        found = zlib.crc32(part, found)
        left -= len(part)
        if keep:
            parts.append(part)
    if found != crc:
        raise Broken(f"{name} was changed: its check sum differs")
    return Stored(size, digest.hexdigest(), b"".join(parts) if keep else None)


def _read(stream: BinaryIO, count: int, whole: Any) -> bytes:
    part = stream.read(count)
    whole.update(part)
    if len(part) != count:
        raise Broken("it ends too early: it was cut off")
    return part


def _manifest(kept: dict[str, Stored]) -> dict[str, Any]:
    for name in (MANIFEST, MANIFEST_SUM):
        if name not in kept:
            raise Broken(f"{name} is missing")
    sums = [f"{kept[n].sha256}  {n}\n" for n in (MANIFEST, SIGNATURE) if n in kept]
    if kept[MANIFEST_SUM].content != "".join(sums).encode():
        raise Broken("the manifest or its signature is not the one whose digest stands in " + MANIFEST_SUM)
    manifest: dict[str, Any] = json.loads(kept[MANIFEST].content.decode("utf-8"), object_pairs_hook=_once)
    if manifest["format"] != FORMAT:
        raise Broken("the manifest is of another kind of archive: look for its own VERIFY.py")
    return manifest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Broken("a fact is stated twice in one place")
    return found


def _files(manifest: dict[str, Any], kept: dict[str, Stored], verdict: Verdict) -> None:
    listed = {}
    for row in manifest["files"]:
        if row["name"] in listed:
            raise Broken(f"the manifest lists {row['name']} twice")
        listed[row["name"]] = row
    for name, row in listed.items():
        if name not in kept:
            verdict.problems.append(f"{name} is missing")
        elif (kept[name].size, kept[name].sha256) != (row["size"], row["sha256"]):
            verdict.problems.append(f"{name} is not the file that the manifest lists")
    for name in kept:
        if name not in listed and name not in (MANIFEST, MANIFEST_SUM, SIGNATURE):
            verdict.problems.append(f"{name} is not in the manifest")
    if bool(manifest["key"]) != (SIGNATURE in kept):
        verdict.problems.append("the manifest names a key and there is no signature, or the reverse")


def _chains(manifest: dict[str, Any], kept: dict[str, Stored], verdict: Verdict) -> None:
    for name in manifest["chains"]:
        if name not in kept or not name.startswith("chains/"):
            verdict.problems.append(f"the chain {name} is missing")
            continue
        chain = json.loads(kept[name].content.decode("utf-8"), object_pairs_hook=_once)
        check = {"audit": _audit, "custody": _custody}[chain["kind"]]
        verdict.problems.extend(f"{name}: {told}" for told in check(chain))
        withheld = sum(1 for entry in chain["entries"] if entry.get("withheld"))
        told = f", {withheld} of them withheld (their digests stand)" if withheld else ""
        verdict.notes.append(f"{name}: {len(chain['entries'])} entries{told}")


def _stamps(manifest: dict[str, Any], kept: dict[str, Stored], verdict: Verdict) -> None:
    """Whether each time stamp is about what lies here. Whether it is the authority's, openssl tells: see the note."""
    rows = manifest.get("stamps", [])
    for row in rows:
        name = row["name"]
        parts = [kept.get(name + ending) for ending in (".txt", ".tsr", ".pem")]
        if not name.startswith("stamps/") or None in parts:
            verdict.problems.append(f"the time stamp {name} is not whole")
            continue
        text, answer = kept[name + ".txt"], kept[name + ".tsr"]
        if bytes.fromhex(text.sha256) not in answer.content:
            verdict.problems.append(f"{name}.tsr is no stamp on {name}.txt: the digest is not in it")
        told = text.content.decode("utf-8").splitlines()
        about = {"custody": _stamped_custody, "evidence": _stamped_evidence}[row["of"]]
        verdict.problems.extend(f"{name}.txt: {problem}" for problem in about(told, manifest, kept))
        verdict.notes.append(f"{name}: by {row['authority']} on {row['stamped_at']}, as the office says")
    if rows:
        verdict.notes.append(
            "time stamps are here. Their authority's signature is not checked by this program (Python alone cannot): "
            "unpack the archive and, for each of them,\n"
            "    openssl ts -verify -data NAME.txt -in NAME.tsr -CAfile NAME.pem\n"
            "    openssl ts -reply -in NAME.tsr -text        (shows the time that it proves)\n"
            "and compare the certificate in NAME.pem with the one that the authority publishes"
        )


def _stamped_custody(told: list[str], manifest: dict[str, Any], kept: dict[str, Stored]) -> list[str]:
    """The head that was stamped is that of an entry of the chain that lies here."""
    said = dict(line.split(" ", 1) for line in told[1:])
    number, head = int(said["entries"]), said["head"]
    if "chains/custody.json" not in manifest["chains"] or "chains/custody.json" not in kept:
        return ["the chain that it is about is missing"]
    entries = json.loads(kept["chains/custody.json"].content.decode("utf-8"))["entries"]
    is_there = 0 < number <= len(entries) and entries[number - 1]["digest"] == head
    return [] if is_there else [f"the head that was stamped is not that of entry {number}"]


def _stamped_evidence(told: list[str], manifest: dict[str, Any], kept: dict[str, Stored]) -> list[str]:
    """Each file that was stamped is the exhibit of that number."""
    here = {row["exhibit"]: row["sha256"] for row in manifest["files"] if row.get("exhibit")}
    found = []
    for line in told[3:]:
        sha256, exhibit = line.split("  ", 1)
        if here.get(exhibit) != sha256:
            found.append(f"{exhibit} is not the file that was stamped, or is not here")
    return found


def _audit(chain: dict[str, Any]) -> list[str]:
    """An extract: events of other matters lie between, so only neighbours can be held against each other."""
    found: list[str] = []
    before: dict[str, Any] | None = None
    for event in chain["entries"]:
        number = event["number"]
        if before is not None and number <= before["number"]:
            found.append(f"event {number} stands out of order")
        if not event.get("withheld"):
            if set(event) != set(AUDIT_FIELDS) | {"digest"} or event["chain"] != chain["chain"]:
                found.append(f"event {number} has other fields than an event has")
                continue
            if _digest([event[field] for field in AUDIT_FIELDS]) != event["digest"]:
                found.append(f"event {number} was changed after it was written")
            if (
                before is not None
                and number == before["number"] + 1
                and event["previous"] != before["digest"]
            ):
                found.append(f"event {number} does not follow the one before it")
        before = event
    head = chain["head"]
    if before is not None and before["number"] == head["number"] and before["digest"] != head["digest"]:
        found.append("the last event is not the head of the chain")
    if before is not None and before["number"] > head["number"]:
        found.append("there are events behind the head of the chain")
    return found


def _custody(chain: dict[str, Any]) -> list[str]:
    """The chain of one thing's custody, whole from its first entry on."""
    found: list[str] = []
    last = GENESIS
    for place, entry in enumerate(chain["entries"], 1):
        if not entry.get("withheld"):
            if set(entry) != {"facts", "previous", "digest"}:
                found.append(f"entry {place} has other fields than an entry has")
                continue
            if entry["previous"] != last:
                found.append(f"entry {place} does not follow the one before it")
            if _digest([entry["previous"], entry["facts"]]) != entry["digest"]:
                found.append(f"entry {place} was changed after it was written")
        last = entry["digest"]
    if last != chain["head"]["digest"] or len(chain["entries"]) != chain["head"]["number"]:
        found.append("entries are missing at the end")
    return found


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _signature(manifest: dict[str, Any], kept: dict[str, Stored], verdict: Verdict) -> None:
    key = manifest["key"]
    if not key or SIGNATURE not in kept:
        return
    public = bytes.fromhex(key["ed25519"])
    fingerprint = hashlib.sha256(public).hexdigest()[:32]
    text = kept[SIGNATURE].content.decode("ascii").strip()
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        verdict.signature = (
            f"signature not checked (the package cryptography is not installed); key {fingerprint}"
        )
        return
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(text), kept[MANIFEST].content)
    except InvalidSignature:
        verdict.problems.append("the signature is not that of the key in the manifest")
        verdict.signature = "WRONG"
    else:
        verdict.signature = f"good, by the key {fingerprint}: compare it with the office's"


def main(arguments: list[str]) -> int:
    """Verify the archives named; 0 where all of them hold, 1 where one does not, 2 where one cannot be opened."""
    say = sys.stdout.write
    if not arguments or arguments[0] in ("-h", "--help"):
        say(__doc__ or "")
        return 2
    worst = 0
    for path in arguments:
        beside = ""
        try:
            with open(path + ".sha256", encoding="utf-8") as stream:  # noqa: PTH123
                beside = stream.read(4096)
        except (OSError, ValueError):
            say(f"note: no {path}.sha256 beside it; compare the digest below with the receipt\n")
        try:
            verdict = verify(path, beside)
        except OSError as error:
            say(f"{path} cannot be read: {error}\n")
            worst = 2
            continue
        for note in verdict.notes:
            say(f"{note}\n")
        for problem in verdict.problems:
            say(f"PROBLEM: {problem}\n")
        say(f"signature: {verdict.signature}\n")
        if verdict.sha256:
            say(f"sha256 of the archive: {verdict.sha256}\n")
        if verdict.is_intact:
            say(f"INTACT: {path}, {verdict.files} files, every byte as it was made\n")
        else:
            say(f"NOT INTACT: {path}\n")
            worst = max(worst, 1)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
