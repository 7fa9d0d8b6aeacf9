"""The price a text asks: the first single one, with its currency where it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import ahocorasick

from tradewind.recognition.amounts import number_of
from tradewind.recognition.folding import fold_word

#: Signs and words; a sign shared by several currencies (kr, ¥, $) means the one given.
_CURRENCIES: Final = {
    "EUR": "€ eur euro euros евро 欧元 ユーロ 유로 يورو ευρω",
    "USD": "$ usd us$ dollar dollars dólares долл доллар 美元 美金 ドル 달러 دولار",
    "GBP": "£ gbp sterling",
    "CNY": "元 rmb cny 人民币 ¥",
    "JPY": "円 jpy yen",
    "INR": "₹ inr rs rs. rupees रुपये",
    "RUB": "₽ руб руб. рублей rub",
    "UAH": "₴ грн uah",
    "KZT": "₸ тенге тг kzt",
    "PLN": "zł pln zl",
    "CZK": "kč czk kc",
    "HUF": "ft huf",
    "RON": "lei ron leu",
    "BGN": "лв bgn лева",
    "TRY": "₺ tl try lira",
    "BRL": "r$ brl reais",
    "MXN": "mxn mx$",
    "ARS": "ars ar$",
    "COP": "cop",
    "CLP": "clp",
    "PEN": "s/ pen soles",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "CHF": "chf",
    "AED": "aed درهم dhs",
    "SAR": "sar ريال",
    "EGP": "egp جنيه",
    "PKR": "pkr",
    "BDT": "৳ bdt টাকা",
    "THB": "฿ thb บาท baht",
    "VND": "₫ vnd đ đồng",
    "IDR": "rp idr rp.",
    "MYR": "rm myr",
    "PHP": "₱ php",
    "KRW": "₩ 원 krw",
    "TWD": "nt$ twd",
    "HKD": "hk$ hkd",
    "AUD": "au$ a$ aud",
    "CAD": "ca$ c$ cad",
    "SGD": "s$ sgd",
    "NGN": "₦ ngn naira",
    "KES": "ksh kes",
    "ZAR": "zar rand",
    "ILS": "₪ ils שח",
    "IRR": "تومان ریال irr",
}
_CODE_OF: Final = {
    fold_word(word): code for code, words in reversed(_CURRENCIES.items()) for word in words.split()
}


def _pattern(words: list[str]) -> str:
    def one(word: str) -> str:
        bounded = word[0].isalpha() and ord(word[0]) < 0x590
        end = r"(?![a-z])" if word[-1].isalpha() and ord(word[-1]) < 0x590 else ""
        return (r"(?<![a-z])" if bounded else "") + re.escape(word) + end

    return "|".join(one(w) for w in sorted(words, key=len, reverse=True))


def _sign_automaton() -> ahocorasick.Automaton:
    built = ahocorasick.Automaton()
    for word in _CODE_OF:
        built.add_word(word, len(word))
    built.make_automaton()
    return built


_SIGNS: Final = _sign_automaton()


#: How far before a sign its number can begin.
_REACH: Final = 24


def _signed(folded: str) -> list[re.Match[str]]:
    """Prices with a sign, in order; only the places where a currency stands beside a digit are looked at."""
    size = len(folded)
    found: dict[int, re.Match[str]] = {}
    for last, length in _SIGNS.iter(folded):
        before, after = last - length, last + 1
        while before >= 0 and folded[before] in " ,-":
            before -= 1
        while after < size and folded[after] == " ":
            after += 1
        start = last + 1 - length
        if after < size and folded[after].isdigit():
            _keep_longest(found, _BEFORE.match(folded, start))
        if before >= 0 and folded[before].isdigit():
            _keep_longest(found, _AFTER.search(folded, max(0, start - _REACH), min(size, last + 2)))
    return [found[start] for start in sorted(found)]


def _keep_longest(found: dict[int, re.Match[str]], match: re.Match[str] | None) -> None:
    if match and (match.start() not in found or found[match.start()].end() < match.end()):
        found[match.start()] = match


_SIGN: Final = _pattern(list(_CODE_OF))
_NUMBER: Final = r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_RANGE: Final = rf"(?:\s?(?:-|~|〜|to|до|bis|a|à)\s?(?:{_SIGN})?\s?(?:{_NUMBER}))?"
_BEFORE: Final = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<number>{_NUMBER})(?P<range>{_RANGE})(?P<scale>\s?[mk]\b)?"
)
_AFTER: Final = re.compile(
    rf"(?<![\d.,a-z-])(?P<number>{_NUMBER})(?P<range>{_RANGE})\s?(?:,-)?\s?(?P<sign>{_SIGN})"
)
_WORD: Final = re.compile(
    fold_word(
        r"(?<![a-z])(?:price|preis|prix|precio|preço|prezzo|prijs|cena|цена|ціна|fiyat|harga|giá|ราคา|السعر|سعر|قیمت|价格|单价|售价|価格|"
        r"가격|venta|vente|sale|sell)\s?(?:from|ab|от|:|=|is|เริ่มต้น)?\s?"
    )
    + rf"(?P<number>{_NUMBER})(?P<range>{_RANGE})(?!\s?(?:kg|%|x\b))"
)
_LAST_COLUMN: Final = re.compile(rf",\s(?P<number>{_NUMBER})(?P<range>{_RANGE})(?=\s?(?:$|,\s|\())")
_NOT_ASKED: Final = re.compile(
    fold_word(r"(?:over|fine of|fined|funding|revenue|deposit|pfand|kaucja|consigne|worth)\s?$")
)


@dataclass(frozen=True, slots=True)
class Price:
    """A price asked; `currency` is an ISO 4217 code, or None where none is written."""

    value: float
    currency: str | None

    def as_dict(self) -> dict[str, object]:
        """Keys as the command's JSON has them."""
        return {"value": self.value, "currency": self.currency}


def price_in(folded: str) -> Price | None:
    """The first price of a text; a range ("50 to 150 USD") is not one price, nor is a fine or a deposit."""
    for match in _signed(folded):
        if match.group("range"):
            return None
        scale = match.groupdict().get("scale")
        if scale or _NOT_ASKED.search(folded[: match.start()]) or _is_deposit(folded, match.end()):
            continue
        return Price(number_of(match.group("number")), _CODE_OF[match.group("sign")])
    for pattern in (_WORD, _LAST_COLUMN):
        bare = pattern.search(folded)
        if bare:
            return None if bare.group("range") else Price(number_of(bare.group("number")), None)
    return None


_DEPOSIT: Final = re.compile(fold_word(r"\s?(?:deposit|pfand|kaucj|consigne|fine)"))


def _is_deposit(folded: str, end: int) -> bool:
    return _DEPOSIT.match(folded, end) is not None
