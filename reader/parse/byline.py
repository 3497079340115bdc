"""Bylines in text: "Par X", "Por X", "By X", "بقلم X", or a name alone on a short last line ("Amine ATER").

A line is a byline only when nothing else is likely: short last sentences, places, slogans and agencies are not.
"""

from __future__ import annotations

import re
import unicodedata

from reader.parse.names import GIVEN_NAMES

_LEAD = re.compile(
    r"^(?:[-–—•*]\s*)?(?:"
    r"(?:(?:un\s+)?(?:article|texte|reportage|dossier|entretien|enquête|analyse|chronique)\s+(?:de|par)|(?:propos|textes?)\s+recueillis\s+par"
    r"|(?:écrit|publié|rédigé|réalisé|signé)\s+par|de\s+notre\s+(?:correspondante?|envoyée?\s+spéciale?)(?:\s+à\s+\w+)?\s*[,:]|par)"
    r"|(?:(?:written|reported|posted|published|story|text|words|reporting|analysis|opinion)\s+by|by)"
    r"|(?:(?:escrito|publicado|redactado|texto|reportaje|entrevista|una?\s+(?:crónica|análisis)\s+de|un\s+reportaje\s+de)\s*(?:por)?|por)"
    r"|(?:بقلم(?:\s+(?:الكاتب|الكاتبة|الدكتور|الدكتورة|الأستاذ|الأستاذة))?|كتب(?:ه|ها|ت)?|إعداد|اعداد|تحرير|حرره|حاوره|حاورته|من\s+إعداد"
    r"|تقرير|مراسلنا|مراسلتنا)"
    r"|(?:auteure?|author|autora?|الكاتب|الكاتبة|المؤلف)(?=\s*[:：])"
    r")\s*[:：]?\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[|•·/(]|\s[-–—]\s|,\s+|،\s*|\s+(?:avec|con|with|pour|para|for|à|in|en|le|on|el|مع|في|من)\s+|@|\s+\d).*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*\.?|[^\W\d_]\.(?:[^\W\d_]\.)*")
_PARTICLES = frozenset(
    "de da do du des del della la le las los van von der den bin ben ibn bint al el y e i et and und ould aït ait o st dos "
    "بن ابن بنت ابو أبو أبي ال آل ام أم".split()
)
_JOINERS = frozenset(("et", "and", "y", "e", "und", "&", "و"))
_NO_PEOPLE = frozenset(
    "source sources photo photos image images credit credits video agence agences groupe societe banque radio television royal royaume "
    "ministere universite vive viva avec via selon a la le les un une the el los las una for in on at and est fin suite traduit "
    "traduction voir lire communique publi redaction bureau institut union parti club olympique federation association maroc morocco "
    "espagne france paris rabat casablanca tanger marrakech agadir madrid barcelona london new san santa saint sidi ville place rue "
    "avenue bientot merci bonne bon joyeux happy feliz good adios hasta news agency press service staff team equipe equipo redaccion "
    "follow read more plus en direct live dernier derniere prix hotel grand grande petit nouvel nouvelle nuevo nueva sur par "
    "united nations etats unis estados unidos free tout tous toute special edition opinion editorial tribune chronique dossier".split()
)
_NO_PEOPLE_ARABIC = frozenset(
    "المصدر مصدر صور صوره وكاله وكالات يتبع انتهي الدار مدينه المملكه الوطن الله عاش تحيا شكرا الملك البلد القناه جريده صحيفه "
    "رئيس وزير وزاره شركه بنك مجموعه نادي فريق المنتخب المغرب الجزائر تونس مصر الرباط فاس طنجه مراكش اكادير العيون القاهره "
    "هيئه التحرير تحرير خاص عاجل للحديث بقيه نهايه كل عام رمضان عيد".split()
)
_ACRONYMS = frozenset(
    "AFP MAP APS TAP EFE ONU OTAN NATO UNESCO FIFA UEFA CAF UNICEF OMS NASA OPEC OPEP USA UAE UE EU OIT FMI IMF OCDE OECD ISESCO ICESCO "
    "UMA CEDEAO ECOWAS BERD CAN HCP ONCF OCP RAM FAR TV FM PDF SMS COVID AP UPI DPA ANSA PSG WAC RCA".split()
)
_VOWELS = re.compile(r"[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜÁÍÓÚÑĀĪŪ]")
_LONGEST_LINE = 90
_LONGEST_NAME = 60
_MOST_WORDS = 8


def fold_name(word: str) -> str:
    """`word` without accents, case and the Arabic spellings that differ between papers."""
    word = unicodedata.normalize("NFKD", word.casefold())
    word = "".join(letter for letter in word if not unicodedata.combining(letter) and letter != "\u0640")
    return word.translate(_ARABIC_FOLD)


_ARABIC_FOLD = str.maketrans("أإآٱىةی", "اااايهي")


def byline_in(line: str, *, last: bool = False) -> str:
    """The author whom `line` names and does nothing else, "" where it is no byline.

    `last` says that the line stands alone at the end of a text, where a bare name is a byline too.
    """
    line = line.strip().strip("\u200e\u200f")
    if not line or len(line) > _LONGEST_LINE:
        return ""
    led = _LEAD.match(line)
    if led:
        return _led_name(line[led.end() :])
    return _bare_name(line) if last else ""


def _led_name(rest: str) -> str:
    name = _AFTER.sub("", rest.strip()).strip(" .:،,;")
    if not name or len(name) > _LONGEST_NAME or re.search(r"[!?؟\"«»“”%\d]", name):
        return ""
    words = name.split()
    if len(words) > _MOST_WORDS:
        return ""
    if _is_arabic(name):
        known = any(fold_name(word.removeprefix("و")) in GIVEN_NAMES for word in words if word)
        return name if known or (2 <= len(words) <= 4 and not _places(words)) else ""
    proper = [word for word in words if word.casefold() not in _PARTICLES and word not in _JOINERS]
    if not proper or not all(word[0].isupper() or _is_initial(word) for word in proper):
        return ""
    first = fold_name(proper[0].strip("."))
    if first in GIVEN_NAMES or any(fold_name(part) in GIVEN_NAMES for part in proper[0].split("-")):
        return name
    if first in _NO_PEOPLE or (proper[0].upper() in _ACRONYMS and len(proper) == 1):
        return ""
    return name if 2 <= len(proper) <= 5 or _is_initial(proper[0]) else ""


def _bare_name(line: str) -> str:
    """A name alone: known given name and family name, or a family name in capitals after a capital letter."""
    name = line.strip("()[]—–-•* ")
    tail = re.match(r"^(.*?)\s*[/,|]\s*(?:[A-Z]{2,8}|avec AFP|Avec AFP)$", name)
    if tail and " " in tail[1]:
        name = tail[1]
    if re.search(r"[.!?؟:;،,\"«»“”%/\d|…]", re.sub(r"\b[^\W\d_]\.", "", name)):
        return ""
    words = name.split()
    if not 2 <= len(words) <= 5 or len(name) > 40:
        return ""
    if _is_arabic(name):
        folded = [fold_name(word) for word in words]
        if _places(words) or folded[0] not in GIVEN_NAMES:
            return ""
        return name if len(words) <= 4 else ""
    proper = [word for word in words if word.casefold() not in _PARTICLES]
    if len(proper) < 2 or not all(word[0].isupper() for word in proper):
        return ""
    firsts = [fold_name(part.strip(".")) for part in re.split("-", proper[0])]
    if (
        firsts[0] in _NO_PEOPLE
        or fold_name(words[0]) in _NO_PEOPLE
        or any(fold_name(word) in _NO_PEOPLE for word in proper)
    ):
        return ""
    if any(word in _ACRONYMS for word in proper):
        return ""
    if any(part in GIVEN_NAMES for part in firsts) or (
        proper[0].isupper() and fold_name(proper[-1]) in GIVEN_NAMES
    ):
        return name
    family = proper[-1].replace("-", "").replace("'", "").replace("’", "")
    in_capitals = len(family) >= 3 and family.isupper() and bool(_VOWELS.search(family))
    return name if in_capitals and not proper[0].isupper() and (len(proper[0]) >= 2) else ""


def _places(words: list[str]) -> bool:
    return any(fold_name(word) in _NO_PEOPLE_ARABIC for word in words)


def _is_initial(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*", word))


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)
