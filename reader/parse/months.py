"""Names of months, of zones and of halves of the day, in the languages whose feeds write them out. Data only.

Keys are as `dates` folds them: lower case, no accents, no dots, Arabic alef with hamza or madda as bare alef.
"""

from __future__ import annotations

_LATIN = """
jan january janvier janv enero ene januar jaenner janner gennaio gen janeiro januari ianuarie ian ocak leden stycznia
feb february fevrier fevr fev febrero februar febbraio fevereiro februari februarie subat unor lutego
mar march mars marzo marz maerz mrz marco maart mrt martie mart brezen marca
apr april avril avr abril abr aprile aprilie nisan duben kwietnia
may mai mayo maggio mag maio mei mayis kveten maja
jun june juin junio juni giugno giu junho iunie haziran cerven czerwca
jul july juillet juil juill julio juli luglio lug julho iulie temmuz cervenec lipca
aug august aout agosto ago augustus agustos srpen sierpnia
sep sept september septembre septiembre setiembre set settembre setembro septembrie eylul zari wrzesnia
oct october octobre octubre okt oktober ottobre ott outubro out octombrie ekim rijen pazdziernika
nov november novembre noviembre novembro noiembrie kasim listopad listopada
dec december decembre diciembre dic dez dezember dicembre dezembro decembrie aralik prosinec grudnia
""".strip().splitlines()

# The Gregorian names as Egypt and the Gulf, Morocco, Algeria and Tunisia, and the Levant write them.
_ARABIC = """
يناير جانفي كانون-الثاني
فبراير فيفري شباط
مارس اذار
ابريل افريل نيسان
مايو ماي ايار
يونيو يونيه جوان حزيران
يوليو يوليه يوليوز جويلية تموز
اغسطس غشت اوت اب
سبتمبر شتنبر ايلول
اكتوبر تشرين-الاول
نوفمبر نونبر تشرين-الثاني
ديسمبر دجنبر كانون-الاول
""".strip().splitlines()

_GREEK = "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ".split()
_RUSSIAN = "янв фев мар апр мая июн июл авг сен окт ноя дек".split()
_HUNGARIAN = "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december".split()

MONTHS: dict[str, int] = {}
for _lines in (_LATIN, _ARABIC):
    for _number, _line in enumerate(_lines, 1):
        MONTHS.update((_name.replace("-", " "), _number) for _name in _line.split())
for _names in (_GREEK, _RUSSIAN, _HUNGARIAN):
    for _number, _name in enumerate(_names, 1):
        MONTHS.setdefault(_name, _number)
MONTHS.update({"ιουνιου": 6, "ιουλιου": 7, "μαη": 5, "μαιου": 5})

STEMS = frozenset(_GREEK + _RUSSIAN)
"""Months that are known by their first letters, whatever ending the case gives them."""

ZONES: dict[str, int] = {
    name: int(hours * 3600)
    for name, hours in {
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "ist": 5.5, "cet": 1, "cest": 2, "met": 1, "mez": 1,
        "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "trt": 3, "gst": 4, "pkt": 5, "ict": 7, "wib": 7, "hkt": 8,
        "sgt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12,
        "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
        "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "brt": -3, "art": -3, "clt": -4, "clst": -3,
        "cot": -5, "pet": -5, "sast": 2, "cat": 2, "eat": 3, "wat": 1, "et": -5, "ct": -6, "mt": -7, "pt": -8, "at": -4,
    }.items()
}  # fmt: skip
"""Seconds east of Greenwich. RFC 822's military letters but Z are left out: RFC 2822 says that they mean nothing."""

AFTERNOON = frozenset(("pm", "p m", "م", "مساء"))
MORNING = frozenset(("am", "a m", "ص", "صباحا"))
