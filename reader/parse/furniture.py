"""Lines that pages put around articles and that are none of their text, in French, Arabic, Spanish and English.

Texts are compared without white space, marks and case, so that spacing and quotes do not matter.
"""

from __future__ import annotations

import re
import unicodedata

_WHOLE = (
    # reports of images, by readers
    "merci d'avoir signalé", "merci de votre signalement", "signaler cette image",
    "cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes",
    "thank you for reporting", "thanks for reporting", "report this image",
    "this image will be automatically blocked after it is reported by several people",
    "this image will be blocked automatically after several people have reported it",
    "شكرا على الإبلاغ", "شكرا على التبليغ", "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص",
    "gracias por avisar", "gracias por informar", "esta imagen se bloqueará automáticamente cuando varias personas la denuncien",
    # the way to the source
    "cliquez ici pour lire l'article depuis sa source", "cliquez ici pour lire l'article à sa source", "lire l'article original",
    "انقر هنا لقراءة الخبر من مصدره", "اضغط هنا لقراءة الخبر من مصدره",
    "click here to read the article from its source", "click here to read the story from its source", "read the original article",
    "haga clic aquí para leer el artículo desde su fuente", "haz clic aquí para leer el artículo en su fuente", "leer el artículo original",
    # reading on
    "lire la suite", "lire plus", "lire aussi", "à lire aussi", "voir aussi", "sur le même sujet", "articles similaires",
    "dans la même rubrique", "suite de l'article", "la suite après la publicité", "la suite après cette publicité", "publicité",
    "read more", "read also", "also read", "see also", "related articles", "related stories", "more on this story", "you may also like",
    "recommended", "advertisement", "advertising", "continue reading", "story continues below", "article continues below advertisement",
    "story continues below advertisement", "sponsored content", "most read", "up next", "read next", "recommended stories",
    "leer más", "leer también", "lea también", "lee también", "ver también", "te puede interesar", "le puede interesar",
    "artículos relacionados", "noticias relacionadas", "publicidad", "sigue leyendo", "seguir leyendo", "más información",
    "más noticias", "te recomendamos", "notas relacionadas", "vous aimerez aussi", "à lire", "ces articles peuvent vous intéresser",
    "sur le même thème", "en relation", "nos articles sur le même sujet", "vea también", "mira también", "lea además",
    "اقرأ أيضا", "اقرأ المزيد", "اقرا ايضا", "إقرأ أيضا", "المزيد", "مواضيع ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "شاهد أيضا",
    "قد يعجبك أيضا", "قد يهمك أيضا", "إعلان", "تابع القراءة",
    # sharing and letters
    "partager", "partager cet article", "partager sur facebook", "partager sur twitter", "partagez", "imprimer", "envoyer par e-mail", "tweeter",
    "commenter", "commentaires", "aucun commentaire", "ajouter un commentaire", "réagir", "suivez-nous", "s'abonner", "abonnez-vous",
    "share", "share this", "share this article", "share on facebook", "share on twitter", "print", "email", "tweet", "comments", "no comments",
    "leave a comment", "add a comment", "follow us", "subscribe", "sign up", "copy link", "save", "listen", "listen to this article", "follow", "like", "seguir", "me gusta", "suivre", "j'aime", "متابعة", "إعجاب",
    "compartir", "compartir en facebook", "compartir en twitter", "compartir artículo", "imprimir", "enviar por correo", "comentarios", "comentar",
    "deja un comentario", "síguenos", "suscríbete", "escuchar", "guardar", "copiar enlace",
    "مشاركة", "شارك", "شارك المقال", "شارك الخبر", "انشر", "طباعة", "أرسل إلى صديق", "تعليقات", "أضف تعليقا", "التعليقات", "لا توجد تعليقات",
    "تابعونا", "اشترك", "نسخ الرابط", "استمع", "حفظ",
    "teilen", "drucken", "anzeige", "mehr zum thema", "lesen sie auch", "werbung",
)  # fmt: skip

_STARTS = (
    "lire aussi", "à lire aussi", "lire également", "à lire également", "voir aussi", "lisez aussi", "a lire", "sur le même sujet",
    "read also", "also read", "see also", "read more", "related", "recommended", "watch",
    "lea también", "lee también", "leer también", "te puede interesar", "le puede interesar", "vea también", "mira también",
    "te recomendamos", "además lea", "además",
    "اقرأ أيضا", "إقرأ أيضا", "اقرا ايضا", "اقرأ كذلك", "طالع أيضا", "شاهد أيضا", "انظر أيضا",
    "lesen sie auch", "mehr zum thema",
)  # fmt: skip

_INVITATIONS = (
    "suivez-nous", "abonnez-vous", "rejoignez", "inscrivez-vous", "retrouvez-nous", "téléchargez l'application", "recevez",
    "síguenos", "siguenos", "únete", "suscríbete", "hazte miembro", "descarga la aplicación", "recibe",
    "follow us", "subscribe", "sign up", "join our", "join us", "download our", "get the", "click here", "never miss",
    "تابعونا", "تابعنا", "اشترك", "انضم", "حمل التطبيق", "اضغط هنا", "انقر هنا",
    "cliquez ici", "haga clic", "haz clic", "pincha aquí", "lire l'article", "read the full",
)  # fmt: skip

_SHARE_WORDS = frozenset(
    (
        "partager", "partagez", "share", "compartir", "مشاركة", "شارك", "facebook", "twitter", "x", "whatsapp", "linkedin", "telegram",
        "messenger", "instagram", "email", "e-mail", "mail", "courriel", "correo", "imprimer", "print", "imprimir", "طباعة", "pinterest",
        "reddit", "copy", "link", "copier", "copiar", "enlace", "lien", "le", "sur", "on", "en", "via", "by", "par", "por", "tweet",
        "tweeter", "envoyer", "enviar", "send", "فيسبوك", "تويتر", "واتساب", "تيليجرام", "لينكدإن", "flipboard", "bluesky", "threads",
        "mastodon", "youtube", "tiktok", "rss", "viber", "sms", "pocket", "tumblr", "this", "cet", "article", "artículo", "story",
    )
)  # fmt: skip

_ELLIPSIS = re.compile(r"^[\[(]?(?:\.{3,}|…)[\])]?$")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_](?:[\w\-]*\w)?")
_LONGEST = 160


def _key(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    return _NOT_A_LETTER.sub("", "".join(letter for letter in text if not unicodedata.combining(letter)))


_WHOLE_KEYS = frozenset(map(_key, _WHOLE))
_START_KEYS = tuple(sorted({_key(start) for start in _STARTS}))
_INVITATION_KEYS = tuple(sorted({_key(start) for start in _INVITATIONS}))


def is_furniture(text: str) -> bool:
    """Whether `text`, one line of a page, is furniture as a whole."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return False
    if _ELLIPSIS.match(text):
        return True
    key = _key(text)
    return key in _WHOLE_KEYS or _is_share_bar(text)


def leads_elsewhere(text: str) -> bool:
    """Whether `text` begins by sending the reader to another article ("Lire aussi : ...")."""
    if len(text) > 2 * _LONGEST:
        return False
    head, colon, _ = text.partition(":")
    if not colon:
        return False
    return _key(head) in _START_KEYS


def invites(text: str) -> bool:
    """Whether `text` begins by asking the reader to follow, join, subscribe or click."""
    return _key(text[:60]).startswith(_INVITATION_KEYS)


def _is_share_bar(text: str) -> bool:
    words = _WORD.findall(text.casefold())
    return 1 < len(words) <= 24 and all(word in _SHARE_WORDS for word in words) and len(set(words)) > 1
