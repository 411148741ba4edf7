"""The order of frequencies: zero first, or zero in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op


def _dims(input: Any, dim: Any) -> tuple[int, ...]:
    return tuple(range(input.ndim)) if dim is None else (dim,) if isinstance(dim, int) else tuple(dim)


@op(composite=True, faces=("fft",))
def fftshift(xp: Any, input: Array, dim: int | Sequence[int] | None = None) -> Array:
    """Half a turn along dimensions: frequency zero, which transforms put first, comes to the middle.

    Parameters
    ----------
    input : Tensor
        Of any dtype.
    dim : int or sequence of int, optional
        All if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.fftshift(ag.tensor([0, 1, 2, -2, -1]))
    tensor([-2, -1,  0,  1,  2])
    """
    dims = _dims(input, dim)
    return xp.roll(input, [input.size(d) // 2 for d in dims], dims)


@op(composite=True, faces=("fft",))
def ifftshift(xp: Any, input: Array, dim: int | Sequence[int] | None = None) -> Array:
    """Inverse of `fftshift`.

    Parameters
    ----------
    input : Tensor
        Of any dtype.
    dim : int or sequence of int, optional
        All if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ifftshift(ag.tensor([-2, -1, 0, 1, 2]))
    tensor([ 0,  1,  2, -2, -1])
    """
    dims = _dims(input, dim)
    return xp.roll(input, [(input.size(d) + 1) // 2 for d in dims], dims)


fftshift.cases(case(real(3, 4)), case(integers(5)), oracle="numpy.fft.fftshift")
ifftshift.cases(case(real(3, 4)), case(integers(5)), oracle="numpy.fft.ifftshift")
