"""What of a feed's HTML may stay: elements, attributes, and the counters that may not. Data only."""

from __future__ import annotations

ELEMENTS = frozenset(
    """
    a abbr acronym address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del
    details dfn dir div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main
    mark menu nav ol p picture pre q rp rt ruby s samp section small source strike strong sub summary sup table tbody td
    tfoot th thead time tr track tt u ul var video wbr
    math annotation maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
    """.split()
)
"""Elements that stay. Tags of others go and what they hold stays, but for `OPAQUE`."""

VOID = frozenset(("br", "hr", "img", "wbr", "col", "source", "track"))

OPAQUE = frozenset(
    """
    script style object embed applet svg template noscript noembed noframes frameset frame head title base textarea
    select option optgroup button input datalist meter progress output canvas xmp plaintext listing annotation-xml map area
    param link meta xml comment marquee bgsound keygen isindex dialog portal fencedframe image
    """.split()
)
"""Elements that go with everything in them."""

OPAQUE_VOID = frozenset("base link meta param area input frame embed bgsound keygen isindex image".split())
"""Those of `OPAQUE` that never have anything in them."""

EVERYWHERE = frozenset(("dir", "lang", "class", "id"))
ATTRIBUTES: dict[str, frozenset[str]] = {
    name: frozenset(names)
    for name, names in {
        "a": ("href", "title", "hreflang", "name", "rel", "role", "target"),
        "abbr": ("title",), "acronym": ("title",), "dfn": ("title",), "bdo": ("dir",),
        "annotation": ("encoding",),
        "aside": ("role",), "section": ("role",), "div": ("role",), "figure": ("role",), "sup": ("role",), "li": ("role", "value"),
        "audio": ("src", "title"), "video": ("src", "poster", "title", "width", "height"),
        "source": ("src", "type"), "track": ("src", "kind", "srclang", "label"),
        "blockquote": ("cite",), "q": ("cite",), "del": ("cite", "datetime"), "ins": ("cite", "datetime"),
        "col": ("span", "align"), "colgroup": ("span", "align"),
        "details": ("open",),
        "img": ("src", "alt", "title", "width", "height", "loading", "decoding"),
        "math": ("display", "alttext"), "mfenced": ("open", "close", "separators"), "mo": ("stretchy",),
        "ol": ("start", "reversed", "type", "role"), "ul": ("role",),
        "td": ("colspan", "rowspan", "align", "headers"),
        "th": ("colspan", "rowspan", "align", "scope", "headers", "abbr"),
        "time": ("datetime",),
        "tr": ("align",),
    }.items()
}  # fmt: skip
"""Attributes that stay on an element beside `EVERYWHERE`."""

ADDRESSES = frozenset(("href", "src", "cite", "poster"))

COUNTER_HOSTS = frozenset(
    """
    feeds.wordpress.com stats.wordpress.com pixel.wp.com stats.wp.com doubleclick.net googlesyndication.com
    google-analytics.com googletagmanager.com googleadservices.com quantserve.com scorecardresearch.com imrworldwide.com
    pi.feedsportal.com res.feedsportal.com da.feedsportal.com rss.buysellads.com stats.buysellads.com feedblitz.com
    pixel.facebook.com bat.bing.com px.ads.linkedin.com analytics.twitter.com hits.theguardian.com tracking.feedpress.it
    tracking.feedpress.com counter.theconversation.com audit.median.hu met.vgwort.de ir-na.amazon-adsystem.com
    pixel.propublica.org xiti.com mathtag.com chartbeat.net pixel.newsblur.com tracker.feedly.com statcounter.com
    pixel.adsafeprotected.com adnxs.com criteo.com taboola.com outbrain.com hotjar.com mc.yandex.ru counter.yadro.ru
    smartadserver.com estat.com weborama.fr at-o.net
    """.split()
)
"""Hosts (and what is below them) whose pictures only count readers."""

COUNTER_PATHS = (
    "feeds.feedburner.com/~r/",
    "feeds.feedburner.com/~ff/",
    "www.facebook.com/tr",
    "t.co/i/adsct",
    "medium.com/_/stat",
    "www.medium.com/_/stat",
    "www.assoc-amazon.com/e/ir",
)
"""Addresses, without the scheme, below which an otherwise honest host counts readers."""
