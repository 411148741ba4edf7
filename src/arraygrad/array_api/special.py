"""Special functions under SciPy's names.

The standard has none, but libraries that follow it look here before they fall back to SciPy, which would leave the
graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.array_api._operands import named, operand
from arraygrad.dispatch import call
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

__all__ = ["betaln", "kl_div", "rel_entr"]

#: SciPy's names of functions that are ops: the op's name where it is another.
_OPS = {
    **{
        name: name
        for name in """digamma entr erf erfc erfcx erfinv exp2 expm1 gammainc gammaincc i0 i0e i1 i1e log1p log_ndtr
        logit ndtr ndtri polygamma sinc xlog1py xlogy zeta""".split()
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


def betaln(a: Any, b: Any, /) -> Tensor:
    """Logarithm of the absolute value of the beta function."""
    a, b = operand(a), operand(b)
    return call("lgamma", a) + call("lgamma", b) - call("lgamma", a + b)  # type: ignore[no-any-return]


def rel_entr(x: Any, y: Any, /) -> Tensor:
    """``x * log(x / y)``: 0 where `x` is zero and `y` is not negative, infinite where one is negative."""
    x, y = operand(x), operand(y)
    inside = call("logical_and", x > 0, y > 0)
    safe_x, safe_y = (call("where", inside, v, 1.0) for v in (x, y))
    outside = call("where", call("logical_and", x == 0, y >= 0), 0.0, float("inf"))
    missing = call("logical_or", x != x, y != y)
    value = call("where", inside, safe_x * call("log", safe_x / safe_y), outside)
    return call("where", missing, float("nan"), value)  # type: ignore[no-any-return]


def kl_div(x: Any, y: Any, /) -> Tensor:
    """``x * log(x / y) - x + y``, the elements of the Kullback-Leibler divergence."""
    x, y = operand(x), operand(y)
    return rel_entr(x, y) - x + y  # type: ignore[no-any-return]


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
