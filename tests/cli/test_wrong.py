"""`alerts wrong`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.storage import Transaction
from tests.support.desk import Desk
from tests.support.stored import MINUTE, alert, kept, match

SENTENCE = 'A dozen deaths: "Cholera", the musical, opened on Broadway.'
RULE_FILE = """\
# The desk's oldest rule.
title: Cholera outbreak
any: [cholera, acute watery diarrhoea]   # both names
all: [[outbreak, cases, deaths]]
within: sentence
tests:
  yes:
    - The ministry confirmed twelve new cases of cholera in the camp.

    # a book
  no:
    - Her book club is reading a novel.
owner: me@example.org
"""


def proof(text: str = SENTENCE, *around: str) -> dict[str, Any]:
    """What the store keeps of an alert: the proving sentence and the paragraphs around it."""
    paragraphs = around or (text,)
    context = [{"parts": [{"text": each, "mark": False}], "zone": "body", "proof": text in each} for each in paragraphs]
    return {"proof": {"text": text, "status": "asserted"}, "context": context}


def raised(desk: Desk, facts: dict[str, Any], rule_id: str = "cholera") -> None:
    async def store(tx: Transaction) -> None:
        now = datetime.now(UTC)
        await tx.articles.add([kept("a.txt")])
        await tx.alerts.add([alert(rule_id=rule_id, opened=now, last_match=now, hold_until=now + MINUTE, facts=facts)])
        await tx.matches.add([match(rule_id=rule_id, path="a.txt", facts=facts)])

    desk.write("rules/cholera.yml", RULE_FILE)
    desk.stored(store)


def test_its_sentence_becomes_a_test_and_what_would_mend_it_is_said(desk: Desk) -> None:
    raised(desk, proof())
    result = desk("alerts", "wrong", "alert-1")
    assert result.exit_code == ExitCode.DONE
    assert (
        "a test for `tests: no:` of rules/cholera.yml:\n\n    - 'A dozen deaths: \"Cholera\", the musical, opened on Broadway.'\n"
        in result.stdout
    )
    assert "yes any: cholera" in result.stdout
    assert "  unless: [musical]\n" in result.stdout
    assert (desk.root / "rules/cholera.yml").read_text() == RULE_FILE


def test_with_write_it_goes_into_the_file_and_nothing_else_changes(desk: Desk) -> None:
    raised(desk, proof())
    result = desk("alerts", "wrong", "alert-1", "--write")
    assert "the file's last good version stays in service" in result.stdout
    written = (desk.root / "rules/cholera.yml").read_text()
    assert written == RULE_FILE.replace(
        "    - Her book club is reading a novel.\n",
        "    - Her book club is reading a novel.\n    - 'A dozen deaths: \"Cholera\", the musical, opened on Broadway.'\n",
    )
    assert "1 failed" in desk("test").stdout
    mended = written.replace("owner:", "unless: [musical]\nowner:")
    desk.write("rules/cholera.yml", mended)
    assert "3 passed, 0 failed" in desk("test").stdout


def test_where_the_sentence_alone_says_nothing_its_surroundings_are_taken(desk: Desk) -> None:
    raised(desk, proof("Twelve deaths.", "Cholera it is.", "Twelve deaths."))
    desk.write("rules/cholera.yml", RULE_FILE.replace("within: sentence", "within: article"))
    assert "    - Cholera it is. Twelve deaths.\n" in desk("alerts", "wrong", "alert-1").stdout


def test_a_rule_that_was_mended_since_needs_no_test(desk: Desk) -> None:
    raised(desk, proof())
    desk.write("rules/cholera.yml", RULE_FILE.replace("within:", "unless: [musical]\nwithin:"))
    result = desk("alerts", "wrong", "alert-1", "--write")
    assert result.exit_code == ExitCode.FINDINGS
    assert "does not fire on its sentence any more" in result.stdout


@pytest.mark.parametrize(("alert_id", "rule_id", "said"), [("alert-9", "cholera", "alert-9"), ("alert-1", "colera", "did you mean")])  # fmt: skip
def test_what_is_not_there(desk: Desk, alert_id: str, rule_id: str, said: str) -> None:
    raised(desk, proof(), rule_id)
    result = desk("alerts", "wrong", alert_id)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr


def test_the_list_of_alerts_is_as_before(desk: Desk) -> None:
    raised(desk, proof())
    assert "alert-1" in desk("alerts").stdout
    assert "alert-1" in desk("alerts", "--rule", "cholera").stdout
