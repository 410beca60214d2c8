"""Ragged arrays: many short rows of numbers in one long array, read and joined without a loop over rows.

Arrays of an article hold indices (`Places`): numpy reads other arrays by them seven times as fast as by smaller
numbers. The large arrays of all rules hold small numbers (`Ints`), which take half the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.intp]
Key = TypeVar("Key")


class Numbers(Generic[Key]):
    """Keys by number, in the order they came. Only grows."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self._numbers: dict[Key, int] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def known(self, keys: Iterable[Key]) -> Places:
        """The numbers of keys, without those that have none. A loop of Python, which lets other threads in."""
        numbers = self._numbers
        return np.array([numbers[key] for key in keys if key in numbers], np.intp)

    def number(self, key: Key) -> int:
        """The key's number, given at its first use."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
        return number


def spread(starts: Places, counts: Places) -> tuple[Places, Places]:
    """The rows `[start, start + count)` one after another: for each element the number of its row, and its index."""
    ends = np.add.accumulate(counts)
    total = ends.item(-1) if len(ends) else 0
    rows = np.arange(len(counts)).repeat(counts)
    return rows, np.arange(total) + (starts - ends + counts).repeat(counts)


def some(flags: Bools) -> bool:
    """Whether any is set; several times as fast as `any`."""
    return bool(np.count_nonzero(flags))


def places_of(flags: npt.NDArray[Any]) -> Places:
    """Where an array is not 0."""
    places: Places = (flags != 0).nonzero()[0]
    return places


class Grown:
    """An array that grows at its end, some room ahead."""

    def __init__(self, *, fill: int = 0, first: Sequence[int] = ()) -> None:
        self._fill = fill
        self._room = np.full(max(1024, len(first)), fill, np.intp)
        self._room[: len(first)] = first
        self.size = len(first)

    @property
    def array(self) -> Places:
        """What it holds; a view, valid until it grows."""
        return self._room[: self.size]

    def add(self, values: Sequence[int]) -> None:
        """Put values at the end."""
        first, self.size = self.size, self.size + len(values)
        self._make_room(self.size)
        self._room[first : self.size] = values

    def extend_to(self, size: int) -> None:
        """At least so many elements; new ones are `fill`."""
        self.size = max(size, self.size)
        self._make_room(self.size)

    def _make_room(self, size: int) -> None:
        if size > len(self._room):
            room = np.full(2 * size, self._fill, np.intp)
            room[: len(self._room)] = self._room
            self._room = room


def resized(array: npt.NDArray[Any], size: int, *, fill: int = 0) -> npt.NDArray[Any]:
    """A copy of `array` with `size` elements; new ones are `fill`."""
    copy = np.full(size, fill, array.dtype)
    copy[: min(size, len(array))] = array[:size]
    return copy
