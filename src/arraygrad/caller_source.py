"""The source of an op's specialised caller.

The text is made once per op, from its record alone. Its locals are, per operand i, the storage ``s<i>``, the raw array
``a<i>`` and the flag ``t<i>`` that says whether the operand is tracked. What it does not serve it hands to `apply`.
"""

from __future__ import annotations

from typing import Any

from arraygrad.autocasting import LISTED
from arraygrad.op import Op

__all__ = ["MISSING", "SYNONYMS", "caller_source"]

#: The standard's (and NumPy's) words for parameters that PyTorch calls otherwise.
SYNONYMS = {"axis": "dim", "keepdims": "keepdim", "k": "diagonal"}
#: In place of an argument that was not given.
MISSING: Any = object()


def caller_source(op: Op, scope: dict[str, Any]) -> str:
    """Source of the function ``call`` for an op with a fixed number of operands.

    Parameters
    ----------
    op : Op
    scope : dict
        Where the function will be defined; the defaults of the op's parameters are put there.

    Returns
    -------
    str

    Examples
    --------
    >>> import arraygrad
    >>> from arraygrad.op import OPS
    >>> print(caller_source(OPS["neg"], {}).splitlines()[0])
    def call(input, *, out=None):
    """
    return "\n".join(_Writer(op, scope).lines())


class _Writer:
    """Writes the parts of one caller."""

    def __init__(self, op: Op, scope: dict[str, Any]) -> None:
        self.op = op
        self.scope = scope
        self.arrays = [n for n, kind in op.operands.items() if kind == "array"]
        self.indices = [n for n, kind in op.operands.items() if kind == "index"]
        self.number = {n: i for i, n in enumerate(self.arrays + self.indices)}
        self.optional = {n for n in self.number if n in op.defaults}
        #: Whether numbers may stand in for operands.
        self.scalars = len(self.arrays) > 1 and op.category != "same"
        self.synonyms = {s: n for s, n in SYNONYMS.items() if n in op.names and s not in op.names}
        positional = "".join(f"{n}, " for n in op.names[: op.positional])
        keywords = ", ".join(f"{n!r}: {n}" for n in op.names[op.positional :])
        self.given = f"({positional}), {{{keywords}}}"
        self.slow = f"return apply(OP, {self.given})"

    def lines(self) -> list[str]:
        body = [*self.output(), *self.arguments(), *self.autocast(), *self.operands(), *self.checks()]
        body += [*self.compute(), *self.record()]
        return [f"def call({', '.join(self.signature())}):", *(f"    {line}" for line in body), "    return result"]

    def output(self) -> list[str]:
        """PyTorch's argument `out`: the call without it, and a write."""
        given = [n if i < self.op.positional else f"{n}={n}" for i, n in enumerate(self.op.names)]
        given += [f"{s}={s}" for s in self.synonyms]
        return [f"if out is not None: return write_out(NAME, call({', '.join(given)}), out)"]

    def may_be_absent(self, name: str) -> bool:
        """Whether an operand can be a number or None, so that it has no storage."""
        return name in self.optional or (self.scalars and name in self.arrays)

    def signature(self) -> list[str]:
        op = self.op
        parts: list[str] = []
        optional = False  # what follows a parameter with a default needs one too
        for i, name in enumerate(op.names):
            if i == op.positional:
                parts.append("*")
                optional = False
            if name in op.defaults:
                self.scope[f"default_{name}"] = op.defaults[name]
                parts.append(f"{name}=default_{name}")
                optional = True
            elif optional or name in self.synonyms.values():
                parts.append(f"{name}=MISSING")
                optional = True
            else:
                parts.append(name)
        if op.positional >= len(op.names):
            parts.append("*")
        return [*parts, *(f"{s}=MISSING" for s in self.synonyms), "out=None"]

    def arguments(self) -> list[str]:
        lines = []
        for synonym, name in self.synonyms.items():
            lines.append(f"if {synonym} is not MISSING: {name} = {synonym}")
            if name not in self.op.defaults:
                lines.append(f"if {name} is MISSING: raise TypeError(NAME + \"() missing required argument '{name}'\")")
        if "dtype" in self.op.params and "dtype" in self.op.defaults:
            first = self.arrays[0]  # converted outside, so that its gradient is converted back
            lines.append(f"if dtype is not None and isinstance({first}, Tensor): {first} = cast({first}, dtype)")
        return lines

    def autocast(self) -> list[str]:
        """What `arraygrad.amp.autocast` asks for, of ops that it concerns."""
        if self.op.name not in LISTED:
            return []
        return [f"if (casts := autocasting()) is not None: return casts.call(OP, call, {self.given})"]

    def operands(self) -> list[str]:
        lines = ["try:"]
        for name, i in self.number.items():
            absent = [f"{name} is None"] if name in self.optional else []
            absent += [f"{name}.__class__ in SCALARS"] if self.scalars and name in self.arrays else []
            indent = "    "
            if absent:
                lines.append(f"    if {' or '.join(absent)}:")
                lines.append(f"        s{i} = None; a{i} = {name}; t{i} = False")
                lines.append("    else:")
                indent += "    "
            lines.append(f"{indent}s{i} = {name}._storage")
            lines.append(f"{indent}a{i} = s{i}.array if {name}._path is None else {name}._read()")
            if name in self.arrays:
                lines.append(f"{indent}t{i} = {name}._tracked")
        return [*lines, "except AttributeError:", f"    {self.slow}"]

    def checks(self) -> list[str]:
        """One device, one dtype; numbers only where they cannot change the dtype."""
        if not self.arrays:
            lines = [f"device = s{self.number[self.indices[0]]}.device"]
        elif len(self.arrays) == 2 and self.scalars and not self.optional:
            lines = self.check_pair(*self.arrays)
        else:
            lines = self.check_first()
            for name in self.arrays[1:]:
                lines += self.check_other(name)
        if self.op.real and self.arrays:
            first = "(a1 if s0 is None else a0)" if len(self.arrays) == 2 and self.scalars else "a0"
            lines.append(f"if {first}.dtype in device.unordered: {self.slow}")
        for name in self.indices:
            i = self.number[name]
            present = f"s{i} is not None and " if name in self.optional else ""
            lines.append(f"if {present}s{i}.device is not device: {self.slow}")
        return lines

    def check_pair(self, x: str, y: str) -> list[str]:
        different = "s1.device is not device or a0.dtype is not a1.dtype"
        if self.op.category == "float":
            different += " or a0.dtype not in device.floating"
        return [
            "if s1 is None:",
            f"    if s0 is None or {y}.__class__ is complex: {self.slow}",
            "    device = s0.device",
            f"    if a0.dtype not in device.floating: {self.slow}",
            "elif s0 is None:",
            "    device = s1.device",
            f"    if {x}.__class__ is complex or a1.dtype not in device.floating: {self.slow}",
            "else:",
            "    device = s0.device",
            f"    if {different}: {self.slow}",
        ]

    def check_first(self) -> list[str]:
        lines = [f"if s0 is None: {self.slow}"] if self.scalars else []
        lines.append("device = s0.device")
        if self.op.category in ("float", "sum"):
            lines.append(f"if a0.dtype not in device.floating: {self.slow}")
        return lines

    def check_other(self, name: str) -> list[str]:
        i = self.number[name]
        check = f"if s{i}.device is not device or a{i}.dtype is not a0.dtype: {self.slow}"
        if not self.may_be_absent(name):
            return [check]
        lines = [f"if s{i} is not None:", f"    {check}"]
        if self.scalars:
            changes = f"a0.dtype not in device.floating or {name}.__class__ is complex"
            lines.append(f"elif {name} is not None and ({changes}): {self.slow}")
        return lines

    def compute(self) -> list[str]:
        op, number = self.op, self.number
        raw = [f"a{number[n]}" if n in number else n for n in op.names]
        full = ", ".join(r if i < op.positional else f"{op.names[i]}={r}" for i, r in enumerate(raw))
        plain = ", ".join(f"a{number[n]}" for n in op.names if n in number)
        given = ", ".join(f"{p!r}: {p}" for p in op.params)
        lines = ["try:"]
        if not op.params:
            lines += self.function("PLAIN", "resolve_plain", plain, "    ")
        elif len(op.params) == 1 and self.has_constant_default(op.params[0]):
            (p,) = op.params
            lines.append(f"    if {p} is default_{p}:")
            lines += self.function("PLAIN", "resolve_plain", plain, "        ")
            lines.append("    else:")
            lines += self.function("NAME", "resolve", full, "        ")
        else:
            lines += self.function("NAME", "resolve", full, "    ")
        return [
            *lines,
            "except (ValueError, TypeError) as error:",
            f"    explain(OP, error, [{', '.join(f'a{i}' for i in number.values())}], {{{given}}})",
            "if out.__class__ is not device.array_type: out = device.backend.asarray(out, device.native)",
            "result = new(Tensor)",
            "result._storage = storage = device.storage(out, device)",
        ]

    def has_constant_default(self, parameter: str) -> bool:
        """Whether a call that leaves the parameter alone can be told by identity."""
        defaults = self.op.defaults
        plain_operands = not self.indices and not self.optional
        return plain_operands and parameter in defaults and isinstance(defaults[parameter], int | None)

    @staticmethod
    def function(key: str, resolve: str, arguments: str, indent: str) -> list[str]:
        return [
            f"{indent}try: function = device.impls[{key}]",
            f"{indent}except KeyError: function = {resolve}(device, OP)",
            f"{indent}out = function({arguments})",
        ]

    def record(self) -> list[str]:
        op, number = self.op, self.number
        ruled = [n for n in self.arrays if n in op.rules]
        if not ruled:
            return []
        edges = [f"({n}._node or {n}) if t{number[n]} else None" if n in op.rules else "None" for n in self.arrays]
        lines = [
            f"if ({' or '.join(f't{number[n]}' for n in ruled)}) and (mode := grad_enabled()):",
            "    node = new(Node)",
            "    node.op = OP",
            "    node.device = device",
            "    node.sequence = next_sequence()",
            f"    node.edges = ({', '.join(edges)},)",
        ]
        saved = [self.saved(name, ruled) for name in op.saved_names]
        if saved:
            lines.append(f"    node.saved = ({', '.join(saved)},)")
        if any(p in rule.needs for p in op.params for rule in op.rules.values()):
            lines.append(f"    node.params = ({', '.join(op.params)},)")
        if op.broadcasts:
            lines += [f"    h{number[n]} = {self.shape(n)}" for n in self.arrays]
            shapes = [f"h{number[n]}" for n in self.arrays]
            # One operand may be broadcast by a parameter, all by an index operand: then the result's shape tells.
            same = " == ".join(shapes if len(shapes) > 1 and not self.indices else [*shapes, "out.shape"])
            lines.append(f"    if not ({same}): node.shapes = ({', '.join(shapes)},)")
        lines.append("    if mode is not True: mode.recorded(node, (result,))")
        return [*lines, "    result._node = node", "    result._tracked = True"]

    def shape(self, name: str) -> str:
        i = self.number[name]
        return f"(a{i}.shape if s{i} is not None else ())" if self.may_be_absent(name) else f"a{i}.shape"

    def saved(self, name: str, ruled: list[str]) -> str:
        """The expression of one saved entry: None unless a tracked operand's rule needs it."""
        if name.endswith("_shape"):
            return self.shape(name.removesuffix("_shape"))
        entry = "(out, storage, storage.version)"
        if name in self.number:
            i = self.number[name]
            entry = f"(a{i}, s{i}, s{i}.version)"
            if self.may_be_absent(name):
                entry = f"({entry} if s{i} is not None else a{i})"
        needed = self.op.needed_by(name)
        if set(needed) >= set(ruled):
            return entry
        return f"{entry} if {' or '.join(f't{self.number[n]}' for n in needed)} else None"
