"""Page furniture: newsletter lines, comment policies, share counts, links. It yields no statements.

Only whole, short paragraphs are taken for furniture, by the words they are made of; a sentence that merely holds such
a word stays. The tables grow by a line for each page that showed a new one.
"""

from __future__ import annotations

import re

LINE_CHARS_MAX = 400

# Whole paragraphs, in small letters and without marks at their edges, by language.
_EXACT = frozenset(
    """
    comment|comments|leave a reply|leave a comment|post a comment|add comment|be the first to comment|no comments
    source link|source|share|share this|share this article|tweet|print|email|follow us|subscribe|sign up|log in
    advertisement|sponsored|read more|read also|read next|related|related articles|related news|related posts|tags
    most read|most popular|latest news|you may also like|recommended|more news|next article|previous article|newsletter
    all rights reserved|terms of use|privacy policy|cookie policy|contact us|about us|back to top|menu|search|home
    yorumlar|yorum yap|ilk yorumu siz yapın|paylaş|ilgili haberler|devamını oku|haberin devamı|kaynak|reklam|abone ol
    комментарии|оставить комментарий|добавить комментарий|поделиться|читайте также|читать далее|подписаться|реклама
    источник|ещё|еще|теги|по теме|материалы по теме|самое читаемое|версия для печати|главная|новости по теме
    şərhlər|şərh yaz|paylaş|oxşar xəbərlər|ətraflı oxu|mənbə|abunə ol
    մեկնաբանություններ|մեկնաբանել|կիսվել|աղբյուր|կարդացեք նաև|բաժանորդագրվել
    تعليقات|التعليقات|أضف تعليق|اترك تعليقا|شارك|مشاركة|اقرأ أيضا|المصدر|اشترك|إعلان|مواضيع ذات صلة
    commentaires|laisser un commentaire|partager|à lire aussi|lire aussi|source de l'article|s'abonner|publicité
    kommentare|kommentar schreiben|teilen|mehr zum thema|anzeige|quelle|lesen sie auch|newsletter abonnieren
    comentarios|compartir|lea también|leer más|publicidad|suscríbete|deja un comentario
    commenti|condividi|leggi anche|komentáře|коментарі|поділитися|читайте також|კომენტარები|გაზიარება|نظرات|اشتراک گذاری
    """.replace("\n", "|").split("|")
) - {""}
EXACT = frozenset(each.strip() for each in _EXACT)

# Paragraphs that begin so, or hold this near their beginning. Every pattern is anchored or of fixed words: linear.
_BEGINS = re.compile(
    r"""(?ix) (?:
      (?:get|receive|sign\ up|subscribe|join|follow)\b .{0,80} \b(?:inbox|newsletters?|e-?mails?|updates|telegram|channel)\b
    | (?:copyright|©|\(c\)\ 20) | all\ rights\ reserved | reproduction\ (?:of|in) | click\ here | read\ (?:also|more|next)\s*[:—-]
    | (?:see|watch)\ also\s*: | photo\s*[:(] | photo\ by | image\s*: | credit\s*: | file\ photo | getty\ images
    | your\ email\ address\ will\ not | required\ fields\ are | this\ site\ uses | we\ use\ cookies | view\ all\ posts
    | (?:please\ )?(?:log|sign)\ in\ to | comments?\ (?:are\ closed|policy) | share\ (?:this|on)\b | tags?\s*: | \#\w+(?:\s+\#\w+)*$
    | (?:source|kaynak|источник|mənbə|աղբյուր|المصدر|quelle|fuente|fonte)\ ?: 
    | uyarı\s*: | yorum\ yap | yorumunuz | facebook'ta | twitter'da | bizi\ takip | haber\ bülten
    | подпи(?:сывайтесь|шитесь|саться)\b | читайте\ (?:также|ещё|еще|нас)\b | фото\s*: | ©\ | следите\ за | все\ права\ защищены
    | bizi\ izləyin | bütün\ hüquqlar | abunə\ olun | foto\s*:
    | բաժանորդագրվե | բոլոր\ իրավունքները | լուսանկար
    | جميع\ الحقوق | اشترك\ في | تابعونا | صورة\s*: | abonnez-vous | tous\ droits | alle\ rechte | todos\ los\ derechos
    )"""
)
_HOLDS = re.compile(
    r"(?i)yorumlar onaylan|hakaret, rencide|this article was originally published|redistribution is prohibited"
    r"|were used to compile this report|comments? policy|не несет ответственности за содержание комментариев"
)
_COUNT = re.compile(
    r"[0-9][0-9.,\u00a0 ]{0,12}[KkMmКкМ]?\s?(?:shares?|comments?|views?|likes?|min(?:utes)? read|просмотр\w{0,3}|yorum|paylaşım|şərh)?",
)
_PAGE_LINK = re.compile(r"(?i)(?:https?://|www\.)\S{4,300}")
_EDGES = " \t\u00a0:.…!|•·»«>-–—\"'()[]"


def is_furniture(paragraph: str) -> bool:
    """Whether a whole paragraph is furniture, by its own words.

    >>> is_furniture("Leave a Reply"), is_furniture("240"), is_furniture("The ministry left a reply unanswered.")
    (True, True, False)
    """
    text = paragraph.strip()
    if not text or len(text) > LINE_CHARS_MAX:
        return not text
    bare = text.strip(_EDGES).casefold()
    exact = bare in EXACT or _COUNT.fullmatch(text) is not None or _PAGE_LINK.fullmatch(text) is not None
    return exact or not bare or _BEGINS.match(text) is not None or _HOLDS.search(text) is not None


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph before the headline describes a picture.

    >>> is_caption("A minister, left, with a colleague in Baku"), is_caption("Road closed")
    (True, False)
    """
    return len(paragraph) <= LINE_CHARS_MAX and _CAPTION.search(paragraph) is not None


_CAPTION = re.compile(
    r"(?i)[,(] ?(?:left|right|center|centre|second from (?:left|right)|pictured|file)\b ?[,.):]|слева[,)]|справа[,)]|\(solda\)|\(sağda\)"
)
