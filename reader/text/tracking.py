"""Parts of addresses that only count who came from where: taken off before an address is opened, copied or kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from reader.text.patterns import lazy

TRACKING = lazy(
    r"(?:utm_\w*|fbclid|gclid|gclsrc|dclid|msclkid|twclid|yclid|wbraid|gbraid|ttclid|li_fat_id|epik|mc_cid|mc_eid|igsh|igshid"
    r"|ref_src|ref_url|cmpid|cmp|xtor|xtref|at_(?:medium|campaign|custom\d|link\w*|format|ptr_name)|_hsenc|_hsmi|hsctatracking"
    r"|mkt_tok|vero_(?:conv|id)|oly_(?:enc|anon)_id|s_cid|smid|soc_(?:src|trk)|__twitter_impression"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|guccounter|guce_referrer\w*|wt_mc|pk_(?:campaign|kwd)|piwik_campaign"
    r"|trk|trkcampaign|sc_(?:channel|campaign)|fb_(?:action_ids|action_types|ref)|ncid|echobox|wkey|rss_id)\Z",
    re.IGNORECASE,
)
"""Names of query parts."""


def untracked(url: str) -> str:
    """`url` without tracking parts, everything else byte for byte as it was."""
    if "?" not in url and "#" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(part for part in parts.query.split("&") if not TRACKING.match(part.partition("=")[0]))
    fragment = "" if re.match(r"(?:xtor|utm_|Echobox|ref=)", parts.fragment) else parts.fragment
    if query == parts.query and fragment == parts.fragment:
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))
