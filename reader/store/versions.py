"""What each version of the store after the first changed. A released one stays as it is: a change is a new one."""

from __future__ import annotations

from reader.store.sortkey import TITLE

VERSION_2 = """
CREATE TABLE rule (                       -- a query and what is done with new entries that it finds
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    acts TEXT NOT NULL,                   -- JSON list: "read", "star", "later", "hide", "notify", "tag:NAME"
    active INTEGER NOT NULL DEFAULT 0,
    mute INTEGER NOT NULL DEFAULT 0,      -- made by "mute": what it hides is is:muted
    until INTEGER                         -- when it ends by itself; NULL: never
) STRICT;
CREATE TABLE unruled (                    -- new entries that the rules have not seen yet
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE
) STRICT;
ALTER TABLE journal ADD COLUMN columns INTEGER NOT NULL DEFAULT 15; -- which marks the act set: read 1, starred 2, later 4, hidden 8
ALTER TABLE mark ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;      -- its entry was taken by retention: when it is served again it stays away
"""

VERSION_3 = """
-- What folding walks by: stands in the wide indexes, so that rows without a story cost nothing more
ALTER TABLE listing ADD COLUMN story INTEGER NOT NULL DEFAULT 0; -- entry.story again
ALTER TABLE listing ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- of a story's copies the greatest is its row
ALTER TABLE listing ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0; -- counter "told" when it joined: an open list folds no later ones
UPDATE listing SET story = e.story FROM entry e WHERE e.id = listing.entry_id AND e.story <> 0;
DROP INDEX listing_at;
CREATE INDEX listing_at ON listing (at DESC, entry_id DESC, feed_id, story) WHERE hidden_at IS NULL;
DROP INDEX listing_unread;
CREATE INDEX listing_unread ON listing (at DESC, entry_id DESC, feed_id, story)
    WHERE read_at IS NULL AND hidden_at IS NULL;
CREATE INDEX listing_story ON listing (story, place DESC, entry_id, stamp, feed_id, read_at, hidden_at, at) WHERE story <> 0;

CREATE TABLE telling (                    -- why an entry stands in its story
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    way TEXT NOT NULL,                    -- first, address, words, hand, languages
    near INTEGER NOT NULL DEFAULT 0,      -- the member that it is most like
    score REAL NOT NULL DEFAULT 0,
    words TEXT NOT NULL DEFAULT '[]',     -- JSON: what both say, each with its weight
    at INTEGER NOT NULL,                  -- when it joined
    place INTEGER NOT NULL                -- how good a copy it is, for listing.place
) STRICT;
CREATE TABLE tie (                        -- what the person joined or parted, by keys: outlives the entries
    one BLOB NOT NULL, other BLOB NOT NULL, -- the lesser key first
    joined INTEGER NOT NULL,              -- 1: one story; 0: never one
    at INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_other ON tie (other);
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_with ON journal (target) WHERE kind = 'with';
INSERT INTO counter VALUES ('told', 0), ('hand', 0);
"""

VERSION_4 = """
-- whether search finds the entry: 0 not yet, 1 yes, 2 by what it said before an edit
ALTER TABLE pending ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;

-- Leaves that fill a page of the store, and segments merged later: a fifth less work for each entry
INSERT INTO search (search, rank) VALUES ('pgsz', 8100), ('automerge', 16), ('crisismerge', 32);
"""

VERSION_5 = """
CREATE TABLE prepared_feed (              -- blocks of the feed's own text, where `prepared` holds those of the page's
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    blocks BLOB NOT NULL,
    format INTEGER NOT NULL
) STRICT;
CREATE TABLE page (                       -- what came of asking for the page of an entry
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,                  -- when it was asked for last
    error TEXT NOT NULL DEFAULT '',       -- one sentence; '' where text came
    wall TEXT NOT NULL DEFAULT '',        -- 'pay' or 'consent': what stands before the text
    failures INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0    -- robots.txt forbids it to programs; the person asked
) STRICT;
"""

VERSION_6 = """
CREATE TABLE followed (                   -- pages that a link of an article led to, read in its place
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address BLOB NOT NULL UNIQUE,         -- of the cleaned link, as entry.address
    url TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, paper TEXT NOT NULL, language TEXT NOT NULL,
    published INTEGER, at INTEGER NOT NULL, words INTEGER NOT NULL,
    html BLOB NOT NULL, blocks BLOB NOT NULL, format INTEGER NOT NULL
) STRICT;
"""

VERSION_7 = """
CREATE TABLE pack (                       -- entries that the person packed for reading offline: retention leaves them alone
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'wanted', -- wanted, ready, or failed: only what the feed gave is here
    bytes INTEGER NOT NULL DEFAULT 0,     -- of its packed texts
    why TEXT NOT NULL DEFAULT ''          -- one sentence where it failed
) STRICT;
"""

VERSION_8 = """
-- what could be done again is found without a walk through a month of steps: each new act looks for it
CREATE INDEX journal_undone ON journal (undone) WHERE undone = 1;
CREATE INDEX journal_undo ON journal (target) WHERE kind = 'undo';
"""

VERSION_9 = """
CREATE TABLE image (                      -- images that are kept: each content once, its bytes in a file named by the hash
    hash TEXT PRIMARY KEY,                -- SHA-256 of the bytes, hexadecimal
    type TEXT NOT NULL,                   -- image/png, image/jpeg, image/gif, image/webp
    size INTEGER NOT NULL,                -- bytes
    width INTEGER NOT NULL, height INTEGER NOT NULL, -- pixels
    used_at INTEGER NOT NULL              -- when it came or was shown last: the oldest go first
) STRICT;
CREATE TABLE image_source (               -- an address that images were asked for at, and what came
    address TEXT PRIMARY KEY,             -- of the cleaned address (reader.store.identity), hexadecimal
    url TEXT NOT NULL,
    hash TEXT NOT NULL DEFAULT '',        -- '': it is not here
    at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT ''          -- one sentence where nothing came
) STRICT, WITHOUT ROWID;
CREATE INDEX image_source_hash ON image_source (hash) WHERE hash <> '';
CREATE TABLE image_place (                -- the entries that images were fetched for
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    PRIMARY KEY (entry_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_place_address ON image_place (address);
CREATE TABLE image_drawing (              -- a kept image as half blocks, packed; made again where it is gone
    hash TEXT NOT NULL, width INTEGER NOT NULL, -- cells
    cells BLOB NOT NULL,
    PRIMARY KEY (hash, width)
) STRICT, WITHOUT ROWID;
CREATE TABLE image_mark (                 -- what the person said of an image; '' where it does not matter
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,                   -- report: hidden in one article; image: everywhere; host: all of a host; allow
    address TEXT NOT NULL, hash TEXT NOT NULL, host TEXT NOT NULL,
    article TEXT NOT NULL,                -- the entry's key, hexadecimal: outlives the entry
    url TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX image_mark_address ON image_mark (address);
CREATE INDEX image_mark_hash ON image_mark (hash);
CREATE INDEX image_mark_host ON image_mark (host);
CREATE TABLE image_list (                 -- report lists that the person subscribed to
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,                 -- a file or an address
    at INTEGER NOT NULL, lines INTEGER NOT NULL,
    active INTEGER NOT NULL
) STRICT;
CREATE TABLE image_listed (
    name TEXT NOT NULL,                   -- a hash, or an address as image_source.address
    list INTEGER NOT NULL REFERENCES image_list (id) ON DELETE CASCADE,
    line TEXT NOT NULL,
    PRIMARY KEY (name, list)
) STRICT, WITHOUT ROWID;
"""

VERSION_10 = """
ALTER TABLE feed ADD COLUMN empty INTEGER NOT NULL DEFAULT 0; -- a watched page: answers in a row without a headline
"""

VERSION_11 = """
-- what is starred or kept for later is counted, and folded, without leaving its index
DROP INDEX listing_starred;
CREATE INDEX listing_starred ON listing (at DESC, entry_id DESC, feed_id, story, place, stamp, read_at)
    WHERE starred_at IS NOT NULL AND hidden_at IS NULL;
DROP INDEX listing_later;
CREATE INDEX listing_later ON listing (at DESC, entry_id DESC, feed_id)
    WHERE later_at IS NOT NULL AND hidden_at IS NULL;
"""

VERSION_12 = """
CREATE TABLE held (                       -- what a feed brought that seems to have another owner, until the person decides
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key BLOB NOT NULL,                    -- as entry.key
    at INTEGER NOT NULL,                  -- when it came
    item BLOB NOT NULL,                   -- MessagePack of reader.store.incoming.Incoming
    decided INTEGER NOT NULL DEFAULT 0,   -- 1: it was let in or dropped
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
"""

VERSION_13 = """
CREATE TABLE tagged (                     -- rows of `listing` by their tags, in the order of lists; mark_tag again
    tag_id INTEGER NOT NULL, at INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES listing (entry_id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_entry ON tagged (entry_id);
INSERT INTO tagged SELECT t.tag_id, l.at, l.entry_id
    FROM mark_tag t JOIN entry e ON e.key = t.key JOIN listing l ON l.entry_id = e.id;
CREATE TRIGGER tagged_put AFTER INSERT ON mark_tag BEGIN
    INSERT OR IGNORE INTO tagged SELECT NEW.tag_id, l.at, l.entry_id
        FROM entry e JOIN listing l ON l.entry_id = e.id WHERE e.key = NEW.key;
END;
CREATE TRIGGER tagged_off AFTER DELETE ON mark_tag BEGIN
    DELETE FROM tagged WHERE tag_id = OLD.tag_id AND entry_id = (SELECT id FROM entry WHERE key = OLD.key);
END;
CREATE TRIGGER tagged_other AFTER UPDATE ON mark_tag BEGIN
    DELETE FROM tagged WHERE tag_id = OLD.tag_id AND entry_id = (SELECT id FROM entry WHERE key = OLD.key);
    INSERT OR IGNORE INTO tagged SELECT NEW.tag_id, l.at, l.entry_id
        FROM entry e JOIN listing l ON l.entry_id = e.id WHERE e.key = NEW.key;
END;
CREATE TRIGGER tagged_key AFTER UPDATE OF key ON entry BEGIN
    DELETE FROM tagged WHERE entry_id = OLD.id;
    INSERT OR IGNORE INTO tagged SELECT t.tag_id, l.at, l.entry_id
        FROM mark_tag t JOIN listing l ON l.entry_id = NEW.id WHERE t.key = NEW.key;
END;

-- folders and counts of many feeds, without their long rows
CREATE INDEX feed_counted ON feed (id, folder, total, unread) WHERE removed_at IS NULL;
CREATE INDEX feed_set ON feed (id) WHERE removed_at IS NULL AND settings <> '{}';
"""

VERSION_14 = """
CREATE TABLE image_ink (                  -- a kept image in pixels, for terminals that draw them; made again where it is gone
    hash TEXT NOT NULL, width INTEGER NOT NULL, -- cells
    form TEXT NOT NULL,                   -- kitty or sixel
    cell TEXT NOT NULL,                   -- pixels of a cell: "10x20"
    ink BLOB NOT NULL,                    -- MessagePack of reader.model.Ink; no columns: it cannot be drawn
    PRIMARY KEY (hash, width, form, cell)
) STRICT, WITHOUT ROWID;
"""

VERSION_15 = """
CREATE TABLE section (                    -- what the person set for a whole section; its sources' settings repeat it
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,            -- JSON list of names, outermost first
    settings TEXT NOT NULL                -- JSON, as feed.settings, and "order"
) STRICT;
"""

VERSION_16 = """
CREATE TABLE icon (                       -- the icons of sites, where the person wants them: asked for once in 30 days
    site TEXT PRIMARY KEY,                -- host
    url TEXT NOT NULL,                    -- what was asked for
    host TEXT NOT NULL,                   -- whom
    at INTEGER NOT NULL,                  -- when
    hash TEXT NOT NULL DEFAULT ''         -- of the kept image; '': none came
) STRICT, WITHOUT ROWID;
"""

VERSION_17 = """
CREATE INDEX story_told ON story (copies DESC, id DESC);
CREATE INDEX feed_named ON feed (coalesce(nullif(name, ''), nullif(title, ''), url) COLLATE NOCASE, id)
    WHERE removed_at IS NULL;

-- Orders of lists, filled by the engine once somebody wished for them: reader.store.orders. Counters "by title" and
-- "by length" hold the newest entry that stands in each.
CREATE TABLE title_order (
    title TEXT NOT NULL COLLATE NOCASE,   -- the first 64 characters
    at INTEGER NOT NULL, entry_id INTEGER NOT NULL,
    PRIMARY KEY (title, at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;
CREATE TABLE length_order (
    words INTEGER NOT NULL, at INTEGER NOT NULL, entry_id INTEGER NOT NULL,
    PRIMARY KEY (words DESC, at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER order_title AFTER UPDATE OF title, at ON entry WHEN (OLD.title, OLD.at) IS NOT (NEW.title, NEW.at) BEGIN
    UPDATE title_order SET title = substr(NEW.title, 1, 64), at = NEW.at
        WHERE title = substr(OLD.title, 1, 64) AND at = OLD.at AND entry_id = OLD.id;
END;
CREATE TRIGGER order_length AFTER UPDATE OF words, at ON entry WHEN (OLD.words, OLD.at) IS NOT (NEW.words, NEW.at) BEGIN
    UPDATE length_order SET words = NEW.words, at = NEW.at
        WHERE words = OLD.words AND at = OLD.at AND entry_id = OLD.id;
END;
CREATE TRIGGER order_off AFTER DELETE ON entry BEGIN
    DELETE FROM title_order WHERE title = substr(OLD.title, 1, 64) AND at = OLD.at AND entry_id = OLD.id;
    DELETE FROM length_order WHERE words = OLD.words AND at = OLD.at AND entry_id = OLD.id;
END;
"""

VERSION_18 = """
-- What one transaction indexes becomes one segment, and more of them wait for each other: a quarter less work for each
-- entry. A search looks into up to 64 segments of a size: a tenth of a millisecond more.
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608), ('automerge', 64), ('crisismerge', 128);
"""

VERSION_19 = """
CREATE INDEX feed_folder ON feed (folder, id) WHERE removed_at IS NULL;
"""

VERSION_20 = """
CREATE TABLE sync_word (                  -- the last word on each mark, of all devices; kept while marks are synced
    key BLOB NOT NULL,                    -- as mark.key
    mark TEXT NOT NULL,                   -- read, starred, later, hidden, tag:NAME
    value INTEGER,                        -- since when it is set; NULL: it was cleared
    at INTEGER NOT NULL,                  -- when it was said, and later than the word before it
    device TEXT NOT NULL,                 -- who said it
    unsent INTEGER NOT NULL DEFAULT 0,    -- 1: it does not stand in this device's file yet
    PRIMARY KEY (key, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_unsent ON sync_word (unsent) WHERE unsent = 1;
CREATE TABLE sync_file (                  -- files of the folder, and how far each was read
    name TEXT PRIMARY KEY,
    place INTEGER NOT NULL,               -- bytes
    digest BLOB NOT NULL                  -- of the bytes before it
) STRICT, WITHOUT ROWID;

-- while the setting "sync" names a folder, what changes is said; whoever tags writes mark.changed_at first
CREATE TRIGGER sync_marked AFTER UPDATE OF read_at, starred_at, later_at, hidden_at ON mark
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT NEW.key, c.mark, c.value, NEW.changed_at, d.value, 1
        FROM (SELECT 'read' AS mark, OLD.read_at AS was, NEW.read_at AS value
            UNION ALL SELECT 'starred', OLD.starred_at, NEW.starred_at
            UNION ALL SELECT 'later', OLD.later_at, NEW.later_at
            UNION ALL SELECT 'hidden', OLD.hidden_at, NEW.hidden_at) c
        JOIN setting d ON d.name = 'device' WHERE (c.was IS NULL) <> (c.value IS NULL)
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
CREATE TRIGGER sync_new AFTER INSERT ON mark
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT NEW.key, c.mark, c.value, NEW.changed_at, d.value, 1
        FROM (SELECT 'read' AS mark, NEW.read_at AS value UNION ALL SELECT 'starred', NEW.starred_at
            UNION ALL SELECT 'later', NEW.later_at UNION ALL SELECT 'hidden', NEW.hidden_at) c
        JOIN setting d ON d.name = 'device' WHERE c.value IS NOT NULL
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
CREATE TRIGGER sync_key AFTER UPDATE OF key ON mark
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT NEW.key, c.mark, c.value, NEW.changed_at, d.value, 1
        FROM (SELECT 'read' AS mark, NEW.read_at AS value UNION ALL SELECT 'starred', NEW.starred_at
            UNION ALL SELECT 'later', NEW.later_at UNION ALL SELECT 'hidden', NEW.hidden_at) c
        JOIN setting d ON d.name = 'device' LEFT JOIN sync_word w ON w.key = NEW.key AND w.mark = c.mark
        WHERE (c.value IS NULL) <> (w.value IS NULL)
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
CREATE TRIGGER sync_tagged AFTER INSERT ON mark_tag
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT NEW.key, 'tag:' || t.name, coalesce(m.changed_at, 0), coalesce(m.changed_at, 0), d.value, 1
        FROM tag t JOIN setting d ON d.name = 'device' LEFT JOIN mark m ON m.key = NEW.key WHERE t.id = NEW.tag_id
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
CREATE TRIGGER sync_untagged AFTER DELETE ON mark_tag
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT OLD.key, 'tag:' || t.name, NULL, coalesce(m.changed_at, 0), d.value, 1
        FROM tag t JOIN setting d ON d.name = 'device' LEFT JOIN mark m ON m.key = OLD.key WHERE t.id = OLD.tag_id
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
CREATE TRIGGER sync_retagged AFTER UPDATE OF key ON mark_tag
WHEN EXISTS (SELECT 1 FROM setting WHERE name = 'sync') BEGIN
    INSERT INTO sync_word SELECT NEW.key, 'tag:' || t.name, coalesce(m.changed_at, 0), coalesce(m.changed_at, 0), d.value, 1
        FROM tag t JOIN setting d ON d.name = 'device' LEFT JOIN mark m ON m.key = NEW.key WHERE t.id = NEW.tag_id
        ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at),
            device = excluded.device, unsent = 1;
END;
"""

VERSION_21 = f"""
-- Headlines in their order without regard to case and accents, and the tables of orders always filled
DROP TRIGGER order_title;
DROP TRIGGER order_off;
DROP TABLE title_order;
CREATE TABLE title_order (
    title TEXT NOT NULL,                  -- folded, the first 64 characters: reader.store.sortkey
    at INTEGER NOT NULL, entry_id INTEGER NOT NULL,
    PRIMARY KEY (title, at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;
CREATE TABLE title_moved (                -- what rows there may still say of entries that changed or went
    entry_id INTEGER NOT NULL,
    title TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (entry_id, title, at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER order_title AFTER UPDATE OF title, at ON entry WHEN (OLD.title, OLD.at) IS NOT (NEW.title, NEW.at) BEGIN
    INSERT OR IGNORE INTO title_moved VALUES (OLD.id, substr(OLD.title, 1, 64), OLD.at);
END;
CREATE TRIGGER order_off AFTER DELETE ON entry BEGIN
    INSERT OR IGNORE INTO title_moved VALUES (OLD.id, substr(OLD.title, 1, 64), OLD.at);
    DELETE FROM length_order WHERE words = OLD.words AND at = OLD.at AND entry_id = OLD.id;
END;
INSERT INTO title_order SELECT {TITLE.format("")}, at, id FROM entry ORDER BY 1, 2 DESC, 3 DESC;
INSERT OR IGNORE INTO length_order SELECT words, at, id FROM entry ORDER BY 1 DESC, 2 DESC, 3 DESC;
INSERT OR REPLACE INTO counter SELECT column1, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'entry'), 0)
    FROM (VALUES ('by title'), ('by length'));
"""

VERSION_22 = """
CREATE INDEX listing_hidden ON listing (at DESC, entry_id DESC, feed_id) WHERE hidden_at IS NOT NULL;
"""

LATER: tuple[str, ...] = (
    VERSION_2,
    VERSION_3,
    VERSION_4,
    VERSION_5,
    VERSION_6,
    VERSION_7,
    VERSION_8,
    VERSION_9,
    VERSION_10,
    VERSION_11,
    VERSION_12,
    VERSION_13,
    VERSION_14,
    VERSION_15,
    VERSION_16,
    VERSION_17,
    VERSION_18,
    VERSION_19,
    VERSION_20,
    VERSION_21,
    VERSION_22,
)
