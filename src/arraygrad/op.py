"""The op record: everything that is known of an operation, declared in one place.

A declaration is a plain function over a namespace `xp`; its parameters say what it takes:

* parameters annotated ``Array`` are operands: arrays, differentiable if the op has a rule for them;
* ``IndexArray`` are operands that take no part in promotion and have no derivative (indices, masks);
* ``Sequence[Array]`` is one operand that is a list of arrays (such an op is *variadic*);
* everything else is a parameter.

An operand may default to None. A rule gives one formula per operand; the names of its parameters say what is kept for
the backward pass::

    @op(category="float")
    def tanh(xp: Any, input: Array) -> Array:
        "Hyperbolic tangent of each element."
        return xp.tanh(input)

    tanh.rule(input=lambda xp, g, out: g * (1 - out * out))
    tanh.cases(unary(-3, 3), oracle="numpy.tanh")
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, overload

from arraygrad.cases import Case

__all__ = ["OPS", "Array", "IndexArray", "Op", "op"]

#: Annotation of a differentiable operand: inside a declaration, the backend's own array.
Array = Any
#: Annotation of an operand without derivative and outside promotion.
IndexArray = Any

#: In place of an operand's number: the saved value takes no part in differentiation, or is a result (``RESULT - i`` is
#: result i).
UNTRACKED, RESULT = -1, -2

#: Every op by its name.
OPS: dict[str, Op] = {}

_OPERANDS = {
    "Array": "array",
    "Array | None": "array",
    "IndexArray": "index",
    "IndexArray | None": "index",
    "Sequence[Array]": "arrays",
    "Sequence[IndexArray]": "indices",
}


class Rule:
    """The derivative with respect to one operand: a formula and the names of what it needs."""

    __slots__ = ("formula", "needs")

    def __init__(self, formula: Callable[..., Any]) -> None:
        self.formula = formula
        code = formula.__code__
        names = code.co_varnames[: code.co_argcount]
        if names[:2] != ("xp", "g"):
            raise TypeError(f"the first parameters of a rule are (xp, g), got {names}")
        self.needs = names[2:]


class Op:
    """A declared operation. See the module's text for the form of a declaration.

    Attributes
    ----------
    name : str
        PyTorch's name where it has one.
    standard : str or None
        The array API standard's name of the same function, if it is in the standard or rules call it so.
    category : str
        What happens to dtypes before the body runs: ``"same"`` nothing; ``"arith"`` operands are promoted to a common
        type; ``"float"`` and integers then become the default floating type; ``"compare"`` as arith, with a bool
        result; ``"sum"`` integers of the operand become int64.
    composite : bool
        The body works on tensors through the tensor namespace and has no rule of its own.
    view : bool
        The body is a lens' get: the result shares the operand's storage.
    real : bool
        The op needs an order, which complex numbers do not have: it refuses them.
    outputs : tuple of str
        Names of the results if there are several (a named tuple), else empty.
    differentiable : tuple of bool
        Which results carry a gradient.
    compiles : bool
        False if the shapes of results depend on values, which compilers do not take.
    """

    def __init__(
        self,
        body: Callable[..., Any],
        *,
        name: str | None,
        standard: str | None,
        aliases: Sequence[str],
        category: str,
        composite: bool,
        view: bool,
        inplace: bool,
        broadcasts: bool,
        faces: Sequence[str],
        outputs: Sequence[str],
        differentiable: Sequence[bool],
        compiles: bool,
        real: bool,
    ) -> None:
        self.body = body
        self.name = name or body.__name__.rstrip("_")
        self.standard = standard
        self.aliases = tuple(aliases)
        self.category = category
        self.composite = composite
        self.view = view
        self.inplace = inplace
        self.broadcasts = broadcasts
        self.faces = tuple(faces)
        self.outputs = tuple(outputs)
        self.differentiable = tuple(differentiable) or (True,) * max(1, len(self.outputs))
        self.compiles = compiles
        self.real = real
        #: Of a view op: the op that puts a view back into its base, the strides of the view, and how many elements of
        #: the view one of the base makes.
        self.put: Op | None = None
        self.strides: Callable[..., tuple[tuple[int, ...], int]] | None = None
        self.parts: float | Callable[..., float] = 1
        #: Of a view op: whether it may show an element in several places.
        self.repeats = False
        self.rules: dict[str, Rule] = {}
        self.samples: list[Case] = []
        self.oracle: str | Callable[..., Any] | None = None
        #: The body under the array API standard's rules, where its special values are not PyTorch's.
        self.standard_body: Callable[..., Any] | None = None
        self.node_name = "".join(part.capitalize() for part in self.name.split("_")) + "Backward0"
        code = body.__code__
        names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        defaults = dict(
            zip(reversed(code.co_varnames[: code.co_argcount]), reversed(body.__defaults__ or ()), strict=False)
        )
        self.defaults = {**defaults, **(body.__kwdefaults__ or {})}
        self.names = names
        self.positional = code.co_argcount - 1
        notes = body.__annotations__
        self.operands = {n: _OPERANDS[notes[n]] for n in names if notes.get(n) in _OPERANDS}
        self.variadic = any(kind in ("arrays", "indices") for kind in self.operands.values())
        self.params = tuple(n for n in names if n not in self.operands)
        if self.name in OPS:
            raise ValueError(f"op {self.name!r} is declared twice")
        OPS[self.name] = self

    def __reduce__(self) -> tuple[Callable[[str], Op], tuple[str]]:
        return _by_name, (self.name,)

    def rule(self, **formulas: Callable[..., Any]) -> None:
        """Declare the derivative: one formula ``(xp, g, *needs)`` per operand.

        `needs` may name operands and results (their values are kept), parameters, ``out`` (the result, or the first
        one), and ``<operand>_shape``. A formula returns the gradient before un-broadcasting: the engine sums it to the
        operand's shape. For a ``Sequence[Array]`` operand it returns one gradient per array.
        """
        for operand, formula in formulas.items():
            if operand not in self.operands:
                raise TypeError(f"{self.name} has no operand {operand!r}; it has {', '.join(self.operands)}")
            rule = Rule(formula)
            known = {*self.names, *self.outputs, "out", *(f"{o}_shape" for o in self.operands)}
            unknown = set(rule.needs) - known
            if unknown:
                raise TypeError(f"the rule of {self.name} for {operand!r} needs unknown names {sorted(unknown)}")
            self.rules[operand] = rule

    def in_standard(self, body: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator that declares the body under the array API standard's rules; parameters as in the declaration."""
        self.standard_body = body
        return body

    def names_in(self, face: str) -> tuple[str, ...]:
        """The names, aliases included, under which the op appears in a face; none if it does not.

        Where PyTorch means two things by one name at top level and in a module, the module's op is called as PyTorch
        calls it inside: ``linalg_qr`` is ``qr`` in the face ``linalg``, ``nn_functional_unfold`` is ``unfold`` in
        ``nn.functional``.
        """
        if face not in self.faces:
            return ()
        prefix = face.replace(".", "_") + "_"
        return tuple(name.removeprefix(prefix) for name in (self.name, *self.aliases))

    @property
    def doc(self) -> str:
        """The documentation of the declaration."""
        return inspect.getdoc(self.body) or ""

    @cached_property
    def saved_names(self) -> tuple[str, ...]:
        """What the rules need, apart from parameters, in the order in which a node keeps it."""
        needs = dict.fromkeys(n for rule in self.rules.values() for n in rule.needs)
        return tuple(n for n in needs if n not in self.params)

    @cached_property
    def saves(self) -> bool:
        """Whether a node keeps any value (a shape is none)."""
        return any(not n.endswith("_shape") for n in self.saved_names)

    def needed_by(self, name: str) -> tuple[str, ...]:
        """The operands whose rules need a name."""
        return tuple(operand for operand, rule in self.rules.items() if name in rule.needs)

    @cached_property
    def backward(self) -> Callable[..., Any]:
        """``backward(node, g, xp, unpack)``: all rules in one function, made from the declaration."""
        return make_backward(self)

    def cases(self, *cases: Case | Sequence[Case], oracle: str | Callable[..., Any] | None = None) -> None:
        """Add sample inputs, and the function of NumPy arrays that gives the expected values.

        `oracle` is a dotted name or a callable; it gets the case's arguments as NumPy arrays and its parameters
        (for a name with `dim` as ``axis`` and `keepdim` as ``keepdims``).
        Without one the values are checked against PyTorch's function of the same name in the comparison with PyTorch.
        """
        for case in cases:
            self.samples.extend([case] if isinstance(case, Case) else case)
        if oracle is not None:
            self.oracle = oracle

    def __repr__(self) -> str:
        return f"<op {self.name}>"


def _by_name(name: str) -> Op:
    return OPS[name]


def make_backward(op: Op) -> Callable[..., Any]:
    """Write the function that calls an op's rules: values are checked and unpacked once, formulas called with names.

    There is one edge per ``Array`` operand, or per array of a ``Sequence[Array]`` operand.
    """
    arrays = [name for name, kind in op.operands.items() if kind == "array"]
    lines = ["def backward(node, g, xp, unpack):"]
    if op.saved_names:
        lines.append(f"    {', '.join(op.saved_names)}, = node.saved")
    if any(p in rule.needs for p in op.params for rule in op.rules.values()):
        lines.append(f"    {', '.join(op.params)}, = node.params")
    for name in op.saved_names:
        if not name.endswith("_shape"):
            result = RESULT - (op.outputs.index(name) if name in op.outputs else 0)
            where = arrays.index(name) if name in arrays else UNTRACKED if name in op.operands else result
            lines.append(f"    if {name} is not None: {name} = unpack(node, {name}, {where})")
    scope: dict[str, Any] = {}
    if "arrays" in op.operands.values():
        ((operand, rule),) = op.rules.items()
        scope["rule"] = rule.formula
        lines.append(f"    return rule({', '.join(('xp', 'g', *rule.needs))})")
    else:
        lines.append(f"    {', '.join(f'e{i}' for i in range(len(arrays)))}, = node.edges")
        results = []
        for i, operand in enumerate(arrays):
            if operand in op.rules:
                scope[f"rule{i}"] = op.rules[operand].formula
                call = ", ".join(("xp", "g", *op.rules[operand].needs))
                results.append(f"rule{i}({call}) if e{i} is not None else None")
            else:
                results.append("None")
        lines.append(f"    return ({', '.join(results)},)")
    exec("\n".join(lines), scope)
    return scope["backward"]  # type: ignore[no-any-return]


@overload
def op(body: Callable[..., Any], /) -> Op: ...
@overload
def op(
    *,
    name: str | None = ...,
    standard: str | None = ...,
    aliases: Sequence[str] = ...,
    category: str = ...,
    composite: bool = ...,
    view: bool = ...,
    inplace: bool = ...,
    broadcasts: bool = ...,
    faces: Sequence[str] = ...,
    outputs: Sequence[str] = ...,
    differentiable: Sequence[bool] = ...,
    compiles: bool = ...,
    real: bool = ...,
) -> Callable[[Callable[..., Any]], Op]: ...
def op(
    body: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    standard: str | None = None,
    aliases: Sequence[str] = (),
    category: str = "same",
    composite: bool = False,
    view: bool = False,
    inplace: bool = False,
    broadcasts: bool = False,
    faces: Sequence[str] = ("torch", "Tensor"),
    outputs: Sequence[str] = (),
    differentiable: Sequence[bool] = (),
    compiles: bool = True,
    real: bool = False,
) -> Op | Callable[[Callable[..., Any]], Op]:
    """Declare an op; see `Op` for the arguments.

    `inplace` adds the method ``name_``. `broadcasts` says that operands broadcast against one another, so gradients are
    summed back to the operand's shape. `faces` lists where the name appears: ``"torch"`` (top level), ``"Tensor"``
    (method), ``"nn.functional"``, ``"linalg"``, ``"fft"``, ``"special"``, ``"masked"``; an empty list keeps it
    internal.
    """

    def declare(body: Callable[..., Any]) -> Op:
        return Op(
            body,
            name=name,
            standard=standard,
            aliases=aliases,
            category=category,
            composite=composite,
            view=view,
            inplace=inplace,
            broadcasts=broadcasts,
            faces=faces,
            outputs=outputs,
            differentiable=differentiable,
            compiles=compiles,
            real=real,
        )

    return declare if body is None else declare(body)
