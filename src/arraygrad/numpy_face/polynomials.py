"""NumPy's functions of polynomials, given by coefficients with the highest power first, on tensors."""

from __future__ import annotations

from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import operands
from arraygrad.numpy_face.elementwise import convolve
from arraygrad.numpy_face.table import implements


@implements("polyval")
def polyval(p: Any, x: Any) -> Any:
    p, x = operands(p, x)
    result = ag.zeros_like(x)
    for coefficient in p.unbind():
        result = result * x + coefficient
    return result


def _aligned(a1: Any, a2: Any) -> Any:
    parts = [x.reshape(-1) for x in operands(a1, a2)]
    n = max(x.shape[0] for x in parts)
    return [ag.cat([ag.zeros(n - x.shape[0], dtype=x.dtype, device=x.device), x]) for x in parts]


implements("polyadd")(lambda a1, a2: ag.add(*_aligned(a1, a2)))
implements("polysub")(lambda a1, a2: ag.sub(*_aligned(a1, a2)))


@implements("polymul")
def polymul(a1: Any, a2: Any) -> Any:
    return convolve(*(x.reshape(-1) for x in operands(a1, a2)))


@implements("polyder")
def polyder(p: Any, m: int = 1) -> Any:
    (p,) = operands(p)
    for _ in range(m):
        n = max(p.shape[0] - 1, 0)
        p = p[:n] * ag.flip(ag.arange(1, n + 1, dtype=p.dtype, device=p.device), (0,))
    return p


@implements("vander")
def vander(x: Any, N: Any = None, increasing: bool = False) -> Any:
    (x,) = operands(x)
    powers = [ag.ones_like(x)]
    for _ in range(1, x.shape[0] if N is None else N):
        powers.append(powers[-1] * x)
    return ag.stack(powers if increasing else powers[::-1], 1)
