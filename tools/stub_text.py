"""The text of stubs: signatures, imports and documentation, laid out as the formatter and the linter want them."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from arraygrad import caller_source

WIDTH = 120
#: NumPy's words for arguments.
SYNONYMS = {name: synonym for synonym, name in caller_source.SYNONYMS.items()}


# -- signatures --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameter:
    """One parameter: `text` is its name with stars, `kind` its type as written in the stub."""

    text: str
    kind: str = ""
    default: str = ""

    def __str__(self) -> str:
        typed = f"{self.text}: {self.kind}" if self.kind else self.text
        return f"{typed} = {self.default}" if self.default else typed


@dataclass(frozen=True)
class Signature:
    """What a function takes and gives."""

    parameters: tuple[Parameter, ...]
    result: str

    def method(self, result: str | None = None) -> Signature:
        """The same as a method: the first parameter is the object."""
        first, *rest = self.parameters
        kept = () if first.text == "*" else (Parameter("self"),)
        return Signature((*kept, *rest), result or self.result)


def read_parameter(text: str) -> Parameter:
    """A parameter as it is written."""
    name, _, typed = text.partition(": ")
    kind, _, default = typed.partition(" = ")
    return Parameter(name, kind, default)


def none_last(union: str) -> str:
    """A union with None at its end."""
    return f"{union.replace(' | None', '')} | None" if " | None |" in f"{union} |" else union


def default_text(value: Any) -> str:
    """A default as the stub shows it; dots for what has no short spelling."""
    if value is inspect.Parameter.empty:
        return ""
    plain = value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and value * 0 == 0)
    return repr(value).replace("'", '"') if plain else "..."


def with_synonyms(signature: Signature) -> Iterator[Signature]:
    """NumPy's words for ``dim`` and ``keepdim``: by keyword, beside them where those have defaults."""
    parameters = signature.parameters
    names = [p.text for p in parameters]
    known = [p for p in parameters if p.text in SYNONYMS and SYNONYMS[p.text] not in names]
    star = [] if any(n.startswith("*") for n in names) else [Parameter("*")]
    if all(p.default for p in known):
        extra = [replace(p, text=SYNONYMS[p.text], default="...") for p in known]
        yield Signature((*parameters, *(star if extra else []), *extra), signature.result)
        return
    yield signature
    at = names.index(next(p.text for p in known if not p.default))
    renamed = [replace(p, text=SYNONYMS[p.text]) if p in known else p for p in parameters[at:] if p.text != "*"]
    yield Signature((*parameters[:at], Parameter("*"), *renamed), signature.result)


def definition(name: str, signature: Signature, indent: str, width: int) -> list[str]:
    """The first lines of a function, broken as the formatter breaks them."""
    texts = [str(p) for p in signature.parameters]
    line = f"{indent}def {name}({', '.join(texts)}) -> {signature.result}:"
    if len(line) <= width:
        return [line]
    return [f"{indent}def {name}(", *(f"{indent}    {t}," for t in texts), f"{indent}) -> {signature.result}:"]


def documentation(doc: str, indent: str) -> list[str]:
    """The first sentence of a docstring."""
    first = " ".join(inspect.cleandoc(doc).partition("\n\n")[0].split())
    if not first:
        return []
    if len(first) + len(indent) + 6 <= WIDTH:
        return [f'{indent}"""{first}"""']
    lines = textwrap.wrap(first, WIDTH - len(indent) - 6, break_long_words=False, break_on_hyphens=False)
    return [f'{indent}"""{lines[0]}', *(indent + line for line in lines[1:]), f'{indent}"""']


def sort_key(name: str) -> tuple[int, list[tuple[int, int, str]]]:
    """The linter's order of names: constants, classes, others; numbers in them by value."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    parts = re.findall(r"\d+|\D", name)
    return kind, [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts]


def import_lines(imports: set[tuple[str, str, str]]) -> list[str]:
    """Import statements in the linter's order, a block for each kind of origin."""
    blocks = []
    for chosen in (lambda m: m not in ("numpy",) and not own(m), lambda m: m == "numpy", own):
        lines = []
        for module in sorted({m for m, _, _ in imports if chosen(m)}):
            ours = sorted((i for i in imports if i[0] == module), key=lambda i: sort_key(i[1]))
            lines += [f"import {module} as {alias}" for _, name, alias in ours if not name]
            plain = [name for _, name, alias in ours if name and not alias]
            statements = [(sort_key(name), "", wrapped_import(module, plain)) for name in plain[:1]]
            statements += [
                (sort_key(name), alias, [f"from {module} import {name} as {alias}"])
                for _, name, alias in ours
                if name and alias
            ]
            lines += [line for _, _, text in sorted(statements) for line in text]
        if lines:
            blocks.append("\n".join([*lines, ""]))
    return blocks


def own(module: str) -> bool:
    """Whether a module is part of the package."""
    return module.partition(".")[0] == "arraygrad"


def wrapped_import(module: str, names: list[str]) -> list[str]:
    """One import statement."""
    line = f"from {module} import {', '.join(names)}"
    return [line] if len(line) <= WIDTH else [f"from {module} import (", *(f"    {name}," for name in names), ")"]
