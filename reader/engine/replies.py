"""What reads the answers of parse workers. A worker itself needs none of these, and each takes its time to make."""

from __future__ import annotations

from msgspec.msgpack import Decoder

from reader.engine.jobs import ArticleRead, PageLook, PageRead, Ready, Reply
from reader.model import Drawing, Ink, ParsedFeed
from reader.store.incoming import IncomingFeed

reply = Decoder(Reply).decode
feed = Decoder(ParsedFeed).decode
incoming = Decoder(IncomingFeed).decode
page = Decoder(PageRead).decode
look = Decoder(PageLook).decode
article = Decoder(ArticleRead).decode
drawing = Decoder(Drawing).decode
ink = Decoder(Ink).decode
icon = Decoder(bytes).decode
ready = Decoder(tuple[Ready, ...]).decode
