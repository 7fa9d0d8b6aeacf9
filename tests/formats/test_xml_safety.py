"""XML that would exhaust the machine, read other files or call the network is refused; memory stays flat."""

import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import read

from customs_files import response, sad, sad_item, transit, transit_item, wco, wco_item, written
from tradewind.errors import FileRefused, HostileFile
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Rows
from tradewind.formats.registry import recognise_format
from tradewind.intake import load
from tradewind.warehouse import Warehouse

BOMB = (
    '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;">'
    '<!ENTITY n "&m;&m;&m;&m;&m;&m;&m;&m;&m;&m;"><!ENTITY o "&n;&n;&n;&n;&n;&n;&n;&n;&n;&n;">]>'
)


@pytest.mark.parametrize(
    "declared",
    [BOMB, '<!DOCTYPE a [<!ENTITY l SYSTEM "file:///etc/passwd">]>',
     '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.invalid/x.dtd">%p;]>'],
    ids=["bomb", "file", "network"],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", [sad(sad_item()).partition("?>")[2], wco("&l;", wco_item(1)), transit("CC015C", "<LRN>&l;</LRN>")]
)
def test_entities_are_refused_unopened(tmp_path: Path, declared: str, text: str) -> None:
    with pytest.raises(HostileFile, match="entities"):
        read(written(tmp_path, declared + text))


def test_entities_behind_a_long_comment_are_refused_too(tmp_path: Path) -> None:
    text = "<!--" + " " * 70_000 + "-->" + BOMB + sad(sad_item()).partition("?>")[2]
    with pytest.raises(FileRefused):
        read(written(tmp_path, text))


def test_a_document_type_without_entities_harms_nobody(tmp_path: Path) -> None:
    text = '<!DOCTYPE ASYCUDA SYSTEM "asycuda.dtd">' + sad(sad_item()).partition("?>")[2]
    assert len(read(written(tmp_path, text)).rows["declarations"]) == 1


@pytest.mark.parametrize("depth", [80, 300, 100_000])
def test_endless_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    deep = "<a>" * depth + "</a>" * depth
    with pytest.raises(FileRefused, match=r"nested deeper|broken|breaks"):
        read(written(tmp_path, wco("L", wco_item(1, more=deep))))


def test_memory_does_not_grow_with_the_items(tmp_path: Path) -> None:
    def peak(items: int) -> int:
        path = written(tmp_path, wco("L", "".join(wco_item(n) for n in range(1, items + 1))))
        opened = open_file(path)
        reader = recognise_format(opened, Instructions())
        tracemalloc.start()
        rows = sum(r.data.num_rows for r in reader.read(opened, Instructions()) if isinstance(r, Rows))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert rows == items
        return most

    assert peak(4_500) < 1.5 * peak(1_500)


MOVEMENT = """<inventoryLinkingMovementRequest xmlns="http://gov.uk/customs/inventoryLinking/v1">
<messageCode>EAL</messageCode><ucrBlock><ucr>GB/1-2</ucr><ucrType>D</ucrType></ucrBlock>
<goodsLocation>GBAUXYZ</goodsLocation><goodsArrivalDateTime>2026-03-02T10:00:00Z</goodsArrivalDateTime>
</inventoryLinkingMovementRequest>"""
SAMPLES = {
    "sad": sad(sad_item() + sad_item()),
    "wco": wco("L", wco_item(1) + wco_item(2)),
    "response": response("03", "L", "26GB1"),
    "transit": transit("CC015C", "<LRN>T-1</LRN>", "", transit_item(1) + transit_item(2)),
    "arrival": transit("CC007C", "<MRN>26DE1</MRN>"),
    "inventory linking": MOVEMENT,
}


@pytest.mark.parametrize("form", sorted(SAMPLES))
@pytest.mark.parametrize("share", [0.5, 0.8, 0.99])
def test_a_message_that_ends_in_the_middle_leaves_nothing_behind(
    tmp_path: Path, form: str, share: float
) -> None:
    whole, url = SAMPLES[form], tmp_path / "house"
    load([written(tmp_path, wco("other", wco_item(1)), "other.xml")], url)
    cut = written(tmp_path, whole[: int(len(whole) * share)], "cut.xml")
    with pytest.raises(FileRefused, match=r"ends in the middle.*ask the sender for the whole message"):
        load([cut], url)
    with pytest.raises(FileRefused, match="ends in the middle"):
        load(
            [written(tmp_path, whole.rpartition("</")[0] + "<!-- never closed " + whole[-9:], "open.xml")],
            url,
        )
    with Warehouse.open(url) as house:
        assert {batch.name for batch in house.batches()} == {"other.xml"}


@pytest.mark.parametrize("form", sorted(SAMPLES))
def test_what_pads_a_whole_message_does_no_harm(tmp_path: Path, form: str) -> None:
    padded = SAMPLES[form] + "\n<!-- sent by night -->\n \x1a"
    made = read(written(tmp_path, padded))
    assert made.rows == read(written(tmp_path, SAMPLES[form], "plain.xml")).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_broken_tag_in_a_whole_message_costs_its_own_item(tmp_path: Path, encoding: str) -> None:
    text = sad(sad_item() + sad_item() + sad_item()).replace("UTF-8", encoding)
    at = text.index("</Precision_1>", text.index("</Item>"))
    (tmp_path / "sent.xml").write_bytes((text[:at] + "</Precise>" + text[at + 14 :]).encode(encoding))
    made = read(tmp_path / "sent.xml")
    assert [r["item"] for r in made.rows["declarations"]] == [1, 3]
    assert (made.refused[0].row, "broken" in made.refused[0].reason) == (2, True)


@pytest.mark.parametrize("form", sorted(SAMPLES))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_message_is_read_or_refused(form: str, data: st.DataObject) -> None:
    whole = SAMPLES[form].encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(
        st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from([b"<", b"&x;", b"</", b"<!--", b"]]>"]))
    )
    match data.draw(st.sampled_from(["cut", "overwrite", "insert", "twice"])):
        case "cut":
            damaged = whole[:at]
        case "overwrite":
            damaged = whole[:at] + noise + whole[at + len(noise) :]
        case "insert":
            damaged = whole[:at] + noise + whole[at:]
        case _:
            damaged = whole[:at] + whole
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(damaged)
        try:
            made = read(path)
        except FileRefused as refused:
            assert refused.reason and refused.mend
        else:
            assert all(row.reason and row.mend for row in made.refused)


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: ("\n\n" + text).encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace('encoding="UTF-8"', 'encoding="utf-16"').encode(),
        lambda text: text.replace('encoding="UTF-8"', 'encoding="utf-16"').encode("utf-16"),
        lambda text: text.replace('encoding="UTF-8"', 'encoding="windows-1251"').encode("windows-1251"),
    ],
    ids=["blank lines before", "byte order mark", "labelled UTF-16 but UTF-8", "UTF-16", "windows-1251"],
)
def test_letters_are_read_however_programs_write_them(
    tmp_path: Path, encoded: Callable[[str], bytes]
) -> None:
    (tmp_path / "sent.xml").write_bytes(encoded(sad(sad_item()).replace("COLD LTD", "ХОЛОД")))
    made = read(tmp_path / "sent.xml")
    assert (made.rows["declarations"][0]["importer"], made.refused) == ("ХОЛОД", [])
