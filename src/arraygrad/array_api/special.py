"""Special functions under SciPy's names.

The standard has none, but libraries that follow it look here before they fall back to SciPy, which would leave the
graph.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from arraygrad.array_api._operands import alike, array, named, operand
from arraygrad.array_api.creation import asarray
from arraygrad.dispatch import call, cast
from arraygrad.dtypes import get_default_dtype
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

__all__ = ["kl_div", "polygamma", "rel_entr"]

#: SciPy's names of functions that are ops: the op's name where it is another.
_OPS = {
    **{
        name: name
        for name in """digamma entr erf erfc erfcx erfinv exp2 expm1 gammainc gammaincc i0 i0e i1 i1e log1p log_ndtr
        logit ndtr ndtri sinc xlog1py xlogy zeta""".split()
    },
    "expit": "sigmoid",
    "gammaln": "lgamma",
    "j0": "bessel_j0",
    "j1": "bessel_j1",
    "k0": "modified_bessel_k0",
    "k0e": "scaled_modified_bessel_k0",
    "k1": "modified_bessel_k1",
    "k1e": "scaled_modified_bessel_k1",
    "log_expit": "logsigmoid",
    "multigammaln": "mvlgamma",
    "psi": "digamma",
    "y0": "bessel_y0",
    "y1": "bessel_y1",
}


def polygamma(n: Any, x: Any, /) -> Tensor:
    """The n-th derivative of the digamma function; `n` may be an array of integers."""
    if isinstance(n, int) and n >= 0:
        return call("polygamma", n, array(x))  # type: ignore[no-any-return]
    x = array(x)
    order = cast(asarray(n, device=x.device), x.dtype)
    positive = call("where", order == 0, 1.0, order)  # of order 0 the series diverges
    factorial = call("exp", call("lgamma", positive + 1))
    value = call("where", positive % 2 == 0, -factorial, factorial) * call("zeta", positive + 1, x)
    return call("where", order == 0, call("digamma", x), value)  # type: ignore[no-any-return]


def rel_entr(x: Any, y: Any, /) -> Tensor:
    """``x * log(x / y)``: 0 where `x` is zero and `y` is not negative, infinite where one is negative."""
    return _divergence(*_floating(x, y), balanced=False)


def kl_div(x: Any, y: Any, /) -> Tensor:
    """``x * log(x / y) - x + y``: `y` where `x` is zero and `y` is not negative, infinite where one is negative."""
    return _divergence(*_floating(x, y), balanced=True)


def _floating(x: Any, y: Any) -> list[Tensor]:
    """Both operands in one floating point type."""
    x, y = alike(x, y)
    return [x, y] if x.dtype.is_differentiable else alike(x, y, dtype=get_default_dtype())


def _divergence(x: Tensor, y: Tensor, *, balanced: bool) -> Tensor:
    inside = call("logical_and", x > 0, y > 0)
    safe_x, safe_y = (call("where", inside, v, 1.0) for v in (x, y))
    value = safe_x * call("log", safe_x / safe_y)
    if balanced:
        value = value - safe_x + safe_y
    known = call("logical_and", x == x, y == y)
    outside = cast(call("where", known, math.inf, math.nan), x.dtype)
    at_zero = call("where", call("logical_and", x == 0, y >= 0), y if balanced else 0.0, outside)
    return call("where", inside, value, at_zero)  # type: ignore[no-any-return]


def __getattr__(name: str) -> Callable[..., Tensor]:
    op = _OPS.get(name)
    if op not in OPS:
        raise AttributeError(f"module 'arraygrad.array_api.special' has no attribute {name!r}")

    def function(*args: Any) -> Tensor:
        return call(op, *(operand(arg) for arg in args))  # type: ignore[no-any-return]

    globals()[name] = named(function, name)
    return function


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name, op in _OPS.items() if op in OPS)})
