"""What text costs, up to the set article: `python -m tests.text.figures`. Made-up prose, processor microseconds a call, best of three runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from reader.blocks import Article, Paragraph, Span
from reader.text.bidi import display, has_rtl, lines, visual
from reader.text.cells import _width, breaks, slice_cells, width, wrap
from reader.text.clean import clean_line, clean_text, guard
from reader.text.fold import fold
from reader.text.language import guess
from reader.typeset.document import Document, typeset
from reader.typeset.options import Options

PROSE = {
    "French": "Le conseil a voté à l’aube : « Nous n’avons pas reculé » ; l’été dernier, près de 1\u202f200 élèves… ",
    "Arabic": "أعلن المجلس أن المدينة ستواصل إلى نهاية السنة المقبلة دراسة القضية المتعلقة بالمياه، وقال: «لا شيء» في (2026). ",
    "English": "The council said on Monday that the plan would not change, and that schools will open in the first week. ",
}


def prose(sentence: str, count: int) -> str:
    """`count` words of it, 80 in a paragraph."""
    words = (sentence * (count // len(sentence.split()) + 1)).split(" ")[:count]
    return "\n".join(" ".join(words[i : i + 80]) for i in range(0, count, 80))


def forget() -> None:
    """Empties the caches of measures and lines."""
    for cache in (_width, breaks, visual._display, visual._lines):
        cache.cache_clear()


def cost(run: Callable[[], object], times: int, fresh: bool = False) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        lost = 0.0
        for _ in range(times):
            if fresh:
                before = time.process_time()
                forget()
                lost += time.process_time() - before
            run()
        best = min(best, time.process_time() - started - lost)
    return best / times * 1e6


def opened(article: Article, rtl: str, whole: bool = False) -> Document:
    """Set for 80 columns, as far as the first screen or whole."""
    document = typeset(article, 80, options=Options(rtl=rtl))
    if whole:
        document.settle()
    else:
        document.fill(0, 40)
    return document


def main() -> None:
    for language, sentence in PROSE.items():
        line, strip, body, article = sentence[:80], sentence * 10, prose(sentence, 600), prose(sentence, 5000)
        paragraph = " ".join(prose(sentence, 1000).split())
        given = tuple(Paragraph(text=(Span(part),)) for part in article.split("\n"))
        piece = Article(1, 1, line, "", blocks=given)
        rows: list[tuple[str, float]] = [
            ("guard, clean line of 80", cost(partial(guard, line), 2000)),
            ("clean_line of 80", cost(partial(clean_line, line), 2000)),
            ("clean_text of 600 words", cost(partial(clean_text, body), 200)),
            ("fold of 500 words", cost(partial(fold, prose(sentence, 500)), 200)),
            ("width of 80, first time", cost(partial(width, line), 2000, fresh=True)),
            ("width of 80, again", cost(partial(width, line), 2000)),
            ("80 columns out of 1,000", cost(partial(slice_cells, strip, 400, 80), 500)),
            ("wrap of 5,000 words", cost(partial(wrap, article, 72), 3, fresh=True)),
            ("has_rtl of 80", cost(partial(has_rtl, line), 2000)),
            ("display of 80, first time", cost(partial(display, line), 500, fresh=True)),
            ("display of 80, again", cost(partial(display, line), 2000)),
            ("bidi lines of 5,000 words", cost(partial(lines, article, 72), 3, fresh=True)),
            ("one paragraph of 1,000 words", cost(partial(lines, paragraph, 72), 5, fresh=True)),
            ("the same without bidi", cost(partial(wrap, paragraph, 72), 5, fresh=True)),
            ("article of 5,000 words, first screen", cost(partial(opened, piece, "app"), 5, fresh=True)),
            ("the same whole", cost(partial(opened, piece, "app", True), 3, fresh=True)),
            ("the same whole, bidi off", cost(partial(opened, piece, "off", True), 3, fresh=True)),
            ("bidi lines in joined forms", cost(partial(lines, article, 72, shaping="forms"), 3, fresh=True)),
            ("guess of a headline", cost(partial(guess, line), 200)),
        ]
        for name, microseconds in rows:
            print(f"{language + ': ' + name:40} {microseconds:12.2f} µs")


if __name__ == "__main__":
    main()
