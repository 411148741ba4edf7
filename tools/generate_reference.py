"""Writes the reference of operations, docs/reference/, from the op records.

``python tools/generate_reference.py`` writes the pages, ``--check`` only says which are out of date and exits with 1.
There is a page for each family of ops, which is a file of declarations, and one that says on which page a name is.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import defaultdict
from pathlib import Path

from generate_stubs import ROOT, Stub
from stub_text import definition

import arraygrad  # noqa: F401  (declares the ops)
from arraygrad.op import OPS, Op

PAGES = ROOT / "docs" / "reference"
WIDTH = 100
#: How the names of a face are written in a program.
PREFIX = {"torch": "ag.", "Tensor": "Tensor."}


def names(op: Op) -> list[str]:
    """All public names of an op, in-place forms included."""
    found = []
    for face in op.faces:
        prefix = PREFIX.get(face, f"ag.{face}.")
        for name in op.names_in(face):
            found.append(prefix + name)
            if op.inplace and face == "Tensor":
                found.append(f"{prefix}{name}_")
    return found


def derivative(op: Op) -> str:
    """What a record says of the derivative."""
    if op.composite:
        return "that of the operations it is made of"
    if op.view:
        return "a view: gradients are put where the elements came from"
    if op.rules:
        return "with respect to " + ", ".join(f"`{name}`" for name in op.rules)
    return "none"


def section(title: str, lines: list[str]) -> list[str]:
    """One section of a numpydoc docstring as Markdown."""
    if title == "Examples":
        return ["```pycon", *lines, "```"]
    if title not in ("Parameters", "Returns", "Raises", "Yields", "Attributes", "See Also"):
        return [f"**{title}**", "", *lines]
    made, text = [f"**{title}**", ""], ""
    for line in [*lines, "end"]:
        if line[:1].isspace() or not line:
            text += " " + line.strip()
            continue
        if text:
            made.append(text.rstrip())
        name, colon, kind = line.partition(" : ")
        text = f"- `{name}`" + (f" ({kind})" if colon else "") + ":"
    return [line.removesuffix(":") for line in made]


def markdown(doc: str) -> list[str]:
    """A numpydoc docstring as Markdown."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", doc, flags=re.MULTILINE)
    made = [parts[0].strip()]
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        made += ["", *section(title, inspect.cleandoc(text).splitlines())]
    return [re.sub(r"``([^`]+)``", r"`\1`", line) for line in made]


def entry(op: Op) -> list[str]:
    """The part of a page about one op."""
    made = [f"## {op.name}", "", "```pyi"]
    for signature in Stub().of_op(op):
        text = "\n".join(definition(op.name, signature, "", WIDTH)).removesuffix(":")
        made.append(re.sub(r"\b_(int|float|bool|complex|Number)\b", r"\1", text).replace("Number", "number"))
    made += ["```", "", *markdown(op.doc), ""]
    facts = [f"Names: {', '.join(f'`{name}`' for name in names(op))}"]
    if op.standard:
        facts.append(f"In the array API standard: `{op.standard}`")
    facts.append(f"Derivative: {derivative(op)}")
    return [*made, *(f"- {fact}" for fact in facts), ""]


def pages() -> dict[Path, str]:
    """The text of every page by its path."""
    families: dict[str, list[Op]] = defaultdict(list)
    for op in OPS.values():
        if op.faces:
            families[op.body.__module__.rpartition(".")[2]].append(op)
    made, where = {}, {}
    for family, ops in sorted(families.items()):
        module = sys.modules[ops[0].body.__module__]
        lines = [f"# {family.replace('_', ' ').strip().capitalize()}", "", *markdown(inspect.getdoc(module) or ""), ""]
        lines += [
            f"Declared in [`ops/{family}.py`](../../src/arraygrad/ops/{family}.py); "
            "this page is made by [`tools/generate_reference.py`](../../tools/generate_reference.py).",
            "",
        ]
        for op in sorted(ops, key=lambda op: op.name):
            lines += entry(op)
            where.update((name, f"[{op.name}]({family}.md#{op.name.lower()})") for name in names(op))
        made[PAGES / f"{family}.md"] = "\n".join(lines).rstrip() + "\n"
    index = [
        "# All operations by name",
        "",
        "`ag` stands for `arraygrad`. Constructors, modules and everything else that is not an operation is in the",
        "docstrings: `help(ag.zeros)`.",
        "",
        "| name | page |",
        "|---|---|",
        *(f"| `{name}` | {link} |" for name, link in sorted(where.items(), key=lambda item: item[0].lower())),
    ]
    made[PAGES / "README.md"] = "\n".join(index) + "\n"
    return made


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; gives the exit status."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    made = pages()
    present = set(PAGES.glob("*.md"))
    stale = [path for path, text in made.items() if path not in present or path.read_text(encoding="utf-8") != text]
    for path in [*stale, *sorted(present - made.keys())]:
        if arguments:
            print(f"{path.relative_to(ROOT)} is out of date: run python tools/generate_reference.py")
        elif path in made:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
        else:
            path.unlink()
    return 1 if arguments and (stale or present - made.keys()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
