"""Modules called with other tensors in place of their own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["exchanged", "functional_call"]


def functional_call(
    module: Module,
    parameters_and_buffers: dict[str, Tensor],
    args: Any = None,
    kwargs: dict[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call a module with other tensors in place of its parameters and buffers.

    Deprecated: it is `func.functional_call`, which takes the same arguments.

    Warns
    -----
    FutureWarning
        Always.
    """
    warnings.warn(
        "`nn.utils.stateless.functional_call` is deprecated. Please use `func.functional_call` instead which is a "
        "drop-in replacement.",
        FutureWarning,
        stacklevel=2,
    )
    positional = () if args is None else args if isinstance(args, tuple) else (args,)
    with exchanged(module, parameters_and_buffers, tie_weights, strict):
        return module(*positional, **(kwargs or {}))


def _members(module: Module) -> dict[str, tuple[dict[str, Any], str]]:
    """Where each parameter and buffer is kept, by every name that leads to it."""
    found: dict[str, tuple[dict[str, Any], str]] = {}
    for prefix, child in module.named_modules(remove_duplicate=False):
        for table in (child._parameters, child._buffers):
            for name, value in table.items():
                if value is not None:
                    found[f"{prefix}.{name}" if prefix else name] = (table, name)
    return found


@contextmanager
def exchanged(module: Module, given: dict[str, Any], tied: bool, strict: bool) -> Iterator[None]:
    """Within this context a module has other tensors, by name; the arguments are those of `func.functional_call`."""
    members = _members(module)
    names = dict(given)
    if tied:
        groups: dict[int, list[str]] = {}
        for name, (table, key) in members.items():
            groups.setdefault(id(table[key]), []).append(name)
        for group in groups.values():
            here = [n for n in group if n in given]
            if len({id(given[n]) for n in here}) > 1:
                raise ValueError(
                    f"functional_call got multiple values for keys {sorted(here)}, which are tied. Consider using "
                    "tie_weights=False"
                )
            names.update(dict.fromkeys(group, given[here[0]]) if here else {})
    missing = [n for n in members if n not in names] if strict else []
    unexpected = [n for n in names if n not in members]
    if strict and (missing or unexpected):
        lines = [f"Unexpected key(s): {', '.join(unexpected)}."] if unexpected else []
        lines += [f"Missing key(s): {', '.join(missing)}."] if missing else []
        raise RuntimeError(f"Error(s) in reparametrizing for {type(module).__name__}:\n\t" + "\n\t".join(lines))
    for name in unexpected:
        del names[name]
    for name, value in names.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"{value} is not an instance of arraygrad.Tensor: it stands for {name}")
    before = [(members[n][0], members[n][1], members[n][0][members[n][1]]) for n in names]
    try:
        for name, value in names.items():
            table, key = members[name]
            table[key] = value
        yield
    finally:
        for table, key, value in before:
            table[key] = value
