"""NumPy's element-wise functions (ufuncs) on tensors, and their methods."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, reduce
from typing import Any

import numpy as np

from arraygrad import functions as ag
from arraygrad.dispatch import caller
from arraygrad.numpy_face.arguments import (
    axes_of,
    check_out,
    dtype_of,
    flat_or,
    floating,
    operands,
    refusal,
    tensors,
    write,
)
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

__all__ = ["run"]

Function = Callable[..., Any]


# -- functions without an op of their own --------------------------------------------------------------------------


def _cbrt(x: Tensor) -> Any:
    return ag.sign(x) * abs(floating(x)) ** (1 / 3)


def _modf(x: Tensor) -> Any:
    x = floating(x)
    whole = ag.trunc(x)
    return ag.copysign(ag.where(ag.isinf(x), 0.0, x - whole), x), whole


def _spacing(x: Tensor) -> Any:
    size = abs(floating(x).detach())
    return ag.copysign(ag.nextafter(size, ag.full_like(size, math.inf)) - size, x)


def _vecdot(x: Any, y: Any, axis: int = -1) -> Any:
    x, y = operands(x, y)
    return (ag.conj(x) * y).sum(axis)


def _matvec(x: Any, y: Any) -> Any:
    x, y = operands(x, y)
    return ag.matmul(x, y.unsqueeze(-1)).squeeze(-1)


def _vecmat(x: Any, y: Any) -> Any:
    x, y = operands(x, y)
    return ag.matmul(ag.conj(x).unsqueeze(-2), y).squeeze(-2)


def _promoting(name: str) -> Function:
    """An op whose operands must have one dtype, with NumPy's promotion before it."""
    return lambda *inputs: caller(name)(*operands(*inputs))


#: By NumPy's name, where it is not an op's: another op, or a function of tensors.
TABLE: dict[str, str | Function] = {
    "bitwise_invert": "bitwise_not",
    "cbrt": _cbrt,
    "conjugate": "conj",
    "degrees": "rad2deg",
    "divide": "true_divide",
    "divmod": lambda x, y: (ag.floor_divide(x, y), ag.remainder(x, y)),
    "fabs": lambda x: abs(floating(x)),
    "float_power": lambda x, y: ag.float_power(*operands(x, y)),
    "frexp": lambda x: tuple(caller("frexp")(floating(x))),
    "gcd": _promoting("gcd"),
    "heaviside": lambda x, y: ag.heaviside(*map(floating, operands(x, y))),
    "invert": "bitwise_not",
    "lcm": _promoting("lcm"),
    "ldexp": lambda x, y: floating(x) * 2.0**y,
    "left_shift": "bitwise_left_shift",
    "matmul": _promoting("matmul"),
    "matvec": _matvec,
    "mod": "remainder",
    "modf": _modf,
    "nextafter": lambda x, y: ag.nextafter(*map(floating, operands(x, y))),
    "power": "pow",
    "radians": "deg2rad",
    "right_shift": "bitwise_right_shift",
    "rint": lambda x: ag.round(floating(x)),
    "sign": "sgn",
    "spacing": _spacing,
    "vecdot": _vecdot,
    "vecmat": _vecmat,
}

#: Reductions and running forms that are ops; others fold the function over the elements.
REDUCE: dict[str, Function] = {
    "add": ag.sum,
    "logaddexp": lambda x, dim: ag.logsumexp(floating(x), dim),
    "logical_and": ag.all,
    "logical_or": ag.any,
    "maximum": ag.amax,
    "minimum": ag.amin,
    "multiply": ag.prod,
}
ACCUMULATE: dict[str, Function] = {
    "add": ag.cumsum,
    "maximum": lambda x, dim: ag.cummax(x, dim).values,
    "minimum": lambda x, dim: ag.cummin(x, dim).values,
    "multiply": ag.cumprod,
}
#: What a value becomes before it is added at indices.
AT: dict[str, Function] = {"add": lambda value: value, "subtract": lambda value: -value}


#: SciPy's names of its special functions, which are ufuncs too, where they are not ours.
SCIPY = {
    "j0": "bessel_j0",
    "j1": "bessel_j1",
    "k0": "modified_bessel_k0",
    "k0e": "scaled_modified_bessel_k0",
    "k1": "modified_bessel_k1",
    "k1e": "scaled_modified_bessel_k1",
    "y0": "bessel_y0",
    "y1": "bessel_y1",
}


@cache
def _ops() -> dict[str, str]:
    """Ops by all their names; those of layers and losses may mean something else in other libraries."""
    public = [op for op in OPS.values() if {"torch", "special"}.intersection(op.faces)]
    return SCIPY | {name: op.name for op in public for name in (op.name, op.standard, *op.aliases) if name}


def function_of(ufunc: np.ufunc, what: str) -> Function:
    """The function of tensors that means the same.

    Raises
    ------
    TypeError
        If there is none.
    """
    name = ufunc.__name__
    found = TABLE.get(name) or _ops().get(name)
    if found is None:
        raise refusal(what)
    return caller(found) if isinstance(found, str) else found


def run(ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Call a ufunc, or one of its methods, on tensors."""
    name = ufunc.__name__
    what = name if method == "__call__" else f"{name}.{method}"
    function = function_of(ufunc, what)
    taken, body = _METHODS.get(method, ((), None))
    if body is None or (ufunc.signature is not None and method != "__call__"):
        raise refusal(what)
    if name == "vecdot":
        taken = (*taken, "axis")
    out = options.pop("out", None)
    for target in out or ():
        if target is not None:
            check_out(target, what)
    unknown = [key for key in options if key not in taken]
    if unknown:
        raise refusal(what, *unknown)
    if method != "at":
        inputs = tuple(_operand(value, inputs, what) for value in inputs)
    where = options.pop("where", True) if method == "__call__" else True
    if where is not True and out is None:
        raise refusal(what, "where")  # elements left out would have no value
    result = body(name, function, *inputs, **options)
    if out is None:
        return result
    results = result if isinstance(result, tuple) else (result,)
    written = tuple(
        value
        if target is None
        else write(target, value if where is True else ag.where(tensors(where), value, target), what)
        for target, value in zip(out, results, strict=True)
    )
    return written if isinstance(result, tuple) else written[0]


def _operand(value: Any, others: tuple[Any, ...], what: str) -> Any:
    """A tensor from an array or a list, on the device of the tensors beside a list; a number as it is."""
    if value is None:
        raise refusal(f"{what} of None")
    value = tensors(value)
    if isinstance(value, (list, tuple)):
        device = next((x.device for x in others if isinstance(x, Tensor)), None)
        return ag.tensor(value, device=device)
    return value


def _call(name: str, function: Function, *inputs: Any, dtype: Any = None, **options: Any) -> Any:
    if dtype is not None:
        inputs = tuple(x.to(dtype_of(dtype)) for x in operands(*inputs))
    return function(*inputs, **options)


def _reduce(
    name: str,
    function: Function,
    array: Tensor,
    axis: Any = 0,
    dtype: Any = None,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = True,
) -> Any:
    if where is not True:
        raise refusal(f"{name}.reduce", "where")
    x = array if dtype is None else array.to(dtype_of(dtype))
    axes = axes_of(axis, x.ndim)
    result = x
    for i in sorted(axes, reverse=True):
        result = REDUCE[name](result, i) if name in REDUCE else _fold(function, result, i)
    if keepdims:
        result = result.reshape(*[1 if i in axes else n for i, n in enumerate(x.shape)])
    return result if initial is None else function(result, initial)


def _fold(function: Function, x: Tensor, axis: int) -> Any:
    return reduce(function, x.unbind(axis))


def _accumulate(name: str, function: Function, array: Tensor, axis: int = 0, dtype: Any = None) -> Any:
    x = array if dtype is None else array.to(dtype_of(dtype))
    if name in ACCUMULATE:
        return ACCUMULATE[name](x, axis)
    first, *others = x.unbind(axis)
    results = [first]
    for value in others:
        results.append(function(results[-1], value))
    return ag.stack(results, axis)


def _outer(name: str, function: Function, a: Any, b: Any, dtype: Any = None) -> Any:
    a, b = (x if isinstance(x, Tensor) else operands(x)[0] for x in (a, b))
    return _call(name, function, a.reshape(*a.shape, *(1,) * b.ndim), b, dtype=dtype)


def _at(name: str, function: Function, a: Any, indices: Any, b: Any = None) -> None:
    if name not in AT or not isinstance(a, Tensor):
        raise refusal(f"{name}.at")
    key = tensors(indices if isinstance(indices, tuple) else (indices,))
    places = ag.arange(a.numel(), device=a.device).reshape(*a.shape)[key]
    index, _ = flat_or(places, None)
    value = AT[name](_like(tensors(b), a)).broadcast_to(places.shape).reshape(-1)
    a.copy_(a.reshape(-1).index_add(0, index, value).reshape(*a.shape))


def _like(value: Any, like: Tensor) -> Any:
    made = value if isinstance(value, Tensor) else ag.tensor(value, device=like.device)
    return made.to(like.dtype)


#: Methods of ufuncs: the arguments they take here, and what computes them.
_METHODS: dict[str, tuple[tuple[str, ...], Function]] = {
    "__call__": (("where", "dtype"), _call),
    "accumulate": (("axis", "dtype"), _accumulate),
    "at": ((), _at),
    "outer": (("dtype",), _outer),
    "reduce": (("axis", "dtype", "keepdims", "initial", "where"), _reduce),
}
