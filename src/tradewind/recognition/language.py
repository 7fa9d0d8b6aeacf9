"""Which language a text is probably in, from its script and its small words. A hint, never evidence."""

from __future__ import annotations

import re
from typing import Final

_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]{3}")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]{3}")),
    ("vi", re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđươ]", re.IGNORECASE)),
)
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_HAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WORDS: Final = {
    "en": "the of and for with in to is a on refrigerant sale price how what cylinder gas from news guide page",
    "de": "und der die das für mit von ist ein zu auf kältemittel preis wie was flasche im verkauf über",
    "fr": "le la les des et pour avec du une fluide frigorigène bouteille prix gaz réfrigérant recharge vente est au",
    "es": "el los las y para con del una por en gas refrigerante garrafa precio venta de vendo se bombona que",
    "pt": "o os as e para com do da um uma em gás preço botija não são à ção fluido",
    "it": "il lo gli e per con del della di bombola prezzo vendita un una gas refrigerante vendo nuova",
    "nl": "de het een en voor met van koudemiddel prijs fles te koop is",
    "pl": "i w na do z czynnik chłodniczy butla cena sprzedam dla jest ścienny jednostki zewnętrznej",
    "cs": "a v na do pro s chladivo lahev láhev cena kč prodám čerpadlo tepelné",
    "sk": "a v na pre chladivo fľaša predám cena",
    "ro": "și de la cu pentru agent frigorific butelie preț vând este contract",
    "hu": "és a az hűtőközeg palack ár eladó",
    "tr": "ve için soğutucu gaz klima dolumu tüp fiyat satılık kilogram eski veya bir",
    "id": "dan untuk dengan harga jual tabung isi freon ac dijual penawaran di",
    "ms": "dan untuk dengan harga jual gas penyaman udara dijual di",
    "sv": "och för med av är köldmedium pris säljes vilka reglerna på mer än eller",
    "da": "og til med af er kølemiddel pris sælges på",
    "no": "og til med av er kuldemedium pris selges på",
    "fi": "ja kylmäaine hinta myydään pullo on",
    "bg": "и за с на фреон цена",
    "hr": "i za s na plin freon cijena prodajem boca",
}
_VOCABULARY: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = {
    "de": "äöüß",
    "pl": "łśżźćńęą",
    "cs": "řěů",
    "tr": "ğışç",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "ro": "țășâ",
    "sv": "åä",
}


def language_of(text: str) -> str | None:
    """An ISO 639-1 code, or None where the text is too short to say.

    >>> language_of("Kältemittel R134a Flasche zu verkaufen"), language_of("R22")
    ('de', None)
    """
    cyrillic, han = len(_CYRILLIC.findall(text)), len(_HAN.findall(text))
    for language, pattern in _SCRIPTS:
        if pattern.search(text) and not (language in ("zh", "ja", "ko") and cyrillic > 2 * han):
            return language
    lowered = text.lower()
    tokens = _TOKEN.findall(lowered)
    scores = {language: float(sum(t in words for t in tokens)) for language, words in _VOCABULARY.items()}
    for language, letters in _LETTERS.items():
        scores[language] += 0.5 * any(c in lowered for c in letters)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= 1 else None
