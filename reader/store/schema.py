"""The schema: the first version, and after it what each later one changed (`versions`).

What a feed said (`entry`, `body`), what the person did (`mark`, `tag`, `journal`) and what is derived from both and can
be made again (`listing`, `search`, counters) are kept apart. Times are Unix seconds, UTC. Keys are 16 bytes.
"""

from __future__ import annotations

from reader.store.versions import LATER

APPLICATION_ID = 0x54454C58
"""PRAGMA application_id: "TELX"."""

VERSION_1 = """
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    UNIQUE (parent, name)
) STRICT;

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,             -- of the address first subscribed to; marks hang on it
    url TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',        -- the person's own; '' shows the title
    link TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    folder INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,
    typed INTEGER NOT NULL DEFAULT 1,     -- the person gave the address: it may be private
    paused INTEGER NOT NULL DEFAULT 0,
    removed_at INTEGER,                   -- unsubscribed: out of every list, kept for undo
    added_at INTEGER NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    etag BLOB, last_modified BLOB,        -- opaque, sent back byte for byte (RFC 9110 section 13)
    rhythm TEXT NOT NULL DEFAULT '{}',
    status TEXT NOT NULL DEFAULT 'new',
    error TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    fetched_at INTEGER, succeeded_at INTEGER, changed_at INTEGER,
    next_at INTEGER NOT NULL DEFAULT 0,
    next_why TEXT NOT NULL DEFAULT '',    -- the reason for that time, in words
    fresh_until INTEGER NOT NULL DEFAULT 0, -- the server vouched or asked to wait: not even a press asks before
    moved TEXT NOT NULL DEFAULT '[]',     -- permanent redirects in a row: [address, time], until proven
    claimed_by TEXT, claimed_at INTEGER,
    total INTEGER NOT NULL DEFAULT 0,     -- kept counters over `listing`
    unread INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE host (                       -- what a host asked of us, http and https alike
    name TEXT PRIMARY KEY,
    held_until INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    robots BLOB, robots_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: a list holds "up to this id" as its moment
    key BLOB NOT NULL UNIQUE,             -- of the feed (6 bytes) and identity: guid, else link, else content
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    guid TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    address BLOB,                         -- of the cleaned link: the same page under two spellings
    title TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',      -- the paper, where the item names another than its feed
    language TEXT NOT NULL DEFAULT '',
    published INTEGER, published_text TEXT NOT NULL DEFAULT '', updated INTEGER,
    seen INTEGER NOT NULL,
    at INTEGER NOT NULL,                  -- the order: published, unless missing or in the future; then seen
    image TEXT NOT NULL DEFAULT '',
    words INTEGER NOT NULL DEFAULT 0,
    digest BLOB NOT NULL,                 -- of title and text: tells an edit from a repeat
    revised INTEGER,                      -- when the publisher last changed more than 5 % of the text
    ready INTEGER NOT NULL DEFAULT 0,     -- 0 headline, 1 excerpt, 2 the feed's text, 3 the page's text
    story INTEGER NOT NULL DEFAULT 0,     -- story.id
    extra TEXT NOT NULL DEFAULT '{}'      -- enclosures, categories
) STRICT;
CREATE INDEX entry_feed ON entry (feed_id, id);
CREATE INDEX entry_address ON entry (address) WHERE address IS NOT NULL;

CREATE TABLE body (                       -- beside `entry`, so that lists never page through text
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    summary BLOB, content BLOB,           -- sanitised HTML, compressed, as the feed gave it
    article BLOB                          -- sanitised HTML, compressed, extracted from the page
) STRICT;

CREATE TABLE prepared (                   -- blocks of a body, packed against its HTML; beside it, so that it never grows
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    blocks BLOB NOT NULL,
    format INTEGER NOT NULL               -- reader.blocks.FORMAT
) STRICT;

CREATE TABLE revision (                   -- the text before an edit; the first and the last five are kept
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    title TEXT NOT NULL, html BLOB
) STRICT;
CREATE INDEX revision_entry ON revision (entry_id, id);

CREATE TABLE pending (                    -- stored, but not yet searchable or set in blocks
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE mark (                       -- outlives its entry: what returns is not new
    id INTEGER PRIMARY KEY,               -- marks made together lie together, whatever their keys
    key BLOB NOT NULL UNIQUE,
    read_at INTEGER, starred_at INTEGER, later_at INTEGER, hidden_at INTEGER,
    changed_at INTEGER NOT NULL, device TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    total INTEGER NOT NULL DEFAULT 0      -- kept counter over `listing`
) STRICT;
CREATE TABLE mark_tag (
    key BLOB NOT NULL, tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    PRIMARY KEY (key, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_tag_tag ON mark_tag (tag_id, key);

CREATE TABLE listing (                    -- one narrow row for each entry of a subscribed feed: what lists page through
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    read_at INTEGER, starred_at INTEGER, later_at INTEGER, hidden_at INTEGER
) STRICT;
-- feed_id stands in the wide ones so that folders are filtered without leaving the index
CREATE INDEX listing_at ON listing (at DESC, entry_id DESC, feed_id) WHERE hidden_at IS NULL;
CREATE INDEX listing_feed ON listing (feed_id, at DESC, entry_id DESC) WHERE hidden_at IS NULL;
CREATE INDEX listing_unread ON listing (at DESC, entry_id DESC, feed_id) WHERE read_at IS NULL AND hidden_at IS NULL;
CREATE INDEX listing_feed_unread ON listing (feed_id, at DESC, entry_id DESC) WHERE read_at IS NULL AND hidden_at IS NULL;
CREATE INDEX listing_read ON listing (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX listing_starred ON listing (at DESC, entry_id DESC) WHERE starred_at IS NOT NULL;
CREATE INDEX listing_later ON listing (at DESC, entry_id DESC) WHERE later_at IS NOT NULL;

-- Folded text (reader.text.fold); rowid is entry.id. Vowel signs of Indic scripts belong to words (categories M). The first column's postings name no column: a quarter less on disk.
CREATE VIRTUAL TABLE search USING fts5 (
    text, title, author, source,
    content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
INSERT INTO search (search, rank) VALUES ('automerge', 8);

CREATE TABLE journal (                    -- every act of the person, written in the act's own transaction
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL,
    before BLOB NOT NULL, after BLOB NOT NULL, -- JSON of what is no mark: the feed's name, folder, removal; a tag
    undone INTEGER NOT NULL DEFAULT 0,    -- 1: taken back and can be done again; 2: taken back for good
    target INTEGER NOT NULL DEFAULT 0     -- of "undo" and "redo": the act they turned
) STRICT;
CREATE TABLE journal_entry (              -- the entries that an act changed, as they were before it
    journal_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL,
    read_at INTEGER, starred_at INTEGER, later_at INTEGER, hidden_at INTEGER,
    PRIMARY KEY (journal_id, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved (                      -- queries kept as feeds
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE lease (                      -- who is the engine; an OS lock on a file beside the store says it too
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pid INTEGER NOT NULL, started INTEGER NOT NULL, host TEXT NOT NULL, beat INTEGER NOT NULL
) STRICT;
CREATE TABLE request (                    -- what a process without the lease asks of the one that holds it
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, command TEXT NOT NULL
) STRICT;

CREATE TABLE story (                      -- entries that tell the same news; `entry.story` names them
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    copies INTEGER NOT NULL DEFAULT 0     -- kept counter of its entries
) STRICT;
CREATE INDEX entry_story ON entry (story) WHERE story <> 0;

CREATE TABLE counter (                    -- kept totals; "generation" moves with each write, "structure" with rows that come or go
    name TEXT PRIMARY KEY, value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('generation', 1), ('structure', 0), ('total', 0), ('unread', 0);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

PAGE_SIZE = 8_192
"""Bytes. A packed article takes a little more than half of the usual 4,096, which would waste the other half."""

MIGRATIONS: tuple[str, ...] = (VERSION_1, *LATER)
"""`MIGRATIONS[n]` brings a store from version n to n + 1; `PRAGMA user_version` says where it stands."""

CURRENT = len(MIGRATIONS)
