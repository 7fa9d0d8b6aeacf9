"""The words on a declaration: a forwarder's templates, a supplier's word for a gas, a mark, an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.gases import gases
from tradewind.simulation.world.catalogue import PACK, goods
from tradewind.simulation.world.drafts import Draft
from tradewind.simulation.world.scene import Scene

#: {gas}, {kg} net a package, {n} packages, {p} purity. One group a way of packing; forwarders keep to a few of each.
_REFILLABLE: Final = (
    "{gas} refrigerant gas in refillable cylinders {kg} kg", "Refrigerant {gas}, {n} returnable cyl. x {kg} kg",
    "{gas}, liquefied gas, refillable steel cylinders", "Gaz réfrigérant {gas} en bouteilles rechargeables de {kg} kg",
    "Fluide frigorigène {gas} - emballages consignés", "Gas refrigerante {gas} en cilindros retornables de {kg} kg",
    "Refrigerante {gas} {n} cilindros recargables", "Хладагент {gas} в многооборотных баллонах {kg} кг",
    "Газ холодильный {gas}, баллоны возвратные", "{gas} 制冷剂 可重复充装钢瓶 {kg}公斤",
    "غاز تبريد {gas} في أسطوانات قابلة لإعادة التعبئة {kg} كغ", "KÄLTEMITTEL {gas} MEHRWEGFLASCHEN {kg} KG",
)  # fmt: skip
_PLAIN: Final = (
    "GAS REFRIGERANTE {gas}", "refrig. {gas} {kg}kg", "{gas} refrigerant", "制冷剂{gas} {n}瓶", "Refrigerant gas {gas}",
    "Gaz réfrigérant {gas} {n} x {kg} kg", "Хладагент {gas} {n} шт", "{gas} cylinders {kg} kg",
    "REFRIGERANT {gas} {n} CYL",
    "{gas} {kg} kg", "Kältemittel {gas}", "غاز تبريد {gas}",
)  # fmt: skip
_DISPOSABLE: Final = (
    "{gas} refrigerant gas, disposable cylinders {kg} kg", "{gas} {kg} KG NON-REFILLABLE CYL x {n}",
    "Gaz réfrigérant {gas} bouteilles jetables {kg} kg", "Gas refrigerante {gas} cilindros desechables {kg} kg",
    "Хладагент {gas} баллоны одноразовые {kg} кг", "{gas} 一次性钢瓶 {kg}公斤",
)  # fmt: skip
_TANK: Final = (
    "{gas} in ISO tank, liquefied gas in bulk", "{gas} BULK {kg} KG", "Gaz liquéfié {gas} en citerne",
    "{gas} en isotanque",
    "{gas} в танк-контейнере", "{gas} in tanks of {kg} kg",
)  # fmt: skip
_CANS: Final = (
    "{gas} in cans for car air conditioning, {n} cartons", "Recharge climatisation auto {gas}",
    "{gas} latas para automóvil",
    "{gas} баллончики для автокондиционеров", "A/C refill {gas}, cartons",
)  # fmt: skip
_VAGUE: Final = (
    "Refrigerant gas for air conditioning", "Gaz frigorigène en bouteilles", "Refrigerante en cilindros", "Хладагент",
    "制冷剂", "Fluorinated gas mixture", "Cooling agent, {n} packages", "Gas for refrigeration {kg} kg", "غاز تبريد",
    "HFC gas", "Liquefied gas, n.o.s.",
)  # fmt: skip
_RECOVERED: Final = (
    "Recovered {gas}, used refrigerant for reclaim, purity {p} %", "{gas} récupéré, fluide usagé, pureté {p} %",
    "Reclaimed {gas}, purity {p} %", "{gas} recuperado para regeneración {p} %",
)  # fmt: skip
_FEEDSTOCK: Final = (
    "{gas} for feedstock use, fluoropolymer plant",
    "{gas} matière première, usine",
    "{gas} feedstock bulk",
)
_GROUPS: Final = (_REFILLABLE, _PLAIN, _DISPOSABLE, _TANK, _CANS, _VAGUE, _RECOVERED, _FEEDSTOCK)
WAY: Final = {
    name: n
    for n, name in enumerate(
        ("refillable", "plain", "disposable", "tank", "cans", "vague", "recovered", "feedstock")
    )
}
_FIRST: Final = np.cumsum([0, *(len(g) for g in _GROUPS)])
_EVERY: Final = tuple(t for g in _GROUPS for t in g)
_MARKS: Final = ("mod. ", "ref. ", "lot ", "art. ", "арт. ", "型号 ")
_EMPTY: Final = (", without refrigerant, nitrogen holding charge", ", sans fluide", ", no gas, N2 only")
_CHARGED: Final = (" charged", " précharge")
_WORDS: Final = tuple(w for g in gases().values() for w in g.words)
_WORD_FIRST: Final = np.cumsum([0, *(len(g.words) for g in gases().values())])
_WORD_COUNT: Final = np.array([len(g.words) for g in gases().values()])
#: Lines written in capitals, and cut off where the form of an older system ends (assumed).
_CAPITALS: Final = 0.12
_CUT: Final = 0.03
_CUT_AT: Final = 35


def described(scene: Scene, draft: Draft) -> Any:
    """The description of every line, as Arrow text."""
    random, count = scene.random, len(draft["kind"])
    is_goods = draft["says_goods"] >= 0
    rows = np.flatnonzero(~is_goods)
    words = _goods_words(scene, draft, np.flatnonzero(is_goods))
    if len(rows):
        gas = _gas_words(scene, {k: draft[k][rows] for k in (
            "says_gas", "says_pack", "count", "size_g", "broker", "partner", "recovered", "feedstock", "words_way",
        )})  # fmt: skip
        words = pa.concat_arrays([words, gas])
        place = np.empty(count, dtype=np.int64)
        place[np.flatnonzero(is_goods)] = np.arange(count - len(rows))
        place[rows] = np.arange(count - len(rows), count)
        words = words.take(pa.array(place))
    turn = random.random(count)
    words = _changed(words, turn < _CAPITALS, pc.utf8_upper)
    return _changed(words, turn > 1 - _CUT, lambda texts: pc.utf8_slice_codeunits(texts, 0, _CUT_AT))


def _changed(texts: Any, mask: Any, change: Callable[[Any], Any]) -> Any:
    """The texts, those of the mask changed."""
    where = pa.array(mask)
    return pc.replace_with_mask(texts, where, change(texts.filter(where)))


def _goods_words(scene: Scene, draft: Draft, rows: Any) -> Any:
    random, count = scene.random, len(rows)
    words = pa.array(goods().words).take(pa.array(draft["says_goods"][rows]))
    marked = random.random(count) < 0.3
    some = int(marked.sum())
    own = pc.cast(pa.array(random.integers(100, 10**7, some)), pa.string())
    mark = pc.binary_join_element_wise(
        pa.array(_MARKS).take(pa.array(random.integers(0, len(_MARKS), some))), own, ""
    )
    words = _changed(words, marked, lambda texts: pc.binary_join_element_wise(texts, mark, " "))
    empty = draft["empty_said"][rows]
    if empty.any():
        plain = words
        for word in _CHARGED:
            plain = pc.replace_substring(plain, word, "")
        # who sells a machine without gas names no gas, mostly
        plain = pc.replace_substring_regex(plain, r",? ?(хладагент )?R-?\d{2,3}[aA]?$", "")
        tail = pa.array(_EMPTY).take(pa.array(random.integers(0, len(_EMPTY), count)))
        words = pc.if_else(pa.array(empty), pc.binary_join_element_wise(plain, tail, ""), words)
    return words


def _gas_words(scene: Scene, said: Mapping[str, Any]) -> Any:
    random, count = scene.random, len(said["says_gas"])
    pack = said["says_pack"]
    way = np.full(count, WAY["refillable"])
    way[random.random(count) < 0.35] = WAY["plain"]
    one_way = np.isin(pack, (PACK["disposable"], PACK["small disposable"]))
    way[one_way & (random.random(count) < 0.6)] = WAY["disposable"]
    way[one_way & (way == WAY["refillable"])] = WAY["plain"]
    way[np.isin(pack, (PACK["ISO tank"], PACK["ton tank"]))] = WAY["tank"]
    way[(pack == PACK["carton of cans"]) & (way == WAY["refillable"])] = WAY["cans"]
    way[random.random(count) < scene.said.papers.vague_words] = WAY["vague"]
    way[said["recovered"]] = WAY["recovered"]
    way[said["feedstock"]] = WAY["feedstock"]
    way = np.where(said["words_way"] >= 0, said["words_way"], way)
    sizes = np.diff(_FIRST)[way]
    # a forwarder keeps to the templates it has, one in four lines is written anew
    habit = (said["broker"] * 7 + random.integers(0, 2, count)) % sizes
    which = (
        np.where(random.random(count) < 0.25, random.integers(0, 10**6, count) % sizes, habit) + _FIRST[way]
    )
    at = said["says_gas"]
    chosen = np.where(
        random.random(count) < 0.8,
        said["partner"] * 3 % _WORD_COUNT[at],
        random.integers(0, 10**6, count) % _WORD_COUNT[at],
    )
    purity = np.where(
        random.random(count) < 0.7, random.integers(88, 98, count), random.integers(97, 100, count)
    )
    kg = pc.cast(pa.array(np.round(said["size_g"] / 1000, 1)), pa.string())
    slots = {
        "gas": pa.array(_WORDS).take(pa.array(_WORD_FIRST[at] + chosen)),
        "kg": pc.replace_substring_regex(kg, r"\.0$", ""), "n": pc.cast(pa.array(said["count"]), pa.string()),
        "p": pc.cast(pa.array(purity), pa.string()),
    }  # fmt: skip
    return filled(_EVERY, which, slots)


def filled(templates: tuple[str, ...], which: Any, slots: Mapping[str, Any]) -> Any:
    """Each line's template with its own values in the slots."""
    order = np.argsort(which, kind="stable")
    parts, at = [], 0
    numbers, counts = np.unique(which, return_counts=True)
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        rows = pa.array(order[at : at + count])
        at += count
        pieces: list[Any] = []
        for piece in templates[number].replace("{", "\0{").replace("}", "}\0").split("\0"):
            if piece.startswith("{"):
                pieces.append(slots[piece[1:-1]].take(rows))
            elif piece:
                pieces.append(pa.repeat(pa.scalar(piece), count))
        parts.append(pc.binary_join_element_wise(*pieces, ""))
    inverse = np.empty(len(order), dtype=np.int64)
    inverse[order] = np.arange(len(order))
    return pa.concat_arrays(parts).take(pa.array(inverse)) if parts else pa.array([], pa.string())


def mistyped(random: np.random.Generator, texts: Any, share: float) -> Any:
    """The texts, some with two letters changed over or one left out; the mark `(invented)` stays whole."""
    rows = np.flatnonzero(random.random(len(texts)) < share)
    if not len(rows):
        return texts
    wrong = [_slip(random, t) for t in texts.take(pa.array(rows)).to_pylist()]
    mask = np.zeros(len(texts), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(wrong, pa.string()))


def _slip(random: np.random.Generator, text: str | None) -> str | None:
    end = len(text or "") - (len(" (invented)") if (text or "").endswith(" (invented)") else 0) - 2
    if text is None or end < 2:
        return text
    at = int(random.integers(1, end))
    if random.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
