"""Words that end with a full stop without ending a sentence, by language, as newsrooms write them.

`titles` stand before a name, and never end a sentence. `numbered` stand before a number, and end none before one.
`other` may end a sentence: they do where a word of `starters` follows, which rarely continues one. Everything is
lower-case. A language that is not here gets the English table: its abbreviations turn up everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """One language's table. `ordinals`: a full stop after a number makes it an ordinal (German `5. Dezember`)."""

    titles: frozenset[str]
    numbered: frozenset[str]
    other: frozenset[str]
    starters: frozenset[str]
    ordinals: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN_TITLES = _words(
    "adj adm amb asst attn brig capt cdr cllr cmdr col comdr commr cpl cpt det dir dr ens fr gen gens gov govs hon "
    "insp lt maj messrs mgr mlle mme mmes mr mrs ms msgr mt mx ofc pfc pres prof profs pte pvt rep reps rev sen sens "
    "sgt sts supt ste vs v cf viz ca approx est al"
)
_EN_NUMBERED = _words("rs no nos p pp art arts sec vol ch fig figs para paras nr op cap")
_EN_OTHER = _words(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun st sr inc corp co "
    "cos ltd bros plc llc bhd pty jr esq phd ph etc ave blvd rd ste apt dept univ assn mfg intl natl int ala ariz ark "
    "calif colo conn del fla ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash "
    "wis wyo ont que sq ft oz lb lbs incl excl prev"
)
_EN_STARTERS = _words(
    "the a an he she it its they we i you this that these those there his her their our in on at but and or so yet "
    "for from with by after before when while as if although though however meanwhile since once until under despite "
    "during according also both some many most all no not one two what who why how where another other only still now "
    "then"
)

ENGLISH = Abbreviations(_EN_TITLES, _EN_NUMBERED, _EN_OTHER, _EN_STARTERS)

FRENCH = Abbreviations(
    titles=_words(
        "m mm mme mmes mlle mlles dr drs pr me mes mgr st ste gal gén col cdt cne lt capt cf env dir prés sr"
    ),
    numbered=_words("no nos n p pp art al chap fig vol t"),
    other=_words("janv févr avr juil sept oct nov déc etc av bd dép éd hab inc corp co ltd jr ex min max apr boul"),
    starters=_words(
        "le la les l un une des il elle ils elles on ce cet cette ces c mais et ou or en dans à au aux de du pour par "
        "sur selon après avant depuis lors si quand comme son sa ses leur leurs nous vous je d n s qu j"
    ),
)

GERMAN = Abbreviations(
    titles=_words(
        "dr drs prof fr hr herr hrn frl st gen oberst maj hptm ing dipl mag med jur phil rer nat univ abg bzw ca vgl "
        "inkl exkl evtl ggf sog insb insbes bspw dgl div geb gest verh allg ehem zzgl abzgl einschl u z d o i a v s"
    ),
    numbered=_words("nr nrn s art abs bd kap abb ziff rn rz nos no"),
    other=_words(
        "wr jan feb mär apr jun jul aug sep sept okt nov dez mio mrd tsd usw etc str pl co inc corp ltd min std jr"
    ),
    starters=_words(
        "der die das ein eine einer eines er sie es wir ihr ich in im am an auf bei beim mit nach vor von vom zu zum "
        "zur aus doch und aber oder auch so dann damit dabei dazu danach diese dieser dieses dort für als wenn weil "
        "laut nun noch"
    ),
    ordinals=True,
)

SPANISH = Abbreviations(
    titles=_words(
        "sr sra sres sras srta d dña dr dra drs prof profa gral gob ing lic arq mons sto sta pdte pdta fr cap ee uu aa"
    ),
    numbered=_words("núm n no nos nro art arts pág págs p pp vol cap fig inc"),
    other=_words(
        "ene feb mar abr may jun jul ago sep sept set oct nov dic etc ud uds vd av avda dpto c cía ltda co corp jr"
    ),
    starters=_words(
        "el la los las un una unos unas él ella ellos ellas lo es en según pero y o de del por para con sin tras "
        "antes después desde cuando como si su sus este esta estos estas esto ese esa no al a también además así"
    ),
)

RUSSIAN = Abbreviations(
    titles=_words("г гг ул пр просп пл пер наб обл р проф акад ген полк подполк кап лейт серж д им гр св тов с п к"),
    numbered=_words("ч рис табл ст пп п стр гл № разд т"),
    other=_words(
        "янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек тыс млн млрд трлн руб коп долл чел мин сек др "
        "проч км см мм кг экз шт в вв н э"
    ),
    starters=_words(
        "в на он она они оно это по но и а с со к о об из за для от до при после как что однако также если когда "
        "ранее по-прежнему все его её их мы я вы не тем так этот эта эти у над под"
    ),
)

BY_LANGUAGE = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH, "ru": RUSSIAN}
