"""The language of headlines: declared, by script, by the model; and what is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reader.text import language as languages
from reader.text.language import guess, primary, script

HEADLINES = {
    "fr": ["Le conseil adopte la réforme des écoles", "Hausse des prix du blé : ce que l’on sait", "La mer monte, les ports s’adaptent"],
    "es": ["El consejo aprueba la reforma de las escuelas", "Sube el precio del trigo en los mercados", "La lluvia vuelve a la costa del norte"],
    "en": ["The council adopts the reform of schools", "Wheat prices rise for the third week", "Rain comes back to the northern coast"],
    "ar": ["المجلس يعتمد إصلاح المدارس", "ارتفاع أسعار القمح", "عودة الأمطار إلى الساحل"],
    "fa": ["افزایش قیمت گندم در بازار", "باران به ساحل برگشت و مردم خوشحال شدند"],
    "ur": ["گندم کی قیمت میں اضافہ ہو رہا ہے"],
    "he": ["מחירי החיטה עולים"],
    "yi": ["די װעלט און דער ייִדישער טעאַטער"],
    "el": ["Ανεβαίνει η τιμή του σιταριού"],
    "ru": ["Цены на пшеницу растут"],
    "uk": ["Ціни на пшеницю зростають, їх підвищують"],
    "zh": ["小麦价格上涨"],
    "ja": ["小麦の価格が上昇", "東京でサクラ開花"],
    "ko": ["밀 가격이 오르다"],
    "th": ["ราคาข้าวสาลีสูงขึ้น"],
    "hi": ["गेहूं के दाम बढ़े"],
    "ka": ["ხორბლის ფასი იზრდება"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "title"), [(code, title) for code, titles in HEADLINES.items() for title in titles]
)
def test_undeclared_headlines(language: str, title: str) -> None:
    assert guess(title) == language


def test_a_declaration_counts_unless_the_script_contradicts_it() -> None:
    assert guess("Le conseil adopte", declared="de-DE") == "de"
    assert guess("Le conseil adopte la réforme", declared="ar") == "fr"
    assert guess("المجلس يعتمد الإصلاح", declared="fr-FR") == "ar"
    assert guess("المجلس", declared="ur") == "ur"
    assert guess("Vlada usvojila reformu", declared="sr-Latn") == "sr"
    assert guess("12:30", declared="es-MX") == "es"
    assert guess("12:30") == ""
    assert guess("", declared="und") == ""
    assert guess("Rain comes back to the coast", declared="x") == "en"


def test_only_the_readers_languages_are_considered() -> None:
    assert guess("El consejo aprueba la reforma", among=("fr", "ar", "en")) in ("fr", "en")
    assert guess("El consejo aprueba la reforma", among=("ar", "en")) == "en"
    assert guess("El consejo aprueba la reforma", among=("ar",)) == ""
    assert guess("El consejo aprueba la reforma", among=("es", "fr", "tlh")) == "es"
    assert guess("O conselho aprova a reforma das escolas", among=("pt", "fr")) == "pt"
    assert guess("Влада је усвојила", among=("sr", "en")) == "sr"


def test_script() -> None:
    assert script("News") == "Latin"
    assert script("12 : !") == ""
    assert script("BBC : المجلس يعتمد") == "Arabic"
    assert script("Été") == "Latin"
    assert script("小麦の価格") == "Kana"


def test_primary() -> None:
    assert [primary(tag) for tag in ("fr", "FR-ma", "fr_FR", " es ", "iw", "und", "", "english!", "zh-Hant", "x-klingon")] == [
        "fr", "fr", "fr", "es", "he", "", "", "", "zh", "",
    ]  # fmt: skip


SENTENCES = {
    "fr": "Le maire a dit que le port sera ouvert dans deux ans et que les travaux ne coûteront pas plus, selon une étude qui est parue ce matin.",
    "es": "El alcalde dijo que las obras del puerto empiezan por la mañana y que los vecinos no pagarán más, según una carta para su barrio.",
    "en": "The mayor said that the harbour will be open in two years and that the works have not been paid for by their own town.",
    "de": "Der Bürgermeister sagt, dass der Hafen in zwei Jahren offen ist und die Arbeiten nicht von den Bürgern bezahlt werden, auch das Haus.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_need_no_model(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_by_model", lambda *_: "model")
    assert guess(SENTENCES[language], among=("fr", "de", "en", "es")) == language


@pytest.mark.parametrize(
    "text",
    [
        HEADLINES["fr"][1],  # too short
        f"{SENTENCES['fr']} {SENTENCES['en']}",  # two of them
        SENTENCES["de"],  # none of the reader's languages
    ],
)
def test_what_small_words_do_not_tell_the_model_does(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_by_model", lambda *_: "model")
    assert guess(text) == "model"
    assert guess(SENTENCES["fr"], among=("fr", "ca")) == "model"  # no small words of one are known


def test_the_model_is_loaded_only_when_it_is_asked() -> None:
    code = (
        "import sys; from reader.text.language import guess; guess('المجلس'); guess('x', declared='fr');"
        "assert 'py3langid' not in sys.modules; assert 'numpy' not in sys.modules;"
        "guess('le conseil'); assert 'py3langid' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
