"""The unit, the image and compose, judged by the real programs that read them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


def run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False)


@needs_systemd
def test_the_unit_is_valid(tmp_path: Path) -> None:
    """An unknown key is only a line on stderr, with status 0: so any line fails."""
    unit = tmp_path / "monitor.service"
    text = (ROOT / "deploy/monitor.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/usr/local/bin/monitor", "/bin/true"), encoding="utf-8")
    result = run("systemd-analyze", "verify", unit)
    assert (result.returncode, result.stderr) == (0, "")


@needs_systemd
def test_the_unit_is_hardened() -> None:
    result = run("systemd-analyze", "security", "--offline=true", "--threshold=20", "deploy/monitor.service")
    assert result.returncode == 0, result.stdout


def test_the_image_is_well_made() -> None:
    result = run(SCRIPTS / "hadolint", "Dockerfile")
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("profile", ["", "postgres"])
def test_compose_is_valid(profile: str) -> None:
    result = run(SCRIPTS / "docker-compose", "-f", "docker-compose.yml", "config", "-q", COMPOSE_PROFILES=profile)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_image_copies_what_there_is() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
