"""What can be wrong with a feed as a whole.

FeedError            no entries can be read; its text is one sentence for people
├── NotAFeed         the document is something else: a web page, an image, another kind of XML
└── BrokenFeed       it means to be a feed, but nothing whole is left of it
"""

from __future__ import annotations


class FeedError(Exception):
    """A document gave no feed. Its text is one sentence for people."""


class NotAFeed(FeedError):
    """The document is something else than a feed; the sentence says what."""


class BrokenFeed(FeedError):
    """The document means to be a feed but cannot be read."""
