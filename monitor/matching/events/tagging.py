"""Which words of a sentence are verbs there, and in which form: `Air strikes kill ten` has one verb, `kill`.

No statistics and no grammar: a word that can be a verb is one by what stands beside it. A headline's present is told
from a noun by number (`rebels strike`, `quake strikes`), and by whether a clearer verb follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.matching.events.grammar import MODALS, NUMBER_WORDS, PLURALS, Kind
from monitor.matching.events.verbforms import PAST, PRESENT, Form, possible, unchanging

_LOOK_AHEAD = 14
_NOT_OPEN = (
    Kind.DETERMINER | Kind.PREPOSITION | Kind.AUXILIARY | Kind.RELATIVE | Kind.SUBORDINATOR | Kind.CONJUNCTION
    | Kind.PRONOUN | Kind.TIME | Kind.ADVERB | Kind.TO
)  # fmt: skip
_CLOSED = (
    Kind.AUXILIARY | Kind.PREPOSITION | Kind.DETERMINER | Kind.SUBORDINATOR | Kind.PRONOUN | Kind.CONJUNCTION | Kind.TO
)  # fmt: skip
_AFTER_VERB = _NOT_OPEN & ~(Kind.AUXILIARY | Kind.CONJUNCTION | Kind.SUBORDINATOR)
_ORDINAL = ("st", "nd", "rd", "th")
_STANDS_ALONE = frozenset("many some several all most few both each more those these others two three".split())
"""Determiners that can be a subject by themselves: `Many killed in quake`."""
_OBJECT_PRONOUNS = frozenset("them him us me himself itself themselves".split())
_HAVE = frozenset("have has had having havent hasnt hadnt weve ive youve theyve".split())
_PERSONS = frozenset("rebel guard state house man group head police army crew force chief".split())
"""After `to` they are nouns: `fell to rebel forces`."""

_FORCES = frozenset(
    "rebel government security armed special coalition loyalist junta army opposition militia police defence defense "
    "state russian ground naval regular occupation peacekeeping allied paramilitary border islamist kurdish".split()
)
"""Before `forces` they make it a noun: `rebel forces in the east regain`."""
_EITHER = frozenset("taliban hamas hezbollah police army government company team junta navy military".split())
"""Subjects of a singular verb or a plural one."""


class Tagger:
    """The verbs of one sentence. Reads words from left to right; what it has decided guides what follows."""

    def __init__(
        self, low: Sequence[str], kinds: Sequence[int], joined: Sequence[int], capital: Sequence[bool],
        owns: Sequence[bool],
    ) -> None:  # fmt: skip
        """`joined`: what stands after each word (0 nothing, 1 a hyphen, 2 a comma, 3 more); `capital`: which words have
        a capital that says something."""
        self._low = low
        self._kinds = kinds
        self._joined = joined
        self._capital = capital
        self._owns = owns
        self.verbs: list[int] = []

    def read(self) -> list[int]:
        """The form of each word that is a verb here, 0 for all others."""
        for i in range(len(self._low)):
            self.verbs.append(self._form(i))
        return self.verbs

    def _form(self, i: int) -> int:  # noqa: PLR0911  # a list of cases
        can = possible(self._low[i])
        if not can.forms or self._kinds[i] & _CLOSED or (self._capital[i] and i and self._joined[i - 1] < 2):
            return 0
        if i and self._joined[i - 1] == 1 and self._low[i - 1] not in ("re", "co", "over"):
            return 0
        left = self._left(i)
        if can.forms & Form.ING and not can.forms & ~Form.ING:
            return Form.ING
        if left is None:
            return self._opening(i, can.forms, can.often)
        if self._kinds[left] & Kind.AUXILIARY:
            return self._after_auxiliary(left, can.forms)
        if self._kinds[left] & Kind.TO:
            return self._infinitive(i, can.forms, can.often)
        return self._beside(i, left, can.forms, can.often)

    def _left(self, i: int) -> int | None:
        """The word before it, past adverbs; None at the beginning of a sentence or of a part of it."""
        at = i - 3 if i > 2 and self._low[i - 2] == "once" and self._low[i - 1] == "more" else i - 1
        while (
            at >= 0
            and self._joined[at] < 2
            and (self._kinds[at] & Kind.ADVERB or (self._kinds[at] & Kind.TIME and not self._capital[at]))
            and not self._kinds[at] & Kind.PREPOSITION
        ):
            at -= 1
        return at if at >= 0 and self._joined[at] < 3 else None

    def _after_auxiliary(self, left: int, forms: int) -> int:
        word = self._low[left]
        if word in MODALS:
            return forms & Form.BASE
        if word in _HAVE and not self._kinds[left] & Kind.BE:
            return forms & Form.PARTICIPLE
        return forms & (Form.PARTICIPLE | Form.ING)

    def _infinitive(self, i: int, forms: int, often: str) -> int:
        if not forms & Form.BASE or (often != "v" and self._low[i] in _PERSONS and self._is_open(i + 1)):
            return 0
        if often != "v" and self._kind(i + 1) and self._low[i + 1] == "of":
            return 0
        if often == "n" and not self._kind(i + 1) & _AFTER_VERB:
            return 0
        return Form.BASE

    def _opening(self, i: int, forms: int, often: str) -> int:
        """At the beginning: `Leave now`, `Seized overnight, the city …`; but `Armed men …`, `Strikes hit …`."""
        if forms & PAST and not forms & Form.BASE:
            return 0 if self._is_open(i + 1) else forms & Form.PARTICIPLE
        if often == "v" and forms & Form.BASE and not self._verb_follows(i):
            return Form.BASE
        return 0

    def _beside(self, i: int, left: int, forms: int, often: str) -> int:  # noqa: PLR0911  # a list of cases
        kind = self._kinds[left]
        comma = self._joined[left] == 2
        if kind & Kind.RELATIVE and not comma:
            if often != "v" and not forms & PAST and (self._low[left] == "that" or self._is_lower(i + 1)):
                return 0
            return forms & (PAST | PRESENT)
        if comma and forms & PRESENT and often != "n":
            going_on = self._going_on(i, left, forms)
            if going_on:
                return going_on
        if self._owns[left] and not comma:
            return 0
        if kind & Kind.DETERMINER and not kind & Kind.PRONOUN and not comma:
            followed = self._is_open(i + 1) or self._kind(i + 1) & Kind.AUXILIARY  # `all staff are`
            alone = self._low[left] in _STANDS_ALONE and not followed
            return forms & (PAST if often == "n" else PAST | Form.BASE) if alone else 0
        if kind & Kind.PREPOSITION and not comma:
            return 0
        if kind & Kind.CONJUNCTION:
            return self._coordinated(i, left, forms, often)
        if kind & Kind.SUBORDINATOR:
            return forms & Form.PARTICIPLE if not self._is_open(i + 1) else 0
        if kind & Kind.PRONOUN and self._low[left] in _OBJECT_PRONOUNS:
            return 0 if not comma else forms & PAST
        if forms & PAST and not unchanging(self._low[i]):
            return self._past(i, left, forms)
        if forms & PAST:
            return forms if self._present(i, left, forms, often) or not self._verb_follows(i) else 0
        return self._present(i, left, forms, often)

    def _going_on(self, i: int, left: int, forms: int) -> int:
        """`sends troops, warns`; `the militants, linked to Islamic State, now control the town`."""
        if self._low[i - 1] == "now" and self._begins_object(i + 1):
            return forms & PRESENT
        before = next((form for form in reversed(self.verbs[max(0, left - 8) : left + 1]) if form), 0)
        return before & forms if before & forms & PRESENT else 0

    def _past(self, i: int, left: int, forms: int) -> int:
        """`rebels captured`; but `two wounded soldiers`, `freed captured soldiers`, `a large, besieged city`."""
        if self._is_number(left) and self._is_lower(i + 1) and self._joined[i] == 0:
            return 0
        if self.verbs[left] & ~Form.ING and self._is_open(i + 1):
            return 0
        return forms & PAST

    def _coordinated(self, i: int, left: int, forms: int, often: str) -> int:
        """`captured and burned`, `to seize or hold`, `France and Britain urge` is none of these."""
        before = next((form for form in reversed(self.verbs[max(0, left - 8) : left]) if form), 0)
        if forms & before & PAST:
            return 0 if self._is_open(i + 1) and self._verb_follows(i) else forms & PAST
        if forms & before & PRESENT and often != "n":
            return forms & before & PRESENT
        held = self._low[i - 1] == "now" or self._low[i] in ("hold", "holds", "control", "controls")
        if held and any(form & PAST for form in self.verbs[:left]) and self._begins_object(i + 1):
            return forms & PRESENT  # `stormed the town and (now) hold it`
        if forms & PAST and not forms & Form.BASE:
            return forms & PAST if not self._is_open(i + 1) or self._begins_object(i + 1) else 0
        return 0

    def _present(self, i: int, left: int, forms: int, often: str) -> int:  # noqa: PLR0911  # a list of cases
        """`rebels strike`, `quake strikes`; not the nouns of `air strikes kill`, `two aid workers`."""
        if self._low[i + 1 : i + 2] in (["who"], ["whose"], ["whom"]):  # `Seleka rebels who …`
            return 0
        if often == "n" or not self._is_subject(left) or (self._low[i] == "forces" and self._low[left] in _FORCES):
            return 0
        form = self._in_number(left, forms, often)
        if not form or self._agrees(i + 1, often, plural=form == Form.THIRD):
            return 0
        if self._is_number(left):
            return 0 if self._is_lower(i + 1) else form
        if form == Form.THIRD and self._counted(left):
            return 0
        if often == "v":
            return form
        if self._ends(i):
            return form if self._is_headline(i) or self._is_listed(i, form) else 0
        if self._verb_follows(i) or self._verb_before(left):
            return 0
        return 0 if self._after_preposition(left) and not self._begins_object(i + 1) else form

    def _counted(self, at: int) -> bool:
        """`three air strikes`: a number in words begins the group."""
        while at > 0 and self._joined[at - 1] == 0 and not self._kinds[at] & _NOT_OPEN and not self._capital[at]:
            if self._low[at] in NUMBER_WORDS:
                return True
            at -= 1
        return False

    def _in_number(self, left: int, forms: int, often: str) -> int:
        if (often == "v" and self._capital[left]) or self._low[left] in _EITHER:
            return forms & PRESENT
        if forms & Form.THIRD and self._begun_by_participle(left):
            return Form.THIRD
        plural = self._is_plural(left)
        if (
            not plural and forms & Form.BASE and (self._begins_object(left + 2) or not self._is_open(left + 2))
        ):  # `forces in the east retake the town`
            plural = self._is_plural(self._head_of(left))
        return forms & (Form.BASE if plural else Form.THIRD)

    def _head_of(self, at: int) -> int:
        """What a noun hangs on by its preposition: of `forces in the east` the forces; else the noun itself."""
        begin = at
        while begin > 0 and self._joined[begin - 1] < 2 and not self._kinds[begin] & _NOT_OPEN:
            begin -= 1
        while begin > 0 and self._kinds[begin] & Kind.DETERMINER:
            begin -= 1
        return begin - 1 if begin > 0 and self._kinds[begin] & Kind.PREPOSITION else at

    def _begun_by_participle(self, at: int) -> bool:
        """`Plane carrying mourners crashes`: who it is said of stands before the participle."""
        return any(form == Form.ING for form in self.verbs[max(0, at - 4) : at])

    def _verb_before(self, at: int) -> bool:
        """Whether this part of the sentence has its verb already, and none that tells of another."""
        while at >= 0 and self._joined[at] < 2:
            if self._kinds[at] & (Kind.RELATIVE | Kind.SUBORDINATOR | Kind.CONJUNCTION | Kind.REPORTING):
                return False
            if self.verbs[at] & ~Form.ING:
                return True
            at -= 1
        return False

    def _after_preposition(self, at: int) -> bool:
        while at > 0 and self._joined[at - 1] < 2 and not self._kinds[at] & _NOT_OPEN:
            at -= 1
        return bool(self._kinds[at] & Kind.PREPOSITION)

    def _begins_object(self, at: int) -> bool:
        if at >= len(self._low) or self._joined[at - 1] > 1:
            return False
        return self._capital[at] or self._is_number(at) or bool(self._kinds[at] & (Kind.DETERMINER | Kind.PRONOUN))

    def _agrees(self, at: int, often: str, *, plural: bool) -> bool:
        """Whether the word that follows, past adverbs, is a clear verb, of a subject that this word would be; `rebels
        seized` is more likely than `frees captured`."""
        while at < len(self._low) and self._joined[at - 1] < 2 and self._kinds[at] == Kind.ADVERB:
            at += 1
        if at >= len(self._low) or self._joined[at - 1] > 1:
            return False
        if self._kinds[at] & Kind.AUXILIARY:
            return True
        can = possible(self._low[at])
        if self._kinds[at] & _CLOSED or self._capital[at]:
            return False
        if can.forms & Form.PAST and (often == "b" or not self._is_lower(at + 1)):
            return True
        return can.often == "v" and bool(can.forms & (Form.BASE if plural else Form.THIRD))

    def _is_headline(self, i: int) -> bool:
        """`US embassy in Tripoli shuts`: the last word of a sentence that has no other verb."""
        return i + 1 == len(self._low) and not any(self.verbs) and not any(k & Kind.AUXILIARY for k in self._kinds)

    def _is_listed(self, i: int, form: int) -> bool:
        """`Rebels storm, seize Hama`: the next verb, in the same form, has the object of both."""
        near = i + 2 < len(self._low) and self._joined[i] == 2 and not self._kinds[i + 1] & _CLOSED
        return near and bool(possible(self._low[i + 1]).forms & form) and self._begins_object(i + 2)

    def _ends(self, i: int) -> bool:
        return i + 1 >= len(self._low) or self._joined[i] > 1

    def _is_subject(self, at: int) -> bool:
        kind = self._kinds[at]
        if self.verbs[at] & ~Form.ING:
            return False
        return not kind & (_NOT_OPEN & ~(Kind.PRONOUN | Kind.TIME | Kind.DETERMINER))

    def _is_plural(self, at: int) -> bool:
        word = self._low[at]
        if word in PLURALS or self._is_number(at):
            return True
        if self._capital[at] and at and not word.endswith(("ans", "ers", "ons", "els", "is", "ists", "ese")):
            return at > 1 and self._low[at - 1] in ("and", "&") and self._capital[at - 2]
        return word.endswith("s") and not word.endswith(("ss", "us", "'s"))

    def _is_number(self, at: int) -> bool:
        """How many; not which one, as in `the 19th package`."""
        word = self._low[at]
        return word in NUMBER_WORDS or (word[:1].isdigit() and not word.endswith(_ORDINAL))

    def _kind(self, i: int) -> int:
        """The classes of a word that follows directly."""
        return self._kinds[i] if i < len(self._low) and self._joined[i - 1] < 2 else 0

    def _is_open(self, i: int) -> bool:
        """Whether a word follows directly that may be a noun or an adjective."""
        return i < len(self._low) and self._joined[i - 1] < 2 and not self._kinds[i] & _NOT_OPEN

    def _is_lower(self, i: int) -> bool:
        """The same, and it is no name."""
        return self._is_open(i) and not self._capital[i]

    def _verb_follows(self, i: int) -> bool:
        """Whether a clearer verb comes before this part of the sentence ends."""
        for at in range(i + 1, min(i + _LOOK_AHEAD, len(self._low))):
            if self._joined[at - 1] > 1 or self._kinds[at] & (
                Kind.RELATIVE | Kind.SUBORDINATOR | Kind.CONJUNCTION | Kind.TO
            ):
                return False
            if self._kinds[at] & Kind.AUXILIARY:
                return True
            can = possible(self._low[at])
            if self._capital[at] or can.often != "v" or self._kinds[at - 1] & (Kind.DETERMINER | Kind.PREPOSITION):
                continue
            if can.forms & (Form.PAST | Form.THIRD) and not (
                at == i + 1 and can.forms & PAST and self._is_lower(at + 1)
            ):
                return True
        return False
