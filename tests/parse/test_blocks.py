"""HTML to blocks: each kind of block, spans, links, notes, the title, and what is left out."""

from __future__ import annotations

import pytest

from reader.blocks import (
    Block,
    Code,
    Definitions,
    Details,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    decode_json,
    encode_json,
    plain,
)
from reader.parse.blocks import blocks_of, text_of

BASE = "https://gazette.example/2024/05/port.html"


def only(html: str, **more: str) -> Block:
    blocks = blocks_of(html, base=BASE, **more)
    assert len(blocks) == 1, blocks
    return blocks[0]


def spans(html: str) -> tuple[Span, ...]:
    block = only(html)
    assert isinstance(block, Paragraph)
    return block.text


def test_white_space_collapses_as_html_says() -> None:
    assert spans("<p>  Le   port\n\tde  <b> Tamri </b>  ouvre </p>") == (
        Span("Le port de "),
        Span("Tamri ", "b"),
        Span("ouvre"),
    )


def test_no_break_spaces_stay() -> None:
    assert spans("<p>Tamri&nbsp;: le&nbsp;&nbsp;port</p>") == (Span("Tamri\xa0: le\xa0\xa0port"),)


def test_marks_are_in_one_order_and_join() -> None:
    assert spans("<p><i><b>a</b></i><b><i>b</i></b><code>c</code><s>d</s><sup>2</sup><sub>i</sub></p>") == (
        Span("ab", "bi"),
        Span("c", "c"),
        Span("d", "s"),
        Span("2", "^"),
        Span("i", "_"),
    )


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/a/b?c=d#e", "https://gazette.example/a/b?c=d#e"),
        ("../06/x.html", "https://gazette.example/2024/06/x.html"),
        ("//autre.example/x", "https://autre.example/x"),
        ("HTTP://autre.example/x", "HTTP://autre.example/x"),
        ("mailto:redaction@gazette.example", "mailto:redaction@gazette.example"),
        (" https://autre.example/a b ", "https://autre.example/a%20b"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" &#1;javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("vbscript:x", ""),
        ("https://", ""),
        ("http://[broken", ""),
        ("https://a.example/" + "x" * 9000, ""),
    ],
)
def test_links_are_absolute_or_none(href: str, address: str) -> None:
    assert spans(f'<p><a href="{href}">mot</a></p>') == (Span("mot", "", address),)


def test_the_space_after_a_link_is_not_part_of_it() -> None:
    assert spans('<p>la <a href="https://b.example/">presse </a>locale</p>') == (
        Span("la "),
        Span("presse", "", "https://b.example/"),
        Span(" locale"),
    )


def test_single_breaks_stay_and_double_ones_part_paragraphs() -> None:
    assert blocks_of("un<br>deux<br><br>trois<br> <br/>quatre") == (
        Paragraph(text=(Span("un\ndeux"),)),
        Paragraph(text=(Span("trois"),)),
        Paragraph(text=(Span("quatre"),)),
    )


def test_bare_text_is_a_paragraph() -> None:
    assert blocks_of("avant<p>dedans</p>après") == tuple(
        Paragraph(text=(Span(word),)) for word in ("avant", "dedans", "après")
    )


def test_headings() -> None:
    assert blocks_of("<h2>Un <em>titre</em></h2><h4><p>Autre</p><p>ligne</p></h4>") == (
        Heading(level=2, text=(Span("Un "), Span("titre", "i"))),
        Heading(level=4, text=(Span("Autre\nligne"),)),
    )


@pytest.mark.parametrize("shown", ["Le port ouvre", "LE PORT OUVRE", "« Le port&nbsp;ouvre ! »"])
def test_the_title_is_not_repeated(shown: str) -> None:
    html = f"<h1>{shown}</h1><p>Texte.</p><h1>Le port ouvre</h1>"
    kept = blocks_of(html, title="Le port ouvre")
    assert [type(block).__name__ for block in kept] == ["Paragraph", "Heading"]
    assert len(blocks_of(html)) == 3
    assert len(blocks_of("<h3>Le port ouvre</h3>", title="Le port ouvre")) == 1


def test_nested_lists_keep_their_numbers() -> None:
    block = only('<ol start="4"><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></ol>')
    assert isinstance(block, List)
    assert (block.ordered, block.start, block.reversed) == (True, 4, False)
    assert [[type(inner).__name__ for inner in item] for item in block.items] == [
        ["Paragraph", "List"],
        ["Paragraph", "Paragraph"],
    ]


def test_reversed_lists_count_down_to_one() -> None:
    block = only("<ol reversed><li>a<li>b<li>c</ol>")
    assert isinstance(block, List)
    assert (block.start, block.reversed) == (3, True)


@pytest.mark.parametrize(("start", "first"), [("x", 1), ("", 1), ("-3", -3), ("9" * 30, 1)])
def test_list_starts_that_are_no_numbers(start: str, first: int) -> None:
    block = only(f'<ol start="{start}"><li>a</ol>')
    assert isinstance(block, List)
    assert block.start == first


def test_what_stands_between_items_belongs_to_the_item_before() -> None:
    block = only("<ul><li>a</li>perdu<ul><li>b</li></ul></ul>")
    assert isinstance(block, List)
    assert len(block.items) == 1
    assert [type(inner).__name__ for inner in block.items[0]] == ["Paragraph", "Paragraph", "List"]


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>Parole.</p><footer>Une élue</footer></blockquote>",
        "<blockquote><p>Parole.</p><cite>Une élue</cite></blockquote>",
        "<blockquote><p>Parole.</p><p><cite>Une élue</cite></p></blockquote>",
        "<figure><blockquote>Parole.</blockquote><figcaption>Une élue</figcaption></figure>",
    ],
)
def test_quotes_know_who_spoke(html: str) -> None:
    assert only(html) == Quote(blocks=(Paragraph(text=(Span("Parole."),)),), cite=(Span("Une élue"),))


def test_a_dash_begins_an_attribution() -> None:
    block = only("<blockquote><p>Parole.</p>&mdash; Une élue</blockquote>")
    assert isinstance(block, Quote)
    assert plain(block.cite) == "— Une élue"


def test_a_cited_work_in_a_quote_stays_in_its_sentence() -> None:
    block = only("<blockquote><p><cite>Le Phare</cite> se lit bien.</p></blockquote>")
    assert isinstance(block, Quote)
    assert block.cite == ()
    assert block.blocks == (Paragraph(text=(Span("Le Phare", "i"), Span(" se lit bien."))),)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<pre><code class="language-python">{}</code></pre>', "python"),
        ('<pre class="lang-rust">{}</pre>', "rust"),
        ('<div class="highlight-source-js"><pre>{}</pre></div>', "js"),
        (
            '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre>{}</pre></div></div>',
            "ruby",
        ),
        ('<pre class="brush: sql; toolbar: false">{}</pre>', "sql"),
        ('<pre class="sourceCode haskell">{}</pre>', "haskell"),
        ('<pre data-lang="C++">{}</pre>', "c++"),
        ("<pre>{}</pre>", ""),
        ('<pre class="language-none">{}</pre>', ""),
    ],
)
def test_code_keeps_every_space_and_its_language(html: str, language: str) -> None:
    code = "\nsi a &lt; b:\n    <b>oui</b>  \n\n\tnon"
    assert only(html.format(code)) == Code(text="si a < b:\n    oui  \n\n    non", language=language)


def test_line_numbers_are_no_code() -> None:
    html = '<pre><span class="lineno">1</span>un\n<span class="lineno">2</span>deux</pre>'
    assert only(html) == Code(text="un\ndeux")


def test_rules() -> None:
    assert blocks_of("a<hr>b")[1] == Rule()


def test_definitions() -> None:
    block = only("<dl><div><dt>Quai</dt><dd>Bord.</dd></div><dt>Môle<dd>Mur.<dd>Jetée.</dl>")
    assert isinstance(block, Definitions)
    assert [(plain(item.term), len(item.blocks)) for item in block.items] == [("Quai", 1), ("Môle", 2)]


def test_details() -> None:
    block = only("<details><summary>Plus <b>de</b> détails</summary><p>Voici.</p></details>")
    assert isinstance(block, Details)
    assert plain(block.summary) == "Plus de détails"
    assert block.blocks == (Paragraph(text=(Span("Voici."),)),)


def test_direction_and_language_come_from_the_page() -> None:
    html = '<div lang="ar" dir="rtl"><p>سلام</p><p lang="fr_FR" dir="LTR">Salut</p></div><p>Fin</p>'
    assert [(block.lang, block.dir) for block in blocks_of(html, language="es")] == [
        ("ar", "rtl"),
        ("fr-fr", "ltr"),
        ("", ""),
    ]


def test_the_language_of_the_article_is_not_repeated() -> None:
    assert [block.lang for block in blocks_of('<p lang="fr">Un</p>', language="fr")] == [""]


def test_hidden_text_and_scripts_are_left_out() -> None:
    html = (
        "<script>a</script><style>b</style><p hidden>c</p><p style='display: none'>d</p><template>e</template>"
        "<button>f</button><!-- g --><select><option>h</select><svg><text>i</text></svg>Voilà"
    )
    assert text_of(html) == "Voilà"


def test_ruby_text_stands_in_brackets() -> None:
    assert text_of("<ruby>漢<rt>かん</rt></ruby>") == "漢(かん)"
    assert text_of("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>") == "漢(かん)"


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "«\xa0oui\xa0»"), ("es", "«oui»"), ("ar", "«oui»"), ("en", "“oui”")]
)
def test_quotation_marks_by_language(language: str, text: str) -> None:
    block = only("<q>oui</q>", language=language)
    assert isinstance(block, Paragraph)
    assert plain(block.text) == text


def test_heading_anchors_are_left_out() -> None:
    assert text_of('<h2 id="x">Titre <a href="#x" class="anchor">#</a></h2>') == "Titre"


def test_text_is_cleaned() -> None:
    html = '<p>a\x1b[31mb\x9bc&#x202e;d</p><img src="https://a.example/" alt="x&#7;y"><pre>e\x08f</pre>'
    text, figure, code = blocks_of(html)
    assert isinstance(text, Paragraph)
    assert isinstance(figure, Figure)
    assert isinstance(code, Code)
    assert "\x1b" not in plain(text.text)
    assert "\u202e" not in plain(text.text)
    assert figure.images[0].alt == "xy"
    assert code.text == "ef"


def test_plain_text_of_all_kinds() -> None:
    html = (
        "<h2>A</h2><p>b<br>c</p><ul><li>d</li></ul><blockquote>e<footer>f</footer></blockquote><pre>g</pre>"
        "<table><tr><th>h</th><th>i</th></tr><tr><td>j</td><td>k</td></tr></table>"
        "<dl><dt>l<dd>m</dl><details><summary>n</summary>o</details>"
    )
    assert text_of(html) == "A\n\nb\nc\n\nd\n\ne\n\nf\n\ng\n\nh  i\nj  k\n\nl\n\nm\n\nn\n\no"


def test_stored_form_round_trips() -> None:
    blocks = blocks_of(
        '<h2>A</h2><ul><li>b</ul><table><tr><th>c<th>d<tr><td>e<td>f</table><img src="/g.jpg">', base=BASE
    )
    assert decode_json(encode_json(blocks)) == blocks
    assert any(isinstance(block, Table) for block in blocks)


@pytest.mark.parametrize(
    "html", ["", " ", "\0", "<", "&", "<!--", "<frameset><frame></frameset>", "</p>", "\ud800"]
)
def test_nothing_gives_nothing_or_text(html: str) -> None:
    assert all(isinstance(block, Paragraph) for block in blocks_of(html))
