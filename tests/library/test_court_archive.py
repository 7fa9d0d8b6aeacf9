"""The court archive: every byte is covered, it is checked without us, and it is the same each time."""

import ast
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from court_matter import exhibit, matter
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from photographs import jpeg
from tradewind.reporting.court import ChangedMeanwhile, Signer, verify, write
from tradewind.reporting.court import standalone as standalone_verifier
from tradewind.reporting.court.zipping import Zipper, sized

CHANGES = 1000


def signer():
    key = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    return Signer(key.public_key().public_bytes_raw(), key.sign)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return write(matter(), tmp_path_factory.mktemp("court") / "2026-0001-full.zip", signer=signer())


def standalone(folder, *names):
    """VERIFY.py as it lies in the archive, in an empty folder, without our code and without packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "VERIFY.py", *names], cwd=folder, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.fixture
def empty(made, tmp_path):
    with zipfile.ZipFile(made.path) as opened:
        (tmp_path / "VERIFY.py").write_bytes(opened.read("VERIFY.py"))
    shutil.copy(made.path, tmp_path / "a.zip")
    return tmp_path


def test_it_is_whole_and_any_zip_program_opens_it(made):
    verdict = verify(str(made.path))
    assert (verdict.problems, verdict.sha256, verdict.files) == ([], made.sha256, made.files)
    assert verdict.signature.startswith("good, by the key")
    with zipfile.ZipFile(made.path) as opened:
        assert opened.testzip() is None
        assert {"VERIFY.py", "bundle.pdf", "exhibits/E-001.jpg", "exhibits/E-002.pdf"} <= set(
            opened.namelist()
        )
        assert opened.read("exhibits/E-001.jpg") == jpeg()


def test_the_same_matter_gives_the_same_bytes(made, tmp_path):
    again = write(matter(), tmp_path / "again.zip", signer=signer())
    assert again.path.read_bytes() == made.path.read_bytes()
    assert (tmp_path / "again.zip.sha256").read_text() == f"{made.sha256}  again.zip\n"


def test_a_single_changed_byte_anywhere_is_caught(made, tmp_path):
    whole = bytearray(made.path.read_bytes())
    target = tmp_path / "changed.zip"
    target.write_bytes(whole)
    chance = random.Random(20260309)
    # The places that tools overlook first: headers, names, VERIFY.py, the directory, the very last bytes.
    places = [*range(60), *range(len(whole) - 200, len(whole))]
    places += [chance.randrange(len(whole)) for _ in range(CHANGES - len(places))]
    unseen = []
    with target.open("r+b") as stream:
        for place in places:
            other = whole[place] ^ chance.randrange(1, 256)
            _put(stream, place, other)
            if verify(str(target)).is_intact:
                unseen.append((place, other))
            _put(stream, place, whole[place])
    assert not unseen and len(places) == CHANGES
    assert verify(str(target)).is_intact


def _put(stream, place, value):
    stream.seek(place)
    stream.write(bytes([value]))
    stream.flush()


@pytest.mark.parametrize("change", ["behind the end", "cut", "before", "deflated", "another file", "comment"])
def test_a_zip_that_is_made_otherwise_is_caught(made, tmp_path, change):
    whole = made.path.read_bytes()
    target = tmp_path / "x.zip"
    target.write_bytes(whole)
    if change in ("deflated", "another file"):
        packed = zipfile.ZIP_DEFLATED if change == "deflated" else zipfile.ZIP_STORED
        with zipfile.ZipFile(target, "a") as opened:
            opened.writestr("more.txt", b"x" * 99, packed)
    else:
        comment = whole[:-2] + struct.pack("<H", 3) + b"abc"
        changed = {
            "behind the end": whole + b"\0",
            "cut": whole[:-1],
            "before": b"\0" + whole,
            "comment": comment,
        }
        target.write_bytes(changed[change])
    assert not verify(str(target)).is_intact


def test_a_missing_or_additional_file_is_named(made, tmp_path):
    with zipfile.ZipFile(made.path) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    for change, sentence in (
        ({"exhibits/E-002.pdf": None}, "exhibits/E-002.pdf is missing"),
        ({"exhibits/E-003.pdf": b"planted"}, "exhibits/E-003.pdf is not in the manifest"),
        ({"bundle.pdf": b"another"}, "bundle.pdf is not the file that the manifest lists"),
        ({"MANIFEST.sig": b"00" * 64}, "the manifest or its signature is not the one"),
    ):
        with (tmp_path / "x.zip").open("wb") as stream:
            zipper = Zipper(stream)
            for name, content in {**files, **change}.items():
                if content is not None:
                    zipper.add(name, content, sized(content))
            zipper.close()
        assert any(sentence in p for p in verify(str(tmp_path / "x.zip")).problems)


@pytest.mark.parametrize(("slug", "at", "sentence"), [
    ("custody-E-001", 1, "entry 2 was changed after it was written"),
    ("audit", 1, "event 4 was changed after it was written"),
])  # fmt: skip
def test_an_altered_entry_is_caught_even_in_an_archive_that_is_right_in_itself(tmp_path, slug, at, sentence):
    chains = []
    for chain in matter().chains:
        entries = [dict(e) for e in chain.entries]
        if chain.slug == slug:
            entries[at]["facts"] = {"happened": "nothing"}
        chains.append(replace(chain, entries=tuple(entries)))
    found = write(matter(chains=tuple(chains)), tmp_path / "a.zip")
    assert verify(str(found.path)).problems == [f"chains/{slug}.json: {sentence}"]


def test_entries_cut_off_the_end_of_a_custody_are_missed(tmp_path):
    chain = matter().chains[0]
    cut = write(matter(chains=(replace(chain, entries=chain.entries[:-1]),)), tmp_path / "a.zip")
    assert verify(str(cut.path)).problems == ["chains/custody-E-001.json: entries are missing at the end"]


def test_verify_py_needs_nothing_but_python(empty, made):
    ran = standalone(empty, "a.zip")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "INTACT: a.zip" in ran.stdout and made.sha256 in ran.stdout
    assert "signature not checked" in ran.stdout  # -S: no packages
    ast.parse((empty / "VERIFY.py").read_text(), feature_version=(3, 8))


def test_verify_py_finds_changes_in_itself_in_a_header_and_beside(empty, made):
    whole = bytearray((empty / "a.zip").read_bytes())
    for place in (6, whole.index(b"def verify"), len(whole) - 4):
        changed = bytearray(whole)
        changed[place] ^= 1
        (empty / "a.zip").write_bytes(changed)
        ran = standalone(empty, "a.zip")
        assert ran.returncode == 1 and "NOT INTACT" in ran.stdout, ran.stdout
    (empty / "a.zip").write_bytes(whole)
    (empty / "a.zip.sha256").write_text(f"{'0' * 64}  a.zip\n")
    assert "has another digest than the .sha256 file" in standalone(empty, "a.zip").stdout
    assert standalone(empty, "none.zip").returncode == 2


def test_an_archive_that_another_key_signed_is_not_that_of_the_office(tmp_path):
    wrong = replace(signer(), sign=Ed25519PrivateKey.from_private_bytes(b"8" * 32).sign)
    found = write(matter(), tmp_path / "a.zip", signer=wrong)
    assert verify(str(found.path)).problems == ["the signature is not that of the key in the manifest"]


def test_a_file_that_is_not_the_one_recorded_stops_the_archive(tmp_path):
    other = replace(matter().exhibits[0], sha256="0" * 64)
    with pytest.raises(ChangedMeanwhile, match="E-001 is not the file"):
        write(matter(exhibits=(other,)), tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())


def test_a_damaged_picture_is_evidence_and_is_not_shown(tmp_path):
    found = write(
        matter(exhibits=(exhibit("E-1", "Broken", b"\xff\xd8\xff broken", name="a.jpg"),)), tmp_path / "a.zip"
    )
    assert verify(str(found.path)).is_intact


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"x" * 5000])
def test_what_is_no_archive_is_said_to_be_none(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    assert verify(str(tmp_path / "x.zip")).problems
    assert standalone_verifier.main([str(tmp_path / "x.zip")]) == 1
