"""The project's own pages: their links, their programs, and the tests they name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Pages whose programs are files of a package: `test_adding_a_backend` and `test_docs_example_op` follow them.
GUIDES = ("how-to-add-a-backend.md", "how-to-add-an-op.md")
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


def programs() -> list[Path]:
    """The pages of the documentation with Python in them."""
    return [
        page
        for page in PAGES
        if page.is_relative_to(ROOT / "docs") and page.name not in GUIDES and blocks(page, "python")
    ]


@pytest.mark.parametrize("page", programs(), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_programs_of_a_page_print_what_its_comments_say(page, tmp_path):
    """A page is one program, from top to bottom; each ``print`` stands on a line with what it prints."""
    code = "\n".join(blocks(page, "python"))
    variables = {name: value for name, value in os.environ.items() if name != "ARRAYGRAD_DEVICE"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        env={**variables, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == re.findall(r"print\(.*\)  # (.*)", code)


def test_the_tests_that_pages_name_exist():
    """Every test and test file that a page names is there."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    defined = files | set(re.findall(r"^ *def (test_\w+)", sources, re.MULTILINE))
    named = {
        (page.name, name) for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))
    }
    assert not sorted((page, name) for page, name in named if name not in defined)


def test_every_line_of_the_differences_names_a_test():
    page = ROOT / "docs" / "differences.md"
    rows = [
        row
        for row in page.read_text(encoding="utf-8").splitlines()
        if row.startswith("| ") and not row.startswith("| What |")
    ]
    assert len(rows) > 20
    assert not [row for row in rows if not re.search(r"\| `test_\w+` \|$", row)]


def test_the_picture_of_a_graph_is_of_the_graph_that_its_script_makes():
    """Its boxes are compared: Graphviz, which places them, need not be installed."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'docs')!r})\n"
        "from draw_graph import example\n"
        "from arraygrad import viz\n"
        "loss, model = example()\n"
        "print(viz.to_dot(loss, params=model))"
    )
    run = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True)
    made = re.findall(r'^\t(\w+) \[label="(.*?)"', run.stdout, re.MULTILINE)
    drawn = []
    for group in re.findall(
        r'<g id="node.*?</g>', (ROOT / "docs" / "graph.svg").read_text(encoding="utf-8"), re.DOTALL
    ):
        (title,), lines = re.findall(r"<title>(\w+)</title>", group), re.findall(r"<text[^>]*>(.*?)</text>", group)
        drawn.append((title, r"\n".join(lines)))
    assert sorted(drawn) == sorted(made)


def test_the_picture_is_the_one_that_its_script_draws(tmp_path):
    docs = ROOT / "docs"
    script = tmp_path / "draw_architecture.py"
    script.write_text((docs / "draw_architecture.py").read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([sys.executable, script], check=True)
    drawn = (tmp_path / "architecture.svg").read_text(encoding="utf-8")
    assert drawn == (docs / "architecture.svg").read_text(encoding="utf-8")
