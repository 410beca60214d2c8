"""The closed classes of English: the words that hold a sentence together."""

from __future__ import annotations

from functools import lru_cache


class Kind:
    """What a word can be, as bits of a number; an open-class word is none of these. (No enum: one look at a word would
    cost ten times as much.)"""

    DETERMINER = 1
    PREPOSITION = 2
    AUXILIARY = 4
    RELATIVE = 8
    SUBORDINATOR = 16
    CONJUNCTION = 32
    PRONOUN = 64
    TIME = 128
    ADVERB = 256
    REPORTING = 512
    PAST = 1024  # a verb in its past form or a participle, as are VERB (a present) and these two only in their sentence
    BE = 2048
    TO = 4096
    PARTICIPLE_ING = 8192
    VERB = 16384


_CLASSES = {
    Kind.DETERMINER: "the a an this these those its their his her our my your some any all both each every no another "
    "several many few most more",
    Kind.PREPOSITION: "of in on at by for from with into onto near outside inside around across against over under "
    "during through throughout toward towards between among amongst amid along despite without within beyond behind "
    "beside beneath above below via per upon about off out up down alongside following except like including",
    Kind.TO: "to",
    Kind.AUXILIARY: "have has had having do does did will would can could may might must shall should wont cant cannot "
    "couldnt wouldnt shouldnt didnt doesnt dont hasnt havent hadnt isnt arent wasnt werent mustnt neednt "
    "get gets got getting",
    Kind.BE: "be is are was were been being am isnt arent wasnt werent get gets got getting gotten",
    Kind.RELATIVE: "who which that whom whose where",
    Kind.SUBORDINATOR: "if when while because although though whether unless as after before since until once than "
    "how why what whereas",
    Kind.CONJUNCTION: "and or but nor then yet",
    Kind.PRONOUN: "it they he she we i you them him us me himself itself themselves theyve weve ive youve theyd theyre "
    "its' hed shed itd",
    Kind.TIME: "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "yesterday today tonight tomorrow overnight later earlier recently now ago january february april june july "
    "august september october november december jan feb apr jun jul aug sept sep oct nov dec afterwards afterward "
    "meanwhile currently previously already soon afterwards immediately",
    Kind.ADVERB: "not never also then still just even too again back away together briefly instead once twice already "
    "only almost nearly finally nt reportedly allegedly apparently thus therefore however so far here there fully "
    "largely partially yet often meanwhile now soon since recently currently previously immediately forthwith overland "
    "abroad ashore overseas asap straightaway unopposed unchallenged northward northwards southward southwards "
    "eastward westward inland",
    Kind.REPORTING: "said says say saying told tell tells claimed claims reported reports announced announces "
    "confirmed confirms declared denied denies warned warns added stated believe believes believed think thinks "
    "thought know "
    "knows knew fear fears feared hope hopes hoped alleged alleges insisted insists acknowledged acknowledges "
    "admitted admits suggested suggests showed shows show vowed vows promised promises ordered orders",
}
_NEVER_ADVERBS = frozenset(
    "family army italy assembly july supply ally rally elderly weekly daily monthly early only deadly friendly likely "
    "unlikely holy ugly lonely lovely costly orderly police reply apply fly bully monopoly jelly belly sally emily "
    "kelly billy molly".split()
)

_NO_PARTICIPLES = frozenset(
    "beijing nanjing chongqing kunming liaoning spring string morning evening during crossing building meeting hearing "
    "wedding ceiling".split()
)


@lru_cache(maxsize=1 << 15)
def kind(word: str) -> int:
    """The classes of a folded word."""
    found = _WORDS.get(word, 0)
    if found:
        return found
    if word.endswith("ly") and len(word) > 4 and word not in _NEVER_ADVERBS:
        return Kind.ADVERB
    return Kind.PARTICIPLE_ING if word.endswith("ing") and len(word) > 5 and word not in _NO_PARTICIPLES else 0


def _words() -> dict[str, int]:
    words: dict[str, int] = {}
    for each, written in _CLASSES.items():
        for word in written.split():
            words[word] = words.get(word, 0) | each
            if each == Kind.BE:
                words[word] |= Kind.AUXILIARY
    return words


_WORDS = _words()


MODALS = frozenset(
    "do does did will would can could may might must shall should wont cant "
    "cannot couldnt wouldnt shouldnt didnt doesnt dont".split()
)
PLURALS = frozenset(
    "people police troops men women children they we you i gunmen militiamen policemen servicemen fishermen media "
    "authorities who many some several dozens hundreds thousands scores millions".split()
)
"""Subjects of a plural verb that don't end as plurals do, or are more than that."""
NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve dozen dozens scores hundreds thousands hundred "
    "thousand million".split()
)
MEANS = frozenset("road air sea land rail bus train ship boat plane helicopter car ferry foot force".split())
PARTICLES = frozenset("out over down up off away back apart aside in on forward through home".split())
"""Words that an object may stand before: `shot the plane down`."""

PLACES = frozenset(
    "city town village capital port settlement stronghold hub metropolis municipality township suburb locality".split()
)
"""What a name of a place may be called before or after it, without being a part of it: `the city of Hama`."""
COUNTRIES = frozenset("country nation kingdom republic state emirate".split())
PEOPLE = frozenset(
    "force forces troop troops soldier soldiers fighter fighters rebel rebels militant militants insurgent insurgents "
    "army military militia militias militiaman militiamen gunman gunmen group groups government regime authorities "
    "police guerrilla guerrillas jihadist jihadists commando commandos paratroopers paratroops marines navy embassy "
    "movement faction factions alliance coalition official officials administration".split()
)
"""What the name of a side may stand before, without being a part of it: `M23 rebels`."""
IRREGULARS = frozenset(
    "rebel rebels fighter fighters militant militants insurgent insurgents militia militias militiaman militiamen "
    "gunman gunmen guerrilla guerrillas jihadist jihadists separatist separatists protester protesters opposition "
    "pirate pirates hacker hackers smuggler smugglers mercenary mercenaries group groups extremist extremists".split()
)
"""Of these a country before them is where they are from; a state's own organs act for it."""
PERSONS = frozenset(
    "people citizens nationals residents civilians villagers men women children families students workers tourists "
    "soldiers troops fighters rebels militants officials diplomats staff those anyone everyone passengers refugees "
    "migrants foreigners".split()
)
"""After these a participle begins what is said of them: `citizens living in Mali`."""
PARTS = frozenset(
    "eastern western northern southern east west north south central northeastern northwestern southeastern "
    "southwestern downtown outer inner parts half rural suburban greater".split()
)
"""Before a name: a part of it only."""
WORKINGS = frozenset("operations operation work services activities activity".split())
"""What goes on at a place stops with it: `operations at the embassy were suspended`."""
MESSAGES = frozenset("notice message statement advisory alert letter email circular post bulletin communique".split())
"""They say what those want from whom they are: `a notice from the embassy tells students`."""
HOLDERS = frozenset(("garrison", "defenders"))
"""With them goes the town."""
QUANTITIES = HOLDERS | frozenset(
    "all most whole entire control rest remainder much those dozens scores hundreds thousands number majority handful "
    "batch package round raft series set wave string tranche group crew contingent planeload busload last first convoy "
    "members half part percent bulk some many few dozen hundred thousand ruins rubble remains entirety totality "
    "inch".split()
)
"""Before `of` and a name: the thing itself."""
QUARTERS = frozenset(
    "district quarter neighbourhood neighborhood street corner part square sector block suburb arrondissement "
    "barrio commune pocket stronghold".split()
)
"""What a town consists of."""
COMPOUNDS = frozenset(
    [("bus", "station"), ("bus", "stop"), ("bus", "depot"), ("bus", "terminal"), ("train", "station"), ("car", "park"),
     ("town", "council"), ("city", "council"), ("village", "council"), ("car", "dealership")]
)  # fmt: skip
"""A bus station is no bus."""
TIMES = frozenset(
    "second minute hour day night week month year decade weekend morning afternoon evening dawn dusk noon midnight "
    "monday tuesday wednesday thursday friday saturday sunday moment time late early".split()
)
"""Nouns that say when: `fell two days later`."""
