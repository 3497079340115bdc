"""Names of authors as pages give them, without what is no name."""

from __future__ import annotations

import re

from reader.text.clean import clean_line

_LEADING = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words|analysis|opinion)\s+by|by|from"
    r"|(?:écrit|publié|rédigé|propos recueillis|texte)\s+par|par"
    r"|(?:escrito|publicado|redactado|texto)\s+por|por"
    r"|von|(?:كتب(?:ها|ه|ت)?\s+)?بواسطة|بقلم(?:\s+الكاتب)?|كتب(?:ت|ه|ها)?|إعداد|تحرير"
    r"|author|auteur|autor|autora|الكاتب|المؤلف)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\.(?:com|org|net)/|@[\w.]+\.\w+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")
_NO_AUTHOR = re.compile(r"(?:photos?|foto|fotos|image|vid[ée]o|crédits?|صور[ةه]?)\s*[:：]", re.IGNORECASE)
_HANDLE = re.compile(r"\s@\w+")
_TIME = re.compile(r"\b\d{1,2}[:h]\d{2}\b|\b\d{4}\b")
_NOBODY = frozenset(
    (
        "admin", "administrator", "editor", "webmaster", "author", "auteur", "autor", "staff", "null", "none",
        "undefined", "unknown", "anonymous", "anonyme", "anónimo", "guest", "default", "user", "n/a", "no author", "redaction", "la redaction", "redaktion", "redacción",
        "la redacción", "rédaction", "la rédaction", "editorial team", "agencies", "agences", "agencias", "هيئة التحرير",
    )
)  # fmt: skip
_COMPANY = re.compile(r"\b(?:GmbH|Ltd|LLC|Inc)\b|\bS\.A\.(?:\s|$)|\bS\.?A\.?R\.?L\b")
_LONGEST = 120
_MOST = 8


def clean_author(name: str, site: str = "") -> str:
    """`name` as a person would write it, "" where it names nobody: an address, "admin", a date."""
    name = _HANDLE.sub(" ", _EMAIL.sub(" ", clean_line(name))) if "@" in name else clean_line(name)
    name = _LEADING.sub("", name.strip(" ,;:|-–—·•()<>"), count=1).strip(" ,;:|-–—·•()<>")
    if not name or len(name) > _LONGEST or _ADDRESS.search(name) or name.casefold() in _NOBODY:
        return ""
    if _NO_AUTHOR.match(name):
        return ""
    if name.startswith(("@", "{", "[")) or not any(letter.isalpha() for letter in name):
        return ""
    if _TIME.search(name) and len(name) > 40:
        return ""
    if " " not in name and (any(letter.isdigit() for letter in name) or name.count(".") > 1):
        return ""
    if _COMPANY.search(name):
        return ""
    if site:
        name = _without_site(name, site)
    words = name.split()
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:]:  # once for eyes and once for ears
        words = words[:half]
    return " ".join(words)


def _without_site(name: str, site: str) -> str:
    """`name` without the paper's name beside it ("Gazette - Ana Ruiz", "Ana Ruiz, Gazette"); "Gazette, Rabat" is the paper."""
    parts = re.split(r"(\s+[-–—|/]\s+|,\s+)", name)
    own = (site.casefold(), site.casefold().split(".")[0])
    if len(parts) > 1 and parts[0].casefold() in own and parts[1].startswith(","):
        return parts[0]
    kept = [part for part in parts[::2] if part.casefold() not in own]
    return ", ".join(kept) if kept and len(kept) < len(parts[::2]) else name


def join_authors(names: list[str]) -> str:
    """Several authors as one text, each once, in their order."""
    kept: list[str] = []
    for name in names:
        if name and name.casefold() not in (other.casefold() for other in kept):
            kept.append(name)
    return ", ".join(kept[:_MOST])
