"""The language of a text: what was declared, then its script, then a model limited to the reader's languages.

It decides direction, stems and names of months, so a wrong script is worse than a wrong neighbour: a declaration that the
script contradicts (an Arabic item in a French paper's feed) does not count. The model is loaded only when it is asked, which takes a
third of a second: a text of some sentences tells by the small words that only one language has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cache

from reader.text.patterns import lazy

_SAMPLE = 400
_TAG = lazy(r"(?s)\s*([A-Za-z]{2,3})(?:[-_].*)?\s*")
_OLD_TAGS = {"iw": "he", "in": "id", "ji": "yi", "no": "nb"}
_LATIN = lazy("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

# Where the letters of a script start; what lies between letters of scripts named here is "" (no script of its own).
_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""), (0x00C0, "Latin"), (0x02B0, ""),
    (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"), (0x0590, "Hebrew"), (0x0600, "Arabic"), (0x0700, ""),
    (0x0750, "Arabic"), (0x0780, ""), (0x0870, "Arabic"), (0x0900, "Devanagari"), (0x0980, "Bengali"), (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"), (0x0B00, "Odia"), (0x0B80, "Tamil"), (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"),
    (0x0D80, "Sinhala"), (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Burmese"), (0x10A0, "Georgian"),
    (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, ""), (0x1780, "Khmer"), (0x1800, ""), (0x1C80, "Cyrillic"),
    (0x1C90, "Georgian"), (0x1CC0, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""), (0x2E80, "Han"), (0x3000, ""),
    (0x3005, "Han"), (0x3008, ""), (0x3041, "Kana"), (0x3100, "Han"), (0x3130, "Hangul"), (0x3190, ""), (0x31F0, "Kana"),
    (0x3200, ""), (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"), (0xA000, ""), (0xAC00, "Hangul"), (0xD7B0, ""),
    (0xF900, "Han"), (0xFB00, "Latin"), (0xFB13, ""), (0xFB1D, "Hebrew"), (0xFB50, "Arabic"), (0xFE00, ""),
    (0xFE70, "Arabic"), (0xFEFF, ""), (0xFF21, "Latin"), (0xFF3B, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"),
    (0x32400, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
_ONE_LANGUAGE = {
    "Greek": "el", "Armenian": "hy", "Hebrew": "he", "Bengali": "bn", "Gurmukhi": "pa", "Gujarati": "gu", "Odia": "or",
    "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Thai": "th", "Lao": "lo",
    "Tibetan": "bo", "Burmese": "my", "Georgian": "ka", "Hangul": "ko", "Ethiopic": "am", "Khmer": "km", "Kana": "ja",
    "Han": "zh", "Devanagari": "hi", "Cyrillic": "ru", "Arabic": "ar",
}  # fmt: skip
_SHARED = {
    "Arabic": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ks", "pa"),
    "Cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "uz", "bs"),
    "Devanagari": ("hi", "mr", "ne", "sa", "mai", "bho", "kok"),
    "Hebrew": ("he", "yi"),
    "Bengali": ("bn", "as"),
    "Ethiopic": ("am", "ti"),
    "Han": ("zh", "ja", "yue", "ko"),
    "Kana": ("ja",),
    "Hangul": ("ko",),
}
# Letters that only these languages of a script use, rarer ones first.
_TELLING = {
    "Arabic": (
        ("ur", lazy("[ٹڈڑںےہ]")),
        ("ckb", lazy("[ڕڵۆێ]")),
        ("ps", lazy("[ټځڅډړږښګڼۍ]")),
        ("fa", lazy("[پچژگیک]")),
    ),
    "Cyrillic": (
        ("be", lazy("[ўЎ]")),
        ("uk", lazy("[їєґЇЄҐ]")),
        ("mk", lazy("[ѓќѕЃЌЅ]")),
        ("sr", lazy("[ђћЂЋџљњј]")),
        ("kk", lazy("[әғқңұһӘҒҚҢҰҺ]")),
    ),
    "Hebrew": (("yi", lazy("[\u05f0-\u05f2]")),),
}
_SMALL_WORDS = {
    "en": "the of and to that was with by from this have has are were not but his they which you been would their what",
    "es": "el los las del una y por con para como su sus al lo pero fue ha sin sobre desde también ser está muy",
    "fr": "le du et est une dans pour qui pas sur au aux avec il ce cette ces sont ou mais leur nous vous été ont",
    "de": "der das und ist nicht mit von dem den ein eine zu auf für sich auch im werden wird als nach bei sie",
    "it": "il di che della per sono gli nel alla dei delle anche più questo ma dal come è una ha",
    "pt": "o os uma não em do da dos das ao com para mais foi são também pelo pela na no se por",
}
_WORD_OF = {
    word: language
    for language, words in _SMALL_WORDS.items()
    for word in words.split()
    if sum(word in others.split() for others in _SMALL_WORDS.values()) == 1
}
_LATIN_WORD = lazy(r"[^\W\d_]+")
_TELLS = 6
_TELLS_MORE = 4
_ARABIC_PROPER = lazy("[ةىيكأإ]")
_CARRIERS = frozenset(language for languages in _SHARED.values() for language in languages) | frozenset(
    _ONE_LANGUAGE.values()
)
"""Languages that are written in another script than Latin."""
_BOTH_SCRIPTS = frozenset(("sr", "uz", "bs", "kk", "tt", "mn", "pa"))
_limited_to: tuple[str, ...] = ()  # what the model, which is one for the process, is limited to at the moment


def primary(tag: str) -> str:
    """The language of a BCP 47 tag in lower case: "fr" of "fr-MA"; "" where it is none or says nothing."""
    found = _TAG.fullmatch(tag)
    if not found:
        return ""
    language = found[1].lower()
    return "" if language in ("und", "mul", "zxx", "mis") else _OLD_TAGS.get(language, language)


def script(text: str) -> str:
    """The script that most letters at the beginning of `text` are of ("Latin", "Arabic", "Han"…), "" for none of them."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "Latin" if _LATIN.search(sample) else ""
    found = Counter(_BLOCKS[bisect_right(_STARTS, ord(char)) - 1][1] for char in sample if char.isalpha())
    found.pop("", None)
    if not found:
        return ""
    if found["Kana"] * 8 > found["Han"] and found["Kana"] + found["Han"] > found["Latin"] + found["Hangul"]:
        return "Kana"
    return found.most_common(1)[0][0]


def guess(text: str, among: tuple[str, ...] = ("fr", "ar", "es", "en"), declared: str = "") -> str:
    """The language of `text` as a lower-case two- or three-letter code, "" where nothing tells.

    `declared` is a BCP 47 tag. `among` are the languages that the reader knows; a text in Latin script is one of those
    (or the declared one), a text in another script may be in any language of it.
    """
    said = primary(declared)
    its = script(text)
    if not its:
        return said
    if said and _may_write(said, its):
        return said
    if its != "Latin":
        return _of_script(text[:_SAMPLE], its, among)
    latin = tuple(sorted({primary(language) for language in among} - _CARRIERS - {""}))
    if len(latin) < 2:
        return latin[0] if latin else ""
    return _by_small_words(text[:_SAMPLE], latin) or _by_model(text[:_SAMPLE], latin)


def _may_write(language: str, its: str) -> bool:
    if its == "Latin":
        return language not in _CARRIERS or language in _BOTH_SCRIPTS
    return language in _SHARED.get(its, ()) or language == _ONE_LANGUAGE.get(its)


def _of_script(text: str, its: str, among: tuple[str, ...]) -> str:
    for language, letters in _TELLING.get(its, ()):
        found = len(letters.findall(text))
        if found and (language != "fa" or found > len(_ARABIC_PROPER.findall(text))):
            return language
    known = [primary(language) for language in among if primary(language) in _SHARED.get(its, ())]
    usual = _ONE_LANGUAGE[its]
    return known[0] if known and usual not in known and its in ("Cyrillic", "Devanagari") else usual


def _by_small_words(text: str, languages: tuple[str, ...]) -> str:
    """The one of `languages` whose own small words are many in `text`, and any other's few; "" where that is not so clear."""
    if not all(language in _SMALL_WORDS for language in languages):
        return ""
    counts = Counter(_WORD_OF[word] for word in _LATIN_WORD.findall(text.lower()) if word in _WORD_OF)
    if not counts:
        return ""
    (first, most), *others = counts.most_common(2)
    clear = most >= _TELLS and (not others or most >= _TELLS_MORE * others[0][1])
    return first if clear and first in languages else ""


def _by_model(text: str, languages: tuple[str, ...]) -> str:
    """The likeliest of `languages`; those that the model does not know are left out."""
    global _limited_to
    import py3langid

    if _limited_to != languages:
        known = [language for language in languages if language in _model_languages()]
        if len(known) < 2:
            return known[0] if known else languages[0]
        py3langid.set_languages(known)
        _limited_to = languages
    return str(py3langid.classify(text)[0])


@cache
def _model_languages() -> frozenset[str]:
    import py3langid

    py3langid.set_languages(None)
    return frozenset(language for language, _ in py3langid.rank("a"))
