from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.agenda import Files, Folders


def test_reported_files_go_before_found_ones_which_never_starve() -> None:
    files = Files()
    files.find(f"old{number}" for number in range(100))
    files.report(f"new{number}" for number in range(100))
    first = files.take(0.0, 8)
    assert first == [f"new{number}" for number in range(6)] + ["old0", "old1"]


def test_nothing_is_due_before_its_time() -> None:
    files = Files()
    files.later("slow", 5.0)
    assert files.take(4.9, 10) == []
    assert files.due(4.9) == 5.0
    assert files.take(5.0, 10) == ["slow"]
    assert files.due(5.0) is None


def test_a_second_appointment_replaces_the_first() -> None:
    files = Files()
    files.later("slow", 1.0)
    files.later("slow", 3.0)
    assert files.take(2.0, 10) == []
    assert files.take(3.0, 10) == ["slow"]
    assert files.take(9.0, 10) == []


@given(
    st.lists(st.tuples(st.sampled_from(["report", "find", "later"]), st.integers(0, 9))),
    st.integers(min_value=1, max_value=9),
)
def test_every_file_is_taken_and_none_twice_at_once(entries: list[tuple[str, int]], limit: int) -> None:
    files = Files()
    for row, number in entries:
        if row == "later":
            files.later(str(number), float(number))
        else:
            getattr(files, row)([str(number)])
    taken: set[str] = set()
    while files.due(100.0) is not None:
        batch = files.take(100.0, limit)
        assert len(set(batch)) == len(batch) <= limit
        taken.update(batch)
    assert taken == {str(number) for _, number in entries}


def test_a_folder_that_appeared_is_scanned_three_times() -> None:
    folders = Folders()
    folders.appeared("a", 10.0)
    assert folders.take(10.0) == ["a"]
    assert folders.take(10.1) == []
    assert folders.take(10.3) == ["a"]
    assert folders.take(12.0) == ["a"]
    assert folders.due() is None


def test_folders_below_another_are_scanned_with_it() -> None:
    folders = Folders()
    for folder in ("a/b/c", "a", "ab", "a/b"):
        folders.appeared(folder, 0.0)
    assert folders.take(0.0) == ["a", "ab"]
    folders.at("", 0.0)
    assert folders.take(0.3) == [""]


def test_the_earlier_of_two_times_counts() -> None:
    folders = Folders()
    folders.at("", 30.0)
    folders.at("", 5.0)
    assert folders.due() == 5.0
    assert folders.take(5.0) == [""]
    folders.at("", 40.0)
    assert folders.due() == 30.0
