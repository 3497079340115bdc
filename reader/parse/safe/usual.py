"""What nearly all tags of feeds look like: tags that need no look of their own, told from the others in one go."""

from __future__ import annotations

import re

_LABEL = r"[a-zA-Z0-9-]{1,63}+"
_ADDRESS = rf"https?://{_LABEL}(?:\.{_LABEL}){{1,8}}+(?:/[a-zA-Z0-9./?=_~%+,:;@!#()&*-]{{0,1500}}+)?+"
_WORDS = r"[a-zA-Z0-9_ .,:#+/-]{0,200}+"
# What is met most often stands first: an alternative costs its place.
_USUAL = (
    r"p>|/(?:p|a|li|code|strong|em|div|h[1-6]|ul|i|b|t[drh]|pre|ol|figure|blockquote|su[pb]|m[nio]|figcaption|tbody|table)>"
    rf"|a(?: (?:href=\"{_ADDRESS}\"|(?:target|rel|class|id|title)=\"{_WORDS}\")){{1,6}}+>"
    rf"|(?:li|code|div|h[1-6]|ul|p|pre|figure)(?:>|(?: (?:class|id)=\"{_WORDS}\"){{1,3}}+>)"
    r"|(?:strong|em|i|b|t[drh]|ol|blockquote|su[pb]|m[nio]|figcaption|tbody|table)>|(?:br|hr)(?: ?/)?>"
)

APART = re.compile(rf"<(?:/span>|span(?:>|(?: [a-z-]++=\"[^\"<>]*+\")*+>)|(?!{_USUAL})([^<>]*+>?))")
"""Splits markup at what may not stay as it stands: text, tag, text and so on, each tag without its "<".

A tag that `rewrite` leaves as it is, and is bounded in length, stays part of the text around it. A plain `span`, which goes
unread, is `None`. A "<" that opens no tag has what follows it up to the next "<", and so does not end in ">".
"""
