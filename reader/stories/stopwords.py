"""Words that bind a headline together and say nothing of its story, folded, in the reader's first languages."""

from __future__ import annotations

from reader.text.fold import fold

_FRENCH = """
a à au aux avec ce cet cette ces chez comme contre d dans de des du elle elles en encore entre est et été être eux face fait
fois il ils l la le les leur leurs lors lui mais même moins n ne nos notre nous on ont ou où par pas peu plus pour pourquoi
près qu que quel quelle quelles quels qui s sa sans se selon ses si son sont sous sur ta tous tout toute toutes très un une
vers via voici vos votre y c j m t après avant depuis dès deux trois premier première nouveau nouvelle nouveaux nouvelles
annonce annoncent jour jours direct vidéo
"""
_ENGLISH = """
a after all also an and any are as at back be been before but by can could did do does for from get gets had has have he her
here his how i if in into is it its just like may more most new no not now of off on one or our out over said say says she
should so some than that the their them then there these they this those to two up was we were what when where which while
who why will with would you your first live day days video
"""
_SPANISH = """
a al ante antes aún como con contra cual cuando de del desde donde dos durante e el ella ellas ellos en entre era es esa ese
eso esta está están estas este esto estos fue fueron ha han hasta hay la las le les lo los más me mi muy ni no nos nueva
nuevas nuevo nuevos o para pero por porque qué que quién se según ser si sí sin sobre son su sus también tras
tres primer primera un una unas uno unos y ya día días vídeo directo
"""
_ARABIC = """
في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم كان كانت يكون قد لقد ما لا لم لن إن أن أنه أنها بعد قبل بين حول
خلال منذ حتى كل بعض أي أو أم ثم بل لكن ولا وما وقد كما عند لدى ضد نحو غير دون تحت فوق أمام أول بسبب عبر ضمن يتم تم  جديد جديدة
اليوم يوم هل كيف لماذا متى أين ب ل و ف ك
"""

_ROUND = """
dix vingt cent cents mille million millions milliard milliards ten twenty hundred thousand thousands billion billions
diez veinte cien ciento mil miles millón millones عشره عشرون عشرين مائة مئة ألف آلاف مليون ملايين مليار
"""

ROUND = frozenset(fold(word) for word in _ROUND.split())
"""Round figures: as in a year, there is little of the story in them."""

STOPWORDS = frozenset(fold(word) for text in (_FRENCH, _ENGLISH, _SPANISH, _ARABIC) for word in text.split())
