"""Matches as commands show them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from monitor.alerting.facts import alert_facts
from monitor.alerting.facts import marked as parts_of
from monitor.delivery.render import render_headline
from monitor.model.article import Article, Span
from monitor.model.match import Match, Mention
from monitor.rules.compiled import Rule

SOURCE = "file"
"""The source of articles that the command line names."""


def match_json(match: Match, rule: Rule) -> dict[str, Any]:
    """A match as JSON values. Offsets are code points of the article's `text`, as `read` prints it."""
    article = match.article
    facts = alert_facts(match, rule, alert_id="", opened=article.received, headline=render_headline)
    return {
        "article": article.id.path if article.id.source == SOURCE else str(article.id),
        "rule": rule.id,
        "status": str(match.proof.status),
        "slots": facts["slots"],
        "proof": article.quote(match.proof.sentence),
        "mentions": [_mention_json(article, mention) for mention in match.mentions],
        "headline": facts["headline"],
    }


def _mention_json(article: Article, mention: Mention) -> dict[str, Any]:
    return {
        "zone": str(mention.zone),
        "sentence": article.quote(mention.sentence),
        "start": mention.sentence.start,
        "end": mention.sentence.end,
        "spans": [list(span) for span in mention.spans],
        "status": str(mention.status),
        "cue": mention.cue,
        "said_by": mention.said_by,
    }


def marked(article: Article, within: Span, spans: Sequence[Span]) -> str:
    """A stretch of an article on one line, with spans underlined on a terminal and in `*stars*` elsewhere."""
    parts = parts_of(article, within, spans)
    if sys.stdout.isatty():
        text = "".join(click.style(part["text"], underline=True) if part["mark"] else part["text"] for part in parts)
    else:
        text = "".join(f"*{part['text']}*" if part["mark"] else part["text"] for part in parts)
    return " ".join(text.split())
