"""The project's own pages: the README's commands and program, and the links of every page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(page for place in ("", "docs/**/", "benchmarks/", "examples/") for page in ROOT.glob(f"{place}*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*?) *$", re.MULTILINE)

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's pages")


def blocks(page: Path, language: str) -> list[str]:
    return [code for name, code in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_readme_begins_with_the_two_commands():
    first_lines = [code.splitlines()[0] for _, code in FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert first_lines[:2] == [
        f"python -m pip install nox && python -m nox -s {session}" for session in ("train", "tests")
    ]


def test_readme_program_gives_the_same_on_both_backends():
    (program,) = blocks(ROOT / "README.md", "python")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    on_numpy, on_jax = map(float, run.stdout.split())
    assert on_numpy < 0.01
    assert on_jax == pytest.approx(on_numpy, rel=0.05)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken
