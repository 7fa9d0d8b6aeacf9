"""The edition for the defence: what is left out is gone from every byte, and what speaks for the accused stays."""

import shutil
import subprocess
import zipfile

import pytest
from court_matter import exhibit, matter

from tradewind.reporting.court import (
    Favourable,
    NothingThere,
    Redaction,
    StillThere,
    disclosed,
    verify,
    write,
)


def redaction(**said):
    return Redaction("source", "Vera, prosecutor", "2026-03-10", **said)


def everything(path):
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def paper(path, tmp_path):
    (tmp_path / "bundle.pdf").write_bytes(everything(path)["bundle.pdf"])
    ran = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "bundle.pdf", "-"], capture_output=True, check=True
    )
    return ran.stdout.decode()


def test_words_are_gone_from_every_file_and_the_chains_still_hold(tmp_path):
    found = write(disclosed(matter(), [redaction(words="Jane Doe")]), tmp_path / "d.zip")
    verdict = verify(str(found.path))
    assert verdict.is_intact
    assert any("1 of them withheld" in note for note in verdict.notes)
    for name, content in everything(found.path).items():
        assert b"jane" not in content.lower() and b"doe" not in content.lower().split(), name
    assert b"[left out: 1]" in everything(found.path)["records/seizure.json"]


def test_the_text_of_a_field_is_gone_wherever_it_stood(tmp_path):
    told = disclosed(matter(title="told by Jane Doe"), [redaction(record="seizure", field="/who")])
    found = write(told, tmp_path / "d.zip")
    assert all(b"told by Jane" not in content for content in everything(found.path).values())
    assert told.title == "[left out: 1]"


def test_the_log_names_ground_place_and_who_decided_and_not_what():
    told = disclosed(matter(), [redaction(words="Jane Doe"), redaction(exhibit="E-002")])
    words, paper_ = told.left_out
    assert (words.ground, words.where, words.decided_by) == (
        "source",
        "words, wherever they stood",
        "Vera, prosecutor",
    )
    assert "Jane" not in repr(told)
    assert (paper_.where, paper_.for_accused) == (
        "exhibit E-002",
        True,
    )  # the bill speaks for the accused: it is said
    assert [e.number for e in told.exhibits] == ["E-001"] and told.withheld == {"E-002": 2}


def test_both_editions_carry_what_speaks_for_the_accused(tmp_path):
    full = matter(
        favourable=(Favourable("negative test", "the second sample was R-134a", "stands", "laboratory"),)
    )
    for edition in (full, disclosed(full, [redaction(words="Jane Doe")])):
        found = everything(write(edition, tmp_path / f"{edition.edition}.zip").path)
        assert b"the second sample was R-134a" in found["records/for-the-accused.json"]


def test_words_in_an_exhibits_own_bytes_stop_the_edition():
    for content in (b"note: JANE DOE called", "Jane Doe".encode("utf-16-le")):
        told = matter(exhibits=(exhibit("E-001", "Note", content),))
        with pytest.raises(StillThere, match="E-001"):
            disclosed(told, [redaction(words="Jane Doe")])
        assert disclosed(told, [redaction(exhibit="E-001"), redaction(words="Jane Doe")]).exhibits == ()


@pytest.mark.parametrize(
    "said", [{"words": "Nobody Here"}, {"exhibit": "E-9"}, {"record": "seizure", "field": "/x"}]
)
def test_a_redaction_that_meets_nothing_is_refused(said):
    with pytest.raises(NothingThere):
        disclosed(matter(), [redaction(**said)])


@pytest.mark.parametrize(
    "said", [{}, {"words": "ab"}, {"words": "x" * 9, "exhibit": "E-001"}, {"record": "seizure"}]
)
def test_a_redaction_names_one_thing(said):
    with pytest.raises(ValueError):
        disclosed(matter(), [redaction(**said)])


def test_who_decided_is_not_the_one_who_is_left_out():
    with pytest.raises(ValueError, match="who decided"):
        disclosed(matter(), [Redaction("source", "Jane Doe", "2026-03-10", words="Jane Doe")])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="reads the paper with pdftotext")
def test_the_paper_has_an_index_with_pages_and_nothing_that_is_left_out(tmp_path):
    found = write(disclosed(matter(), [redaction(words="Jane Doe")]), tmp_path / "d.zip")
    text = paper(found.path, tmp_path)
    assert "Jane" not in text and "[left out: 1]" in text and "Edition for disclosure" in text
    rows = [line.split() for line in text.splitlines() if line.strip().startswith(("E-001", "E-002"))]
    index = {row[0]: row[-1] for row in rows if row[-1].isdigit()}
    assert index == {"E-001": "4", "E-002": "5"}
    pages = text.split("\f")
    for number, page in index.items():
        assert number in pages[int(page) - 1]
