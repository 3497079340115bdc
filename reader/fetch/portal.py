"""Tell a network's log-in page and a challenge page from news, so that neither ever changes a feed.

A captive portal answers in the place of every server; a challenge page is a site's own guard against programs.
Both come as HTML where a feed was, with 200 as often as with 403, 511 or a redirect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PORTAL = "portal"
CHALLENGE = "challenge"
SAME_TARGET_HOSTS = 5
"""So many hosts that all redirect to one place in one run are one captive portal."""

_LOOK = 64 * 1024
_CHALLENGE_HEADERS = (
    ("cf-mitigated", "challenge"),
    ("x-vercel-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
    ("x-sucuri-block", ""),
    ("x-datadome", "protected"),
    ("x-iinfo", ""),
)
_CHALLENGE_MARKS = re.compile(
    rb"challenge-platform|cf-browser-verification|cf_chl_opt|<title>\s*just a moment|_incapsula_resource"
    rb"|captcha-delivery\.com|ddos-guard|/\.within\.website/|anubis_challenge|__ddg\w*|awswafcookiedomainlist"
    rb"|sucuri_cloudproxy|<title>\s*(?:access denied|attention required|checking your browser|are you a robot"
    rb"|verifying you are human|security check)|g-recaptcha|h-captcha|cf-turnstile",
    re.IGNORECASE,
)
_PORTAL_MARKS = re.compile(
    rb"captive[\s_-]?portal|hot\s?spot|wi-?fi[\s-]?(?:log|sign|access|connect|zugang|gratuit|gratis)|walled[\s_-]?garden"
    rb"|<loginurl>|wispaccessgatewayparam|coova|chilli(?:spot)?|guest[\s_-]?(?:access|portal|log)|network\s+(?:log|sign)"
    rb"|portail\s+captif|portal\s+cautivo|conditions\s+d'acc",
    re.IGNORECASE,
)
_LOGIN_FORM = re.compile(rb"<input[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_ADDRESS = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|captive|portal|hotspot|splash|auth|guest|welcome|connexion|acceso)(?:[/._?-]|$)",
    re.IGNORECASE,
)
_HTML = re.compile(
    rb"\A\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|script|title)\b", re.I | re.S
)


def looks_like_html(body: bytes) -> bool:
    """Whether the body starts as an HTML page does."""
    return _HTML.match(body[:_LOOK].lstrip(b"\xef\xbb\xbf")) is not None


def in_the_way(
    status: int, headers: Mapping[str, str], body: bytes, *, asked_host: str, final: str, final_host: str
) -> str:
    """`PORTAL` or `CHALLENGE` where a page stands between Telex and the feed, else "".

    `asked_host` is the host that was asked, `final` and `final_host` where the redirects ended. Names in `headers`
    are lower case. A page that is merely HTML is neither: the parser says so better.
    """
    if status == 511:
        return PORTAL
    if any(name in headers and mark in headers[name].lower() for name, mark in _CHALLENGE_HEADERS):
        return CHALLENGE if status != 200 or looks_like_html(body) else ""
    if not looks_like_html(body):
        return ""
    head = body[:_LOOK]
    elsewhere = final_host != asked_host
    if elsewhere and (_LOGIN_ADDRESS.search(final.partition("//")[2]) or _LOGIN_FORM.search(head)):
        return PORTAL
    if _PORTAL_MARKS.search(head) and (elsewhere or _LOGIN_FORM.search(head) or b"<form" in head.lower()):
        return PORTAL
    if _CHALLENGE_MARKS.search(head) and len(body) < 4 * _LOOK:
        return CHALLENGE
    return ""


def portal_sentence(kind: str, host: str) -> str:
    """One sentence for what stands in the way of `host`."""
    if kind == PORTAL:
        return f"A log-in page of this network came instead of {host} (captive portal)."
    return f"{host} sent a page that checks for a person, not the feed (challenge)."


class PortalWatch:
    """Counts, over one run, how many hosts were redirected to the same foreign place."""

    def __init__(self) -> None:
        self._hosts: dict[str, set[str]] = {}

    def saw(self, asked_host: str, target: str) -> bool:
        """Note that `asked_host` led to another host's page; true once so many led to one that it must be a portal."""
        hosts = self._hosts.setdefault(target, set())
        hosts.add(asked_host)
        return len(hosts) >= SAME_TARGET_HOSTS
