"""One feed, from its address to a verdict: asked, unpacked, read by a worker. Nothing is stored here.

A `Verdict` says what to write; `reader.engine.run` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from msgspec import structs

from reader.engine.jobs import TakeFeed
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch import errors, portal
from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.guard import is_near, parse_address
from reader.fetch.retry_after import retry_after
from reader.fetch.schedule import FLOOR, Next, after_failure, after_success
from reader.store.incoming import IncomingFeed
from reader.store.polls import Poll

IN_PART = "The feed came only in part; what was whole of it was taken, and it is asked for again."
NOTHING_WHOLE = "The feed came only in part, and nothing of it is whole."
_WHOLE_ENTRY = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_END_OF_RDF = re.compile(rb"</(?:[\w.-]+:)?rdf\s*>", re.IGNORECASE)
_IS_RDF = re.compile(rb"<(?:[\w.-]+:)?rdf\b", re.IGNORECASE)
_TAIL = 4_096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one poll.

    `status` is "ok" (with `taken`), "unchanged", "error", "gone", "held" (a state that is nobody's fault),
    "suspect" (it seems to be another's feed now) or "offline". `hold` is how many seconds the whole host asked to be left alone. `foreign` is another host's page that
    came instead, or would have. `asked` is false where no request went out. `nameless` says that the name service
    knew no such host, which is also what some systems say without network. `empty` is what counts the answers of a
    watched page without a headline from now on, None where nothing is said about it.
    """

    status: str
    next: Next
    error: str = ""
    taken: IncomingFeed | None = None
    etag: bytes | None = None
    last_modified: bytes | None = None
    moved_to: str = ""
    hold: int = 0
    foreign: str = ""
    asked: bool = True
    nameless: bool = False
    empty: int | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it may be the network's answer and not the feed's; the end of the run tells."""
        return self.status == "offline" or self.nameless or bool(self.foreign)


async def ask(poll: Poll, fetcher: Fetcher) -> Answer | errors.FetchError:
    """The answer, or the error as a value. The caller holds the host's gate."""
    try:
        return await fetcher.get(
            Request(
                poll.url,
                poll.etag,
                poll.last_modified,
                typed=poll.typed,
                trust=poll.trust,
                agent=poll.agent,
            )
        )
    except errors.FetchError as error:
        return error


def whole(poll: Poll, since: int) -> Poll:
    """`poll`, without its validators where the last document came before `since`; the store keeps them until another came."""
    came = poll.rhythm.came
    return replace(poll, etag=None, last_modified=None) if came is None or came < since else poll


def host_of(url: str) -> tuple[str, bool]:
    """The host that gates and holds hang on, and whether it is so near that no gap is kept. Raises `FetchError`."""
    host = parse_address(url).host
    return host, is_near(host)


def judge(poll: Poll, answer: Answer | errors.FetchError, now: int) -> Verdict | None:
    """What the answer says and when the feed is asked next; None for a document that must be read first."""
    if isinstance(answer, errors.AskedToWait):
        return Verdict("held", Next(answer.until, "the server asked to wait"), str(answer))
    if isinstance(answer, errors.FetchError):
        later = after_failure(now, 0, poll.failures + 1, salt=poll.feed_id)
        status = "offline" if isinstance(answer, errors.Offline) else "error"
        nameless = isinstance(answer, errors.UnknownHost)
        return Verdict(status, later, str(answer), foreign=answer.toward.partition("?")[0], nameless=nameless)
    asked_host = parse_address(poll.url).host
    blocked = portal.in_the_way(
        answer.status,
        answer.headers,
        answer.body,
        asked_host=asked_host,
        final=answer.url,
        final_host=answer.host,
    )
    if blocked:
        later = Next(now + FLOOR, "a page stood in the way")
        sentence = portal.portal_sentence(blocked, asked_host)
        return Verdict("held", later, sentence, foreign=_foreign(answer, asked_host))
    if answer.status in (204, 304):
        return _unchanged(poll, answer, now)
    return None if answer.status == 200 else _refused(poll, answer, now)


async def read(poll: Poll, answer: Answer, pool: WorkerPool, now: int) -> Verdict:
    """Have a worker read the document. One that is no feed changes nothing but the error."""
    job = TakeFeed(answer.body, answer.url, answer.charset, answer.content_type, poll.language)
    try:
        taken = await pool.take(job)
    except WorkError as error:
        later = after_failure(now, 200, poll.failures + 1, salt=poll.feed_id)
        foreign = _foreign(answer, parse_address(poll.url).host)
        return Verdict("error", later, str(error), foreign=foreign)
    validators = answer.etag is not None or answer.last_modified is not None
    whole = Verdict(
        "ok",
        after_success(now, answer.headers, taken.feed.rhythm, validators=validators, interval=poll.interval),
        taken=taken,
        etag=answer.etag,
        last_modified=answer.last_modified,
        moved_to=moved(poll, answer),
    )
    if taken.feed.repaired and is_cut(answer.body):
        return _in_part(poll, whole, taken, now, torn=is_torn(answer.body))
    return whole


def is_cut(body: bytes) -> bool:
    """Whether an XML document ends before its root element does."""
    tail = body[-_TAIL:].replace(b"\0", b"")
    end = _END_OF_RDF if _IS_RDF.search(body[:_TAIL]) else _END  # in RDF the items stand behind their channel
    return b"<" in tail and end.search(tail) is None


def is_torn(body: bytes) -> bool:
    """Whether the last entry read of a cut document may end in its middle: a torn one is left out by the parser itself
    where a whole one stands before it."""
    return _WHOLE_ENTRY.search(body) is None


def _in_part(poll: Poll, verdict: Verdict, taken: IncomingFeed, now: int, *, torn: bool) -> Verdict:
    """What is whole of half a feed is taken, but not its validators: they would say that all of it is here."""
    kept = taken.items[:-1] if torn else taken.items
    if not kept:
        return Verdict("error", after_failure(now, 200, poll.failures + 1, salt=poll.feed_id), NOTHING_WHOLE)
    part = IncomingFeed(structs.replace(taken.feed, found=taken.feed.found - torn), kept)
    return replace(
        verdict, taken=part, etag=poll.etag, last_modified=poll.last_modified, moved_to="", error=IN_PART
    )


def _unchanged(poll: Poll, answer: Answer, now: int) -> Verdict:
    """Nothing new. Validators are taken from a 304 to some that were sent: any others stand for a document that never came."""
    sent = poll.etag is not None or poll.last_modified is not None
    validators = sent or answer.etag is not None or answer.last_modified is not None
    known = sent and answer.status == 304
    return Verdict(
        "unchanged",
        after_success(now, answer.headers, poll.rhythm, validators=validators, interval=poll.interval),
        etag=answer.etag if known else None,
        last_modified=answer.last_modified if known else None,
        moved_to=moved(poll, answer),
    )


def _refused(poll: Poll, answer: Answer, now: int) -> Verdict:
    held = None
    if answer.status in (429, 503):
        held = retry_after(answer.headers.get("retry-after", ""), answer.headers.get("date", ""), now)
    later = after_failure(now, answer.status, poll.failures + 1, held=held, salt=poll.feed_id)
    host = parse_address(poll.url).host
    return Verdict(
        "gone" if answer.status == 410 else "error",
        later,
        errors.status_sentence(answer.status, host),
        hold=later.at - now if answer.status == 429 else 0,
        foreign=_foreign(answer, host),
    )


def _foreign(answer: Answer, asked_host: str) -> str:
    """Where another host's page was sent instead, without its query: what a captive portal repeats for everybody."""
    if answer.host == asked_host or not portal.looks_like_html(answer.body):
        return ""
    return answer.url.partition("?")[0]


def moved(poll: Poll, answer: Answer) -> str:
    """The address that nothing but permanent redirects led to; never from https back to http."""
    if not answer.permanent or (poll.url.startswith("https:") and not answer.permanent.startswith("https:")):
        return ""
    return answer.permanent
