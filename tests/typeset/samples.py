"""Made-up articles of made-up papers, in four languages, with every kind of block."""

from __future__ import annotations

from reader.blocks import (
    Article,
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    Inline,
    List,
    Media,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
)

NOON = 1_771_236_000
"""Monday 16 February 2026, 10:00 UTC."""


def text(*parts: str | Span) -> Inline:
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def para(*parts: str | Span, dir: str = "") -> Paragraph:
    return Paragraph(text=text(*parts), dir=dir)


def cells(*values: str) -> tuple[Inline, ...]:
    return tuple(text(value) for value in values)


FRENCH = Article(
    id=1,
    feed_id=1,
    title="Transports : le tramway de Valmeraude roulera dès l’été",
    source="Le Courrier des Îles",
    link="https://courrier-iles.example/2026/02/16/tramway",
    author="Louise Arnaud",
    published=NOON - 3 * 3600,
    seen=NOON,
    language="fr",
    words=640,
    blocks=(
        para(
            "Après huit ans de chantier, la première rame a quitté le dépôt du quai Nord, lundi à l’aube. « Nous avons "
            "tenu parole ! » s’est réjouie la maire, ",
            Span("Hélène Castaing", "b"),
            ", devant une foule venue malgré le froid ; le réseau comptera ",
            Span("deux lignes et vingt-sept stations", "i"),
            ".",
        ),
        para(
            "Le coût final, 312 millions d’euros, dépasse de 8 % le budget voté en 2018",
            Span("1", note="n1"),
            ". L’opposition réclame un audit, que la ",
            Span("Chambre des comptes", href="https://comptes.example/rapport"),
            " rendra en juin.",
        ),
        Heading(level=2, text=text("Ce qui change pour les voyageurs")),
        List(
            items=(
                (para("Un tram toutes les six minutes aux heures de pointe, de 5 h 30 à minuit et demi."),),
                (
                    para("Un billet unique pour le bus, le tram et la navette fluviale :"),
                    List(
                        items=(
                            (para("1,80 € à l’unité ;"),),
                            (para("32 € par mois, moitié prix pour les moins de 26 ans."),),
                        )
                    ),
                ),
                (para("Deux parcs-relais, au Moulin-Vert et à la Pointe-aux-Sternes."),),
            )
        ),
        Figure(
            images=(
                Picture(
                    "https://img.courrier-iles.example/rame.jpg", "Une rame bleue sur le pont", 1600, 900
                ),
            ),
            caption=text("La rame d’essai traverse le pont des Sternes, lundi matin."),
            credit=text("Photo M. Delorme"),
        ),
        Heading(level=3, text=text("Les quartiers desservis")),
        Table(
            caption=text("Mise en service des stations"),
            header=cells("Ligne", "Terminus", "Stations", "Ouverture"),
            rows=(
                cells("A", "Gare centrale – Pointe-aux-Sternes", "16", "21 juin"),
                cells("B", "Moulin-Vert – Université", "11", "1er septembre"),
            ),
        ),
        Quote(
            blocks=(
                para(
                    "On nous promettait le tram depuis que je suis née. Je finirai par croire aux promesses, surtout à "
                    "celles qui font du bruit sur des rails."
                ),
            ),
            cite=text("Odile Verne, libraire rue des Tanneurs"),
        ),
        Rule(),
        para("La fête d’inauguration est prévue le 21 juin, de la gare au port. Entrée libre."),
        Footnotes(
            notes=(
                Note(
                    "n1", "1", (para("Délibération nº 2018-114 du conseil de Valmeraude, 14 décembre 2018."),)
                ),
            )
        ),
    ),
)

ARABIC = Article(
    id=2,
    feed_id=2,
    title="مدينة الزهراء تفتتح أكبر مكتبة عامة على ضفة النهر",
    source="صدى الضفاف",
    link="https://sada.example/2026/library",
    author="سلمى البدري",
    published=NOON - 26 * 3600,
    seen=NOON,
    language="ar",
    words=410,
    blocks=(
        para(
            "افتتحت بلدية الزهراء صباح الأحد مكتبتها الجديدة بعد أربع سنوات من الأعمال (2022-2026)، بكلفة بلغت 48 مليون "
            "درهم، وقالت رئيسة البلدية ",
            Span("هدى المنصوري", "b"),
            ": «هذا بيت لكل قارئ». ويضم المبنى، الذي صممه مكتب Atelier Nord الفرنسي، نحو 300.000 كتاب.",
        ),
        para(
            "ويمكن حجز المقاعد عبر ",
            Span("موقع المكتبة", href="https://maktaba.example/seats"),
            " أو بالهاتف على الرقم +212-537-000000، من الساعة 9:00 إلى 20:00.",
        ),
        Heading(level=2, text=text("ماذا في الطوابق؟")),
        List(
            ordered=True,
            items=(
                (para("الطابق الأرضي: قاعة الأطفال والمقهى، مع مدخل مستقل على الحديقة لا يغلق قبل المساء."),),
                (para("الطابق الأول: الرواية والشعر والصحافة اليومية بأربع لغات."),),
                (para("الطابق الثاني: المخطوطات النادرة، بموعد مسبق فقط."),),
            ),
        ),
        Quote(
            blocks=(para("كنتُ أقرأ تحت ضوء الشارع، واليوم صار للضوء سقف ونوافذ تطل على الماء."),),
            cite=text("الشاعر يونس الرافعي"),
        ),
        Table(
            header=cells("القسم", "عدد الكتب", "المقاعد"),
            rows=(
                cells("الأطفال", "42.000", "180"),
                cells("الرواية والشعر", "96.500", "240"),
                cells("المخطوطات", "3.100", "24"),
            ),
        ),
        Figure(
            images=(Picture("https://sada.example/img/1.jpg", "واجهة المكتبة عند الغروب"),),
            caption=text("الواجهة الزجاجية مطلة على النهر"),
        ),
        para("The opening hours are also posted in English at the main entrance.", dir="ltr"),
    ),
)

SPANISH = Article(
    id=3,
    feed_id=3,
    title="Sequía: los embalses de la sierra recuperan la mitad de su agua",
    source="Diario del Llano",
    link="https://llano.example/embalses",
    author="Por Inés Robledo",
    published=NOON - 40 * 60,
    updated=NOON - 10 * 60,
    seen=NOON,
    language="es",
    words=150,
    excerpt=True,
    blocks=(
        para(
            "Las lluvias de enero han devuelto a los cuatro embalses de la sierra el 51 % de su capacidad, según la "
            "Confederación. ¿Bastará para el verano? «Depende del deshielo», responden los técnicos."
        ),
    ),
)

ENGLISH = Article(
    id=4,
    feed_id=4,
    title="How a village weather station found a bug in everyone’s rain",
    source="The Harrowgate Ledger",
    link="https://ledger.example/rain-bug",
    author="Tom Ashdown",
    published=NOON - 5 * 86_400,
    seen=NOON,
    language="en",
    words=1830,
    enclosures=("https://ledger.example/audio/rain.mp3",),
    blocks=(
        para(
            "For eleven winters the gauge behind the chapel counted every drop twice. Nobody noticed until a pupil "
            "compared its log with the bucket in her garden, and ran ",
            Span("rain --check", "c"),
            " on both. The fix is ",
            Span("one line", href="https://code.example/rain/fix"),
            ", and E = mc",
            Span("2", "^"),
            " still holds, as does H",
            Span("2", "_"),
            "O.",
        ),
        Heading(level=1, text=text("The counter")),
        Code(
            language="python",
            text=(
                "def drops(pulses: list[float], quiet: float = 0.02) -> int:\n"
                '    """Count pulses, but for the echo that follows each one within `quiet` seconds."""\n'
                "    count, last = 0, float('-inf')\n"
                "    for at in pulses:\n"
                "        if at - last > quiet:\n"
                "            count += 1\n"
                "        last = at\n"
                "    return count"
            ),
        ),
        Heading(level=3, text=text("What it changes")),
        Definitions(
            items=(
                Definition(
                    text("Gauge"), (para("A tipping bucket that sends a pulse for each 0.2 mm of rain."),)
                ),
                Definition(text("Echo"), (para("A second pulse, made by the bucket as it swings back."),)),
            )
        ),
        Details(
            summary=text("How the check was made"),
            blocks=(para("Both logs were shifted by the clock’s drift and compared hour by hour."),),
        ),
        Quote(
            blocks=(
                para("I only wanted to know whether to take a coat."),
                Quote(blocks=(para("You should always take a coat."),), cite=text("her grandmother")),
            ),
            cite=text("Maisie Holt, 12"),
        ),
        Media(
            title="The gauge, slowed down ten times", host="films.example", url="https://films.example/w/77"
        ),
        Heading(level=4, text=text("Elsewhere")),
        para("A link that pretends: ", Span("www.bank.example", href="https://elsewhere.example/x"), "."),
    ),
)

ALL = (FRENCH, ARABIC, SPANISH, ENGLISH)


def article(*blocks: Block, title: str = "A title", language: str = "en") -> Article:
    """An article of `blocks` and nothing else."""
    return Article(id=9, feed_id=9, title=title, source="", language=language, blocks=blocks)
