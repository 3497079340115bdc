"""Words that a search must take for one, and words that it must not: one pair a line, parted by "|"."""

from __future__ import annotations

MEET = """
épidémie | epidemie
Épidémie | EPIDEMIE
été | ete
forêt | foret
garçon | garcon
Noël | noel
naïf | naif
où | ou
août | aout
hôpital | HOPITAL
œuvre | oeuvre
ŒUVRE | œuvre
cœur | coeur
ex æquo | ex aequo
L’Assemblée | L'Assemblee
l‘heure | l'heure
l‛heure | l'heure
lʼheure | l'heure
l′heure | l'heure
l＇heure | l'heure
« oui » | " oui "
«oui» | "oui"
“oui” | "oui"
„oui‟ | "oui"
‹oui› | "oui"
「oui」 | "oui"
rendez‑vous | rendez-vous
rendez‐vous | rendez-vous
1914–1918 | 1914-1918
oui — non | oui - non
oui ― non | oui - non
−5 degrés | -5 degres
10\u00a0000 | 10 000
10\u202f000 | 10 000
10\u2009000 | 10 000
Budget\u00a0: vote | Budget : vote
cons\u00adti\u00adtution | constitution
a\u200bb | ab
\ufeffTitre | titre
news\u200e | news
fin… | fin...
e\u0301te\u0301 | été
n\u0303 | ñ
mañana | manana
Perú | peru
niño | NINO
lingüística | linguistica
¿qué? | ¿que?
Straße | strasse
STRASSE | straße
Łódź | lodz
Đorđe | dorde
Ærø | aero
Þór | thor
İstanbul | istanbul
ırmak | irmak
Zürich | zurich
Ångström | angstrom
Œdème | oedeme
smørrebrød | smorrebrod
Ștefan | stefan
Ţara | tara
Việt Nam | viet nam
ﬁnance | finance
ﬂeuve | fleuve
№ 5 | no 5
½ | 1/2
x² | x2
H₂O | h2o
ＡＢＣ | abc
１２３ | 123
№ | no
Ⅳ | iv
ΑΘΗΝΑ | αθηνα
Αθήνα | αθηνα
λόγος | ΛΟΓΟΣ
Москва | МОСКВА
ёлка | елка
ПОЁТ | поет
Київ | киів
שָׁלוֹם | שלום
בְּרֵאשִׁית | בראשית
דו״ח | דו"ח
ג׳ורג׳ | ג'ורג'
בית־ספר | בית-ספר
أحمد | احمد
إعلام | اعلام
آسيا | اسيا
ٱلكتاب | الكتاب
أسعار | اسعار
إسبانيا | اسبانيا
آخر | اخر
الأمم | الامم
الإعلان | الاعلان
القرآن | القران
على | علي
مستوى | مستوي
مصطفى | مصطفي
إلى | الي
مدرسة | مدرسه
حكومة | حكومه
الثقافة | الثقافه
قضيّة | قضيه
مُحَمَّد | محمد
كِتَابٌ | كتاب
كتابًا | كتابا
شكراً | شكرا
المغربـــ | المغرب
محـمـد | محمد
هٰذا | هذا
رَسُولِ | رسول
الرّباط | الرباط
کتاب | كتاب
ایران | ايران
علی | علي
کی | كي
پاکستان | پاكستان
ہوا | هوا
می‌خواهم | میخواهم
کتاب‌خانه | كتابخانه
٢٠٢٦ | 2026
۱۴۰۳ | 1403
٪٥٠ | %50
٣٫٥ | 3.5
نعم، لا | نعم, لا
لماذا؟ | لماذا?
أولا؛ ثانيا | اولا; ثانيا
ﻻ | لا
ﻷ | لأ
ﺍﻟﻜﺘﺎﺏ | الكتاب
ﷲ | الله
ﷺ | صلى الله عليه وسلم
२०२६ | 2026
২০২৬ | 2026
๒๕๖๙ | 2569
４２ | 42
𝟒𝟐 | 42
東京都 | 東京 京都
ﾊﾟｿｺﾝ | パソコン
ｶﾅ | カナ
が | か\u3099
한국 | 한국
＂引用＂ | "引用"
ゴミ | コ\u3099ミ
กิน | กิน
DÉJÀ VU | déjà vu
Señor | SEÑOR
À LA UNE | à la une
L'ÉTÉ | l’été
Mœurs | moeurs
PÂQUES | paques
façade | facade
Curaçao | curacao
Côte d’Ivoire | cote d'ivoire
São Paulo | sao paulo
Kraków | krakow
Škoda | skoda
Dvořák | dvorak
Győr | gyor
Čapek | capek
Malmö | malmo
Tromsø | tromso
Reykjavík | reykjavik
Ñandú | nandu
élève | ELEVE
Îles | iles
ÿ | y
Ÿ | ÿ
€ 5 | € 5
™ | tm
ª | a
ºC | oc
´a | 'a
إيران | ايران
أوروبا | اوروبا
آلاف | الاف
لأن | لان
الآن | الان
لإعادة | لاعادة
مؤتمرات | مؤتمرات
رئيسة | رئيسه
جزيرة | جزيره
فلسطين | فلسطين
القاهرة | القاهره
موسيقى | موسيقي
كبرى | كبري
مَدرَسة | مدرسه
عُمان | عمان
دُبَي | دبي
الجزائر | الجزائر
السُّودان | السودان
تونسـ | تونس
٠١٢٣٤٥٦٧٨٩ | 0123456789
۰۱۲۳۴۵۶۷۸۹ | 0123456789
خبرٌ عاجلٌ | خبر عاجل
«خبر» | "خبر"
أ‌ب | اب
ڪتاب | كتاب
يٰس | يس
ۀ | ه
قهوةٌ | قهوه
الهُدى | الهدي
أُمّة | امه
Θεσσαλονίκη | θεσσαλονικη
Й | й
tête‑à‑tête | tete-a-tete
aujourd’hui | AUJOURD'HUI
"""

PART = """
cote | code
peche | pecher
roman | romane
dessert | desert
poisson | poison
chat | chats
vers | verre
ou | au
mer | maire
sur | sud
casa | caza
pero | perro
ano | año nuevo
hola | ola
word | world
from | form
news | new
co-op | coup
l'air | lair
un e | une
10 000 | 10000
1,5 | 15
3.5 | 35
-5 | 5
2026 | 2025
x2 | x3
كتاب | كاتب
كتب | كتاب
علم | عالم
قلب | كلب
سيف | صيف
تين | طين
ذل | ظل
حرب | هرب
عمل | أمل
سؤال | سوال
رئيس | ريس
ماء | ما
سماء | سما
مدرسه | مدرس
بيت | بنت
نهر | نهار
دار | ضار
باب | پاپ
جبل | چبل
の | ノ
東京 | 京東
か | が
はは | ぱぱ
हिन्दी | हन्द
कि | की
กา | กิ
ким | кум
и | і
שר | סר
ο | ω
"""


def pairs(lines: str) -> list[tuple[str, str]]:
    """The pairs of one of the texts above; `\\uXXXX` in them is already the character."""
    return [
        (first, second) for first, _, second in (line.partition(" | ") for line in lines.strip().split("\n"))
    ]
