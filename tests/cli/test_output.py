"""Tables and JSON of the same rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from monitor.cli.output import plain, show_json, show_table
from monitor.model.article import ArticleId
from tests.support.stored import notification


def test_columns_line_up_and_the_last_is_free(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("id", "reason"), [("a", "short"), ("long-id", "two\nlines"), (None, "")])
    assert capsys.readouterr().out == "id       reason\na        short\nlong-id  two lines\n-\n"


def test_a_servers_answer_cannot_write_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("detail",), [("550 \x1b[2Jno",)])
    assert capsys.readouterr().out == "detail\n550 \ufffd[2Jno\n"


def test_an_empty_table_has_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("id", "state"), [])
    assert capsys.readouterr().out == "id  state\n"


def test_json_is_plain_and_leaves_out_what_is_for_receivers_only(capsys: pytest.CaptureFixture[str]) -> None:
    show_json([notification("n1", rendered=b"secret", content={"a": "secret"})])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["kind"], row["state"]) == ("n1", "alert", "pending")
    assert "secret" not in str(row)


def test_times_and_ids() -> None:
    moment = datetime(2024, 12, 5, 10, tzinfo=UTC)
    assert plain({"at": moment, "of": ArticleId("wire", "a.txt")}) == {
        "at": "2024-12-05T10:00:00+00:00",
        "of": "wire:a.txt",
    }
