"""English forms that no rule makes, and the faults of the lemma library, which takes `fell` for a verb of its own.

One verb or noun a line: the form in the dictionary, then the others. A form may stand in several lines (`found`).
"""

from __future__ import annotations

_TABLE = """
arise arose arisen
awake awoke awoken
be am is are was were been being
bear bore borne born
beat beat beaten
become became
begin began begun
bend bent
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
do did done
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fling flung
fly flew flown
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
forgo forwent forgone
freeze froze frozen
get got gotten
give gave given
go went gone goes
grind ground
grow grew grown
hang hung hanged
have had has
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
leap leapt
leave left
lend lent
lie lay lain
light lit
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
overcome overcame
overrun overran
overtake overtook overtaken
overthrow overthrew overthrown
pay paid
plead pled
prove proven
quit quitted
rebuild rebuilt
retake retook retaken
ride rode ridden
ring rang rung
rise rose risen
rout routed
run ran
saw sawn
say said
see saw seen
seek sought
sell sold
send sent
shake shook shaken
shine shone
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk sunken
sit sat
slay slew slain
sleep slept
slide slid
speak spoke spoken
speed sped
spend spent
spin spun
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
stink stank stunk
stride strode
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
tread trod trodden
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
wake woke woken
wear wore worn
weave wove woven
weep wept
win won
wind wound
withdraw withdrew withdrawn
withhold withheld
withstand withstood
wring wrung
write wrote written
child children
foot feet
goose geese
leaf leaves
leave leaves
life lives
live lives
louse lice
man men
mouse mice
tooth teeth
woman women
"""

_OWN_WORDS = """
bore born bound found felt fell ground lay left lives met rose saw shot spoke stole wound
"""
"""Forms that are words of their own besides (`a wound`, `to found`): both meanings are met in a text."""

_AS_WRITTEN = "bore born bound found felt ground lay left lower rose saw shot spoke stole wound"
"""Of these, the ones that a rule means when it writes them: `wound` asks for wounds, not for the wind; `lower`, a verb,
is no form of `low`."""

_UNINFLECTED = (
    "us her his hers its them these those news data media united states nations during this thus bus gas "
    "thing nothing something anything everything evening morning king ring"
)
"""Words that the library, or a rule for endings, takes for a form of another: `us` for `we`, `media` for `medium`."""


def _bases() -> dict[str, frozenset[str]]:
    bases: dict[str, set[str]] = {}
    for line in _TABLE.split("\n"):
        base, *forms = line.split() or [""]
        for form in forms:
            bases.setdefault(form, set()).add(base)
    for word in _OWN_WORDS.split():
        bases[word].add(word)
    return {form: frozenset(words) for form, words in bases.items()}


def _irregular() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for base, *others in (line.split() for line in _TABLE.split("\n") if line):
        forms[base] = (*forms.get(base, ()), *others)
    return forms


IRREGULAR = _irregular()
"""Word of the dictionary → its other forms, in the order past, participle."""

BASES = _bases()
"""Form → the words it is a form of."""

AS_WRITTEN = frozenset(_AS_WRITTEN.split())
UNINFLECTED = frozenset(_UNINFLECTED.split())
