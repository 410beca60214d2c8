"""Workspaces for the real process: the shipped one, and small ones of our own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.service import ROOT

QUAKE = """\
title: Earthquake
headline: "Quake: {{ place or 'somewhere' }}"
any: [earthquake]
all: [[{of: $towns, as: place}]]
within: sentence
alert: {once_per: [place]}
"""

CITIES = (
    "Ankara Bogota Quito Caracas Santiago Montevideo Havana Nairobi Kampala Kigali Lusaka Harare Maputo Luanda Kinshasa "
    "Brazzaville Libreville Yaounde Accra Lome Cotonou Niamey Bamako Dakar Banjul Conakry Freetown Monrovia Rabat Tunis"
).split()


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of what a fresh clone holds for `make run`."""
    folder = tmp_path / "clone"
    for name in ("rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "seeds").mkdir()
    shutil.copy(ROOT / "seeds" / "syria-hama.txt", folder / "seeds")
    shutil.copy(ROOT / "monitor.yml", folder)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one rule: each city in which the earth quakes is a happening of its own."""
    folder = tmp_path / "work"
    for name in ("seeds", "rules", "templates"):
        (folder / name).mkdir(parents=True)
    (folder / "monitor.yml").write_text(
        "sources:\n  - folder: seeds\nreceivers:\n  desk: {kind: email, to: [desk@example.org]}\nroutes:\n  - to: [desk]\n"
    )
    (folder / "rules" / "quake.yml").write_text(QUAKE)
    (folder / "rules" / "lists").mkdir()
    (folder / "rules" / "lists" / "towns.txt").write_text("\n".join(CITIES) + "\n")  # small: the tests start it often
    return folder


def quake(city: str) -> str:
    """An article that raises one alert, for this city alone."""
    return f"Earth shakes\n\nAn earthquake struck {city} at dawn, officials said.\n\nNobody knew more at first.\n"
