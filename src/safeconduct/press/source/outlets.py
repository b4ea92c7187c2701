"""Outlets by the names under which reports speak of them. An id is stable; a name nobody listed becomes its own id."""

from __future__ import annotations

import re
import unicodedata

# id: names, as printed. The last ones are names of sites.
_TABLE = """
aa: AA | Anadolu | Anadolu Agency | Anadolu Ajansı | Анадолу | الأناضول | aa.com.tr
aawsat: Asharq Al-Awsat | الشرق الأوسط | aawsat.com
afp: AFP | Agence France-Presse | АФП | أ ف ب | فرانس برس | afp.com
aljazeera: Al Jazeera | الجزيرة | aljazeera.com | aljazeera.net
ap: AP | Associated Press | The Associated Press | apnews.com
apa: APA | apa.az
armenpress: Armenpress | ARMENPRESS | Արմենպրես | Арменпресс | armenpress.am
asbarez: Asbarez | asbarez.com
azatutyun: Azatutyun | Ազատություն | RFE/RL's Armenian Service | RFE/RL’s Armenian Service | azatutyun.am
azertac: AZERTAC | Azertag | AZƏRTAC | АЗЕРТАДЖ | azertag.az
bbc: BBC | BBC News | Би-би-си | bbc.com | bbc.co.uk
bloomberg: Bloomberg | bloomberg.com
caucasian-knot: Caucasian Knot | Кавказский узел | caucasianknot.info | kavkaz-uzel.eu
civilnet: CivilNet | civilnet.am
dpa: dpa | dpa.com
eurasianet: Eurasianet | eurasianet.org
hetq: Hetq | Հետք | hetq.am
interfax: Interfax | Интерфакс | interfax.ru | interfax.com
izvestia: Izvestia | Известия | iz.ru
jam-news: JAMnews | jam-news.net
kommersant: Kommersant | Коммерсантъ | Коммерсант | kommersant.ru
la-repubblica: La Repubblica | repubblica.it
mirror-spectator: Mirror-Spectator | Armenian Mirror-Spectator | The Armenian Mirror-Spectator | mirrorspectator.com
news-am: News.am | NEWS.am | news.am
oc-media: OC Media | oc-media.org
panarmenian: PanArmenian.net | PanARMENIAN.Net | panarmenian.net
politico: Politico | politico.com | politico.eu
report-az: Report | report.az
reuters: Reuters | Рейтер | رويترز | reuters.com
rfe-rl: RFE/RL | Radio Liberty | Радио Свобода | rferl.org | svoboda.org
ria-novosti: RIA Novosti | RIA | РИА Новости | ria.ru
sputnik: Sputnik | Спутник | sputnikglobe.com | sputnik.az
tass: TASS | Tass | ТАСС | تاس | tass.com | tass.ru
trend: Trend | Тренд | trend.az
turan: Turan | Туран | turan.az
ukrinform: Ukrinform | Укринформ | ukrinform.net | ukrinform.ua
vedomosti: Vedomosti | Ведомости | vedomosti.ru
xinhua: Xinhua | 新华社 | Синьхуа | xinhuanet.com | news.cn
"""
# Names that are ordinary words too: only after a phrase that can be followed by an outlet alone.
_ORDINARY = frozenset({"report-az", "trend"})
_AGENCIES = frozenset(
    "aa afp ap apa armenpress azertac dpa interfax reuters ria-novosti tass turan ukrinform xinhua".split()
)


def _read(table: str) -> dict[str, str]:
    rows = (line.partition(":") for line in table.strip().splitlines())
    return {name.strip(): each.strip() for each, _, names in rows for name in names.split(" | ")}


_BY_NAME = _read(_TABLE)
_FOLDED = {name.casefold(): each for name, each in _BY_NAME.items()}
NAMES = tuple(sorted((n for n, each in _BY_NAME.items() if each not in _ORDINARY), key=len, reverse=True))
"""Printed names that are no ordinary words, the longest first."""


def outlet_id(name: str) -> str:
    """The id of an outlet: a known one, else the name as a slug; empty for a name without letters.

    >>> outlet_id("Anadolu Agency"), outlet_id("The Daily Example")
    ('aa', 'the-daily-example')
    """
    bare = " ".join(name.split()).strip(" .,;:()[]«»\"'“”")
    return _FOLDED.get(bare.casefold()) or _slug(bare)


def known_outlet(name: str) -> str:
    """The id of a known outlet, else an empty text."""
    return _FOLDED.get(" ".join(name.split()).strip(" .,;:()[]«»\"'“”").casefold(), "")


def is_agency(outlet: str) -> bool:
    """Whether an outlet sells its text to others."""
    return outlet in _AGENCIES


def outlet_of_host(host: str) -> str:
    """The id of the outlet at a host: a known one, else the host without `www.`.

    >>> outlet_of_host("www.aa.com.tr"), outlet_of_host("news.example.org")
    ('aa', 'news.example.org')
    """
    bare = host.casefold().rstrip(".").removeprefix("www.")
    parts = bare.split(".")
    known = (_FOLDED.get(".".join(parts[start:])) for start in range(len(parts) - 1))
    return next((each for each in known if each), _slug(bare, keep="."))


def _slug(name: str, keep: str = "") -> str:
    """Small letters, digits and hyphens; letters beyond ASCII are left out, and a name of only those is no id."""
    plain = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", plain).strip("-.")[:64].strip("-.")
