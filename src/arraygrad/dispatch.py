"""From op records to functions of tensors.

`make_caller` writes, for each op with a fixed number of operands, a function specialised to it: no loops, no argument
lists, the saving pattern decided. It serves tensors of one device and one dtype, and Python scalars that do not change
the dtype. All else - promotion, foreign arrays, lists of tensors - goes through `apply`, which brings operands into
order and records the same nodes.
"""

from __future__ import annotations

import linecache
from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from arraygrad import backend as backends
from arraygrad.autocasting import LISTED, autocasting
from arraygrad.autograd.modes import grad_enabled
from arraygrad.backend import Device
from arraygrad.caller_source import MISSING, SYNONYMS, caller_source
from arraygrad.complaints import check_arguments, check_dtypes
from arraygrad.dtypes import DType, can_cast, get_default_dtype, iinfo, int64, result_dtype, scalar_dtype
from arraygrad.graph import Node, Output, next_sequence
from arraygrad.lens import Step
from arraygrad.namespace import resolve, scoped
from arraygrad.op import OPS, Op
from arraygrad.storage import order
from arraygrad.tensor import Tensor, wrap

__all__ = ["apply", "call", "coerce", "make_caller"]

#: Numbers that stand beside tensors as they are; a bool first becomes a number of the tensor's category.
SCALARS = frozenset((int, float, complex))
_new = object.__new__


# -- implementations ---------------------------------------------------------------------------------------------


class _Probe:
    """Stands in for a namespace to see whether a body only hands its operands to one function of the standard."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def record(*args: Any) -> Any:
            self.calls.append((name, args))
            return self

        return record


def _direct_name(op: Op) -> str | None:
    """The function of the standard that the body calls on its operands and nothing more, or None."""
    if op.variadic or op.outputs or any(n not in op.defaults for n in op.params):
        return None
    probe, operands = _Probe(), tuple(object() for _ in op.operands)
    try:
        result = op.body(probe, *operands)
    except (TypeError, AttributeError, ValueError, IndexError):
        return None
    name, given = probe.calls[0] if result is probe and len(probe.calls) == 1 else (None, ())
    return name if given == operands else None


def resolve_plain(device: Device, op: Op) -> Callable[..., Any]:
    """The same for calls with no parameters given: the library's own function where the body is just that."""
    own = op.name in device.backend.kernels or (device.is_standard and op.standard_body is not None)
    name = None if own else _direct_name(op)
    if name is None:
        function = device.impls.get(op.name) or resolve(device, op)
    else:
        function = getattr(device.ns, name)
        if device.scope is not None:
            function = scoped(device.scope, function)
    device.impls[op.name + "!"] = function
    return function


# -- operands ----------------------------------------------------------------------------------------------------


def coerce(value: Any, device: Device | None, what: str) -> Any:
    """A tensor, or a Python scalar, from what was given as an operand.

    Raises
    ------
    TypeError
        If `value` is neither of those nor an array of a backend.
    """
    if isinstance(value, Tensor) or value.__class__ in SCALARS:
        return value
    if isinstance(value, np.generic):
        value = value.item()
        if isinstance(value, np.inexact):  # extended precision has no Python number of its own
            value = complex(value) if isinstance(value, np.complexfloating) else float(value)
    if isinstance(value, (bool, int, float, complex)):
        return value
    if backends.owner(value) is not None:
        from arraygrad.creation import as_tensor

        return as_tensor(value)
    raise TypeError(
        f"{what}: expected a tensor, an array or a number, got {type(value).__module__}.{type(value).__name__}"
    )


def device_of_operands(op_name: str, tensors: Sequence[Tensor]) -> Device:
    """The one device of all operands.

    Raises
    ------
    RuntimeError
        If they are on several.
    """
    device = tensors[0]._storage.device
    for t in tensors:
        other = t._storage.device
        if other is not device:
            if other.public is not device.public:
                raise RuntimeError(
                    f"{op_name}: expected all tensors to be on the same device, but found at least two devices, "
                    f"{device} and {other}; move one of them with .to('{device}')"
                )
            device = device.standard if device.level == other.level else max(device, other, key=lambda d: d.level)
    return device


def lifted(value: Any, device: Device) -> Any:
    """An operand on a batch device: with the same values for every example if it was not there before."""
    if isinstance(value, list):
        return [lifted(v, device) for v in value]
    return device.lift(value) if isinstance(value, Tensor) else value


def cast(tensor: Tensor, dtype: DType) -> Tensor:
    """The tensor in another dtype, recorded if both types can carry a gradient; itself if it has the dtype."""
    source = tensor.dtype
    if source is dtype:
        return tensor
    if not dtype.is_differentiable:
        tensor = tensor.detach()
    device = tensor._storage.device
    return call("astype", tensor, device.raw_dtype(dtype), device.raw_dtype(source))  # type: ignore[no-any-return]


#: Ops that take an integer which the tensor's type does not hold by its lowest bits; others refuse it.
_MODULAR = frozenset(
    """add addcmul bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor floor_divide fmod mul
    remainder rsub sub trunc_divide""".split()
)


def wrapped(op: Op, value: int, dtype: DType) -> int:
    """An integer beside tensors of a dtype that may not hold it: the one that has its lowest bits.

    Raises
    ------
    OverflowError
        If no dtype holds it.
    RuntimeError
        If the op does not calculate by remainders.
    """
    least, most = int(iinfo(dtype).min), int(iinfo(dtype).max)
    if least <= value <= most:
        return value
    if not -(2**63) <= value < 2**64:
        raise OverflowError(f"int too big to convert: {value}")
    if op.name not in _MODULAR:
        raise RuntimeError(
            f"value cannot be converted to type {dtype!r} without overflow: {op.name} takes {least} to {most}, "
            f"got {value}"
        )
    return (value - least) % (most - least + 1) + least


def promote(op: Op, values: list[Any], device: Device | None) -> list[Any]:
    """Bring operands to the dtype that the op computes in; a number that stands alone becomes a tensor on `device`."""
    tensors = [v for v in values if isinstance(v, Tensor)]
    scalars = [v for v in values if v is not None and not isinstance(v, Tensor)]
    if op.category == "same":
        if not tensors:
            raise TypeError(f"{op.name}(): expected a tensor, got {type(scalars[0]).__name__}")
        first = tensors[0].dtype
        for t in tensors:
            if t.dtype is not first:
                raise RuntimeError(
                    f"{op.name}: expected operands to have the same dtype, but got: {first!r} != {t.dtype!r}; convert "
                    "one of them with .to(dtype)"
                )
        target = first
    else:
        weak = device is None or not device.is_standard  # PyTorch: zero dimensions do not widen a type of their kind
        dims = [t.dtype for t in tensors if t.ndim or not weak]
        zero = [t.dtype for t in tensors if not t.ndim and weak]
        target = result_dtype(dims, zero, [scalar_dtype(s) for s in scalars])
        if op.category == "float" and target.category < 2:
            target = get_default_dtype()
        elif op.category == "sum" and target.category < 2:
            target = int64
    if op.real and target.is_complex and not (device is not None and device.is_standard):
        raise NotImplementedError(
            f"{op.name!r} is not implemented for {target.name}, whose numbers have no order: take .abs(), .real or "
            ".imag"
        )
    if target.category:
        values = [int(v) if isinstance(v, bool) else v for v in values]
    if target.category == 1 and scalars and tensors:
        least, most = iinfo(target).min, iinfo(target).max
        if any(isinstance(v, int) and not least <= v <= most for v in scalars):
            if op.category == "compare":
                target = int64
            else:
                values = [wrapped(op, v, target) if isinstance(v, int) else v for v in values]
    out = [cast(v, target) if isinstance(v, Tensor) else v for v in values]
    if not tensors:
        from arraygrad.creation import tensor

        first_value = next(i for i, v in enumerate(out) if v is not None)
        out[first_value] = tensor(out[first_value], dtype=target, device=device)
    return out


def explain(op: Op, error: Exception, arrays: Sequence[Any], given: dict[str, Any] | None = None) -> NoReturn:
    """Raise PyTorch's error for operands that do not fit, else what the backend raised."""
    shapes = [tuple(a.shape) for a in arrays if hasattr(a, "shape")]
    if op.broadcasts and len(shapes) > 1:
        broadcast_shapes(*shapes)
    check_arguments(op, given or {})
    check_dtypes(op, error, arrays)
    raise error


def broadcast_shapes(*shapes: Sequence[int]) -> tuple[int, ...]:
    """The shape to which all shapes broadcast.

    Raises
    ------
    RuntimeError
        If they do not; the message names the sizes and the dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.broadcast_shapes((3, 1), (4,))
    arraygrad.Size([3, 4])
    """
    from arraygrad.tensor import Size

    ndim = max(map(len, shapes), default=0)
    result = [1] * ndim
    for shape in shapes:
        for i in range(1, len(shape) + 1):
            n = shape[-i]
            if n != 1 and result[-i] not in (1, n):
                raise RuntimeError(
                    f"The size of tensor a ({result[-i]}) must match the size of tensor b ({n}) at non-singleton "
                    f"dimension {ndim - i}: shapes {', '.join(str(tuple(s)) for s in shapes)} do not broadcast"
                )
            if n != 1:
                result[-i] = n
    return Size(result)


# -- the general path --------------------------------------------------------------------------------------------


def bind(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments by name, with defaults; `axis` and `keepdims` stand for `dim` and `keepdim`."""
    if len(args) > op.positional:
        raise TypeError(f"{op.name}() takes {op.positional} positional arguments but {len(args)} were given")
    bound = dict(zip(op.names, args, strict=False))
    for key, value in kwargs.items():
        if key not in op.names:
            key = {**SYNONYMS, "x": "input", "x1": "input", "x2": "other"}.get(key, key)
        if key not in op.names:
            raise TypeError(f"{op.name}() got an unexpected keyword argument '{key}'")
        if key in bound:
            raise TypeError(f"{op.name}() got multiple values for argument '{key}'")
        bound[key] = value
    for name in op.names:
        if name not in bound:
            if name not in op.defaults:
                raise TypeError(f"{op.name}() missing required argument '{name}'")
            bound[name] = op.defaults[name]
    return bound


def apply(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call an op with any operands it accepts."""
    bound = bind(op, args, kwargs)
    flat: list[Any] = []
    tensors: list[Tensor] = []
    for name, kind in op.operands.items():
        value = bound[name]
        if kind in ("arrays", "indices"):
            if isinstance(value, Tensor):
                value = call("unbind", value) if value.ndim else [value]
            bound[name] = items = [coerce(v, None, f"{op.name}(): {name}") for v in value]
            if not items and kind == "arrays":
                raise RuntimeError(f"{op.name}(): expected a non-empty list of tensors")
            tensors += [v for v in items if isinstance(v, Tensor)]
        elif value is not None:
            if not isinstance(value, Tensor) and hasattr(value, "_call_op"):  # a tensor of another layout
                options = {p: bound[p] for p in op.params if bound[p] is not op.defaults.get(p, MISSING)}
                return value._call_op(op.name, [bound[n] for n in op.operands], options)
            bound[name] = value = coerce(value, None, f"{op.name}(): argument '{name}'")
            if isinstance(value, Tensor):
                tensors.append(value)
        elif op.defaults.get(name, MISSING) is not None:
            check_arguments(op, bound)
    kinds = op.operands
    device = device_of_operands(op.name, tensors) if tensors else None
    if device is not None and device.level:
        bound.update((name, lifted(bound[name], device)) for name in kinds)
    for name, kind in kinds.items():
        if kind == "arrays":
            flat += bound[name]
        elif kind == "array":
            flat.append(bound[name])
    if any(v is not None for v in flat):
        promoted = promote(op, flat, device)
        position = 0
        for name, kind in kinds.items():
            if kind == "arrays":
                n = len(bound[name])
                bound[name] = promoted[position : position + n]
                position += n
            elif kind == "array":
                bound[name] = promoted[position]
                position += 1
    return _run(op, bound, device)


def _run(op: Op, bound: dict[str, Any], device: Device | None) -> Any:
    """Compute and record, with operands in order."""
    raws: dict[str, Any] = {}
    edges: list[Any] = []
    tracked: set[str] = set()
    for name, kind in op.operands.items():
        value = bound[name]
        group = value if kind in ("arrays", "indices") else [value]
        arrays = []
        for v in group:
            if isinstance(v, Tensor):
                device = device or v._storage.device  # there was none while all operands were numbers
                arrays.append(v._array)
                edge = v._edge if kind in ("array", "arrays") else None
            else:
                arrays.append(v)
                edge = None
            if kind in ("array", "arrays"):
                edges.append(edge)
            if edge is not None:
                tracked.add(name)
        raws[name] = arrays if kind in ("arrays", "indices") else arrays[0]
    assert device is not None
    arguments = [raws[n] if n in raws else bound[n] for n in op.names]
    function = device.impls.get(op.name) or resolve(device, op)
    try:
        out = function(
            *arguments[: op.positional], **dict(zip(op.names[op.positional :], arguments[op.positional :], strict=True))
        )
    except (ValueError, TypeError) as error:
        operands = [a for n in op.operands for a in (raws[n] if isinstance(raws[n], list) else [raws[n]])]
        explain(op, error, operands, {p: bound[p] for p in op.params})
    results = [wrap(_formed(o, device), device) for o in (out if op.outputs else (out,))]
    if tracked & op.rules.keys() and (mode := grad_enabled()):
        record(op, results, device, edges, tracked, bound, raws, mode)
    return _tuple_type(op)(*results) if op.outputs else results[0]


def _formed(out: Any, device: Device) -> Any:
    return out if out.__class__ is device.array_type else device.backend.asarray(out, device.native)


def record(
    op: Op,
    results: list[Tensor],
    device: Device,
    edges: list[Any],
    tracked: set[str],
    bound: dict[str, Any],
    raws: dict[str, Any],
    mode: Any,
) -> None:
    """Make the node of a call and hang the results on it."""
    node = Node()
    node.op, node.device, node.sequence = op, device, next_sequence()
    node.edges = tuple(edges)
    saved: list[Any] = []
    for name in op.saved_names:
        if name.endswith("_shape"):
            raw = raws[name.removesuffix("_shape")]
            saved.append([tuple(r.shape) for r in raw] if isinstance(raw, list) else tuple(getattr(raw, "shape", ())))
        elif not tracked.intersection(op.needed_by(name)):
            saved.append(None)
        elif name in op.operands:
            value = bound[name]
            saved.append([_keep(v) for v in value] if isinstance(raws[name], list) else _keep(value))
        else:
            saved.append(_keep(results[op.outputs.index(name) if name in op.outputs else 0]))
    node.saved = tuple(saved)
    node.params = tuple(bound[p] for p in op.params)
    if op.broadcasts:
        node.shapes = tuple(tuple(getattr(raws[n], "shape", ())) for n, kind in op.operands.items() if kind == "array")
    if mode is not True:
        mode.recorded(node, results)
    attach(node, results, op.differentiable)


def _keep(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value._array, value._storage, value._storage.version
    return value


def attach(node: Node, results: Sequence[Tensor], differentiable: Sequence[bool]) -> None:
    """Make a node the origin of the results that carry a gradient."""
    if sum(differentiable) == 1:
        result = results[differentiable.index(True)]
        result._node, result._tracked = node, True
        return
    for i, result in enumerate(results):
        if differentiable[i]:
            result._node, result._tracked = Output(node, i, len(results)), True


def write_out(name: str, result: Any, out: Any) -> Any:
    """Write a result, or each of several, into the tensors that were given as `out`, and return those.

    An empty tensor takes on the result's shape.

    Raises
    ------
    RuntimeError
        If something would have to be recorded, or dtype, device or shape do not fit.
    """
    if isinstance(result, tuple):
        if not isinstance(out, (tuple, list)) or len(out) != len(result):
            raise TypeError(f"{name}(): argument 'out' must be a tuple of {len(result)} tensors")
        filled = [write_out(name, r, o) for r, o in zip(result, out, strict=True)]
        return type(result)(*filled) if hasattr(result, "_fields") else tuple(filled)
    if not isinstance(out, Tensor):
        raise TypeError(f"{name}(): argument 'out' must be Tensor, not {type(out).__name__}")
    if grad_enabled() and (result.requires_grad or out.requires_grad):
        raise RuntimeError(
            f"{name}(): functions with out=... arguments don't support automatic differentiation, but one of the "
            "arguments requires grad."
        )
    if out.device is not result.device:
        raise RuntimeError(f"{name}(): expected 'out' to be on {result.device}, but it is on {out.device}")
    if not can_cast(result.dtype, out.dtype):
        raise RuntimeError(f"result type {result.dtype!r} can't be cast to the desired output type {out.dtype!r}")
    if out.shape == result.shape:
        out.copy_(result)
    elif 0 in out.shape:
        out.data = cast(result, out.dtype).clone()
    else:
        raise RuntimeError(
            f"{name}(): 'out' has shape {list(out.shape)}, the result {list(result.shape)}: give an empty tensor or "
            "one of that shape"
        )
    return out


_tuples: dict[str, Any] = {}


def _tuple_type(op: Op) -> Any:
    made = _tuples.get(op.name)
    if made is None:
        made = _tuples[op.name] = namedtuple(op.name, op.outputs)
    return made


# -- the specialised path ----------------------------------------------------------------------------------------

_RUNTIME: dict[str, Any] = {
    "MISSING": MISSING,
    "SCALARS": SCALARS,
    "Node": Node,
    "Tensor": Tensor,
    "apply": apply,
    "autocasting": autocasting,
    "cast": cast,
    "explain": explain,
    "grad_enabled": grad_enabled,
    "new": _new,
    "next_sequence": next_sequence,
    "resolve": resolve,
    "resolve_plain": resolve_plain,
    "write_out": write_out,
}


def make_view_caller(op: Op) -> Callable[..., Any]:
    """The function of tensors for a view op: the result shares the operand's storage and knows how it was reached."""
    shapes_only = len(op.saved_names)
    name = op.name

    def function(input: Tensor, *params: Any) -> Tensor:
        storage = input._storage
        device = storage.device
        path = input._path
        if path is None:
            raw = storage.array
            if device.mutable and input._layout is None:
                # Element-wise results follow their operands' layout; views need the row-major one that strides promise.
                ordered = device.backend.contiguous(raw)
                if ordered is not raw:
                    raw = order(storage)
        else:
            raw = input._read()
        try:
            get = device.impls[name]
        except KeyError:
            get = resolve(device, op)
        out = get(raw, *params)
        if out.__class__ is not device.array_type:
            out = device.backend.asarray(out, device.native)
        base_shape = raw.shape
        step = Step(op, params, base_shape, out.shape)
        result = _new(Tensor)
        result._storage = storage
        result._path = (step,) if path is None else (*path, step)
        result._raw = out
        result._root = storage.array
        if input._layout is not None:
            result._layout = input._layout
        base = input._base
        if base is None:
            base = input
        result._base = base
        if base._generation:
            result._seen = base._generation
        if input._tracked and (mode := grad_enabled()):
            node = _new(Node)
            node.op = op
            node.device = device
            node.sequence = next_sequence()
            node.params = params
            node.edges = (input._node or input,)
            if shapes_only:
                node.saved = (base_shape,) * shapes_only
            if op.broadcasts:
                node.shapes = (base_shape,)
            if mode is not True:
                mode.recorded(node, (result,))
            result._node = node
            result._tracked = True
        return result

    return _dress(function, op)


def make_caller(op: Op) -> Callable[..., Any]:
    """The function of tensors for an op."""
    if op.view:
        return make_view_caller(op)
    if op.composite:
        return _make_composite(op)
    if op.variadic or op.outputs:
        return _make_general(op)
    scope = {**_RUNTIME, "OP": op, "PLAIN": op.name + "!", "NAME": op.name}
    source, place = caller_source(op, scope), f"<arraygrad op {op.name}>"
    exec(compile(source, place, "exec"), scope)
    linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)  # for tracebacks
    return _dress(scope["call"], op)


def _dress(function: Any, op: Op) -> Callable[..., Any]:
    public = [face for face in op.faces if face != "Tensor"]
    face = "torch" if "torch" in public or not public else public[0]  # where pickle looks for it
    function.__name__ = function.__qualname__ = (*op.names_in(face), op.name)[0]
    function.__doc__ = op.doc
    function.__module__ = "arraygrad" if face == "torch" else f"arraygrad.{face}"
    return function  # type: ignore[no-any-return]


def _make_general(op: Op) -> Callable[..., Any]:
    def function(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        result = apply(op, args, kwargs)
        return result if out is None else write_out(op.name, result, out)

    return _dress(_autocast(function, op), op)


def _autocast(function: Callable[..., Any], op: Op) -> Callable[..., Any]:
    """The function that does what `arraygrad.amp.autocast` asks for; itself for an op that it does not concern."""
    if op.name not in LISTED:
        return function

    def call(*args: Any, **kwargs: Any) -> Any:
        casts = autocasting()
        return function(*args, **kwargs) if casts is None else casts.call(op, function, args, kwargs)

    return call


def _make_composite(op: Op) -> Callable[..., Any]:
    from arraygrad.tensor_namespace import NAMESPACE

    body = _named(op) if op.outputs else op.body

    def function(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is not None:
            return write_out(op.name, function(*args, **kwargs), out)
        if kwargs and not kwargs.keys() <= names:
            bound = bind(op, args, kwargs)
            args = tuple(bound[n] for n in op.names[: op.positional])
            kwargs = {n: bound[n] for n in op.names[op.positional :]}
        try:
            return body(NAMESPACE, *args, **kwargs)
        except (TypeError, AttributeError, ValueError):
            check_arguments(op, bind(op, args, kwargs))
            raise

    names = frozenset(op.names)
    return _dress(_autocast(function, op), op)


def _named(op: Op) -> Callable[..., Any]:
    """The body of a composite whose results are a named tuple."""
    body, made = op.body, _tuple_type(op)
    return lambda *args, **kwargs: made(*body(*args, **kwargs))


# -- calling by name ---------------------------------------------------------------------------------------------

_callers: dict[str, Callable[..., Any]] = {}


def caller(name: str) -> Callable[..., Any]:
    """The function of tensors of a registered op, made at first use."""
    function = _callers.get(name)
    if function is None:
        function = _callers[name] = make_caller(OPS[name])
    return function


def call(name: str, *args: Any, **kwargs: Any) -> Any:
    """Call an op by its name."""
    return caller(name)(*args, **kwargs)
