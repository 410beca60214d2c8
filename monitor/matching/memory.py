"""What is remembered from article to article: every word seen, and what it is for the rules. It costs one look-up a
word, whatever the number of rules.

For one thread at a time. Only speed depends on it.
"""

from __future__ import annotations

from monitor.matching.arrays import Grown, Places, places_of, some, spread
from monitor.matching.vocabulary import Met, Vocabulary
from monitor.matching.words import Words

_UNKNOWN = -1
_NOTHING = Met((), (), (), ())


class Memory:
    """The words seen, and what each layer of a vocabulary knows of them in each language."""

    def __init__(self) -> None:
        self._words = Words()
        self._known: dict[tuple[Vocabulary, str], Known] = {}
        self._layers: dict[tuple[Vocabulary, str], tuple[Known, ...]] = {}

    def words(self) -> Words:
        """The words seen; to be asked once an article, since a memory that is full starts anew."""
        if self._words.full:
            self._words = Words()
            self._known, self._layers = {}, {}
        return self._words

    def known(self, vocabulary: Vocabulary, language: str) -> tuple[Known, ...]:
        """What each layer of a vocabulary knows of the words of a language. Only what the vocabulary that was asked for
        last rests on is kept."""
        layers = self._layers.get((vocabulary, language))
        if layers is None:
            kept = vocabulary.layers
            self._known = {key: known for key, known in self._known.items() if key[0] in kept}
            self._layers = {key: layers for key, layers in self._layers.items() if key[0] is vocabulary}
            layers = tuple(
                self._known.setdefault((layer, language), Known(layer, language, self._words)) for layer in kept
            )
            self._layers[vocabulary, language] = layers
        return layers


class Known:
    """Words by number → classes: words that are the same for all rules. Class 0 is nothing to any of them."""

    def __init__(self, vocabulary: Vocabulary, language: str, words: Words) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._words = words
        self._of_word = Grown(fill=_UNKNOWN)
        self._classes: dict[tuple[object, ...], int] = {_sameness(_NOTHING): 0}
        self._parts = Grown()
        self._starts = Grown(first=[0])
        self._counts = Grown(first=[0])
        self._begins = Grown(first=[0])
        self.mets: list[Met] = [_NOTHING]

    def classes(self, numbers: Places) -> Places:
        """The class of each word."""
        self._of_word.extend_to(len(self._words.texts))
        classes: Places = self._of_word.array[numbers]
        if some(classes < 0):
            for number in set(numbers[classes == _UNKNOWN].tolist()):
                self._of_word.array[number] = self._class(self._words.texts[number])
            classes = self._of_word.array[numbers]
        return classes

    def parts(self, classes: Places) -> tuple[Places, Places]:
        """Which of the words are something to the rules, and what: pairs of a place and a part, by place."""
        places = places_of(classes)
        classes = classes[places]
        rows, index = spread(self._starts.array[classes], self._counts.array[classes])
        return places[rows], self._parts.array[index]

    def names(self, classes: Places) -> Places:
        """The words that may begin a name of a list."""
        return places_of(self._begins.array[classes])

    def _class(self, word: str) -> int:
        met = self._vocabulary.look_up(word, self._language)
        if met is None:
            return 0
        number = self._classes.setdefault(_sameness(met), len(self.mets))
        if number == len(self.mets):
            self.mets.append(met)
            self._starts.add([self._parts.size])
            self._counts.add([len(met.parts)])
            self._begins.add([len(met.starts)])
            self._parts.add(met.parts)
        return number


def _sameness(met: Met) -> tuple[object, ...]:
    return met.parts, *((name, *map(id, forms)) for name, forms in met.starts)
