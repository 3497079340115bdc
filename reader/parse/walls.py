"""Pages that hold no article because something stands before it: a paywall or a consent page. They are named, not shown."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from reader.parse.jsonld import text_in, types_of
from reader.parse.page import ARTICLES, Facts

Wall = Literal["", "pay", "consent"]

_SHORT = 1_500
"""Characters: a longer text is an article, whatever stands around it."""
_NO = frozenset(("false", "no", "0", "http://schema.org/false", "https://schema.org/false"))
_PAY_CLASS = re.compile(
    r"pay-?wall|meter(?:ed)?-?(?:wall|gate)|piano-?offer|tp-(?:modal|container)|subscri(?:be|ption)-?(?:wall|gate|overlay)"
    r"|premium-?(?:gate|wall)|article-?(?:locked|gate)|regwall|reg-?gate|muro-?(?:de-?)?pago|content-?locked",
    re.IGNORECASE,
)
_PAY_WORDS = re.compile(
    r"(?:article|contenu|lecture) réservée? aux? abonné|il (?:vous )?reste \d+ ?% de (?:cet|l')? ?article"
    r"|abonnez-vous pour (?:lire|continuer)|contenido exclusivo para suscriptor|suscríbe(?:te|se) para (?:seguir|leer|continuar)"
    r"|subscribe to (?:continue|read|keep reading)|this (?:article|content) is for subscribers|already a subscriber"
    r"|(?:هذا )?(?:المقال|المحتوى) (?:خاص|متاح) (?:ب|لل)?ـ?المشتركين|اشترك (?:لمتابعة|لقراءة|لمواصلة)",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(
    r"(?:^|\.)(?:consent|privacy-?(?:wall|gate|mgmt)?|cmp|cookie-?consent|gdpr)\.", re.IGNORECASE
)
_CONSENT_PATH = re.compile(
    r"/(?:consent|cookie-?wall|collectconsent|privacy-?gate|gdpr-?consent|cookiewall)(?:[/?.]|$)",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"\bcookies?\b|\bconsent|consentement|consentimiento|vie privée|privacidad|your privacy|ملفات تعريف الارتباط|الخصوصية",
    re.IGNORECASE,
)
_ACCEPT_WORDS = re.compile(
    r"accept(?:er)? (?:all|tout|et continuer|and continue)|tout accepter|aceptar (?:todo|y continuar)|i agree|agree and"
    r"|j'accepte|reject all|tout refuser|rechazar todo|أوافق|قبول الكل",
    re.IGNORECASE,
)


def wall_of(facts: Facts, text: str, final_url: str) -> Wall:
    """What stands before the article of this page, whose text came out as `text`; `final_url` is where redirects ended."""
    if _is_consent(facts, text, final_url):
        return "consent"
    return "pay" if len(text) < _SHORT and _is_paid(facts, text) else ""


def _is_consent(facts: Facts, text: str, final_url: str) -> bool:
    parts = urlsplit(final_url)
    if _CONSENT_HOST.search(parts.hostname or "") or _CONSENT_PATH.search(parts.path):
        return len(text) < 2 * _SHORT
    if len(text) >= _SHORT or any(types_of(thing) & ARTICLES for thing in facts.things):
        return False
    body = facts.tree.body
    shown = body.text(separator=" ", strip=True)[: 4 * _SHORT] if body is not None else ""
    return len(_CONSENT_WORDS.findall(shown)) >= 3 and _ACCEPT_WORDS.search(shown) is not None


def _is_paid(facts: Facts, text: str) -> bool:
    """The page says so itself (schema.org `isAccessibleForFree`, meta), or shows the usual gate beside a short text."""
    for thing in facts.things:
        if types_of(thing) & ARTICLES and "isAccessibleForFree" in thing:
            said = thing["isAccessibleForFree"]
            if said is False or text_in(said).casefold() in _NO:
                return True
    if facts.head.first("article:content_tier").casefold() in ("locked", "metered"):
        return True
    body = facts.tree.body
    if body is None:
        return False
    shown = body.text(separator=" ", strip=True)[:40_000]
    if _PAY_WORDS.search(shown):
        return True
    gates = facts.tree.css("[class],[id]")[:4_000]
    return any(
        _PAY_CLASS.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}")
        for node in gates
    )
