"""Cross products of vectors of three numbers."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim


def _cross(xp: Any, a: Any, b: Any, dim: int) -> Any:
    """Cross product along a dimension of size 3."""
    a, b = xp.broadcast_tensors(a, b)
    u, v = (tuple(xp.moveaxis(x, dim, 0)[i, ...] for i in range(3)) for x in (a, b))
    parts = [u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3] for i in range(3)]
    return xp.stack(parts, axis=dim)


@op(composite=True)
def cross(xp: Any, input: Array, other: Array, dim: int | None = None) -> Array:
    """Cross product of the vectors along a dimension of size 3; other dimensions broadcast.

    Parameters
    ----------
    input, other : Tensor
        With the same number of dimensions.
    dim : int, optional
        The first dimension of size 3 if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the dimension is not of size 3.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cross(ag.tensor([1.0, 0.0, 0.0]), ag.tensor([0.0, 1.0, 0.0]), dim=0)
    tensor([0., 0., 1.])
    """
    if input.ndim != other.ndim:
        raise RuntimeError(f"inconsistent tensors dimensions input: {input.ndim} other: {other.ndim}")
    if dim is None:
        dim = next((i for i, (m, n) in enumerate(zip(input.shape, other.shape, strict=True)) if m == n == 3), None)
        if dim is None:
            raise RuntimeError(f"no dimension of size 3 in input: {list(input.shape)}")
    dim = normalize_dim(dim, input.ndim)
    if input.shape[dim] != 3 or other.shape[dim] != 3:
        raise RuntimeError(f"inputs dimension {dim} must have length 3, got {input.shape[dim]} and {other.shape[dim]}")
    return _cross(xp, input, other, dim)


cross.cases(case(real(3), real(3)), case(real(2, 3), real(2, 3), dim=1), case(real(3, 1), real(3, 4), dim=0))


@op(composite=True, faces=("linalg",))
def linalg_cross(xp: Any, input: Array, other: Array, *, dim: int = -1) -> Array:
    """Cross product of the vectors along a dimension of size 3; other dimensions broadcast.

    Parameters
    ----------
    input, other : Tensor
        With the same number of dimensions.
    dim : int

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the dimension is not of size 3.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.cross(ag.tensor([1.0, 0.0, 0.0]), ag.tensor([0.0, 1.0, 0.0]))
    tensor([0., 0., 1.])
    """
    if input.ndim != other.ndim:
        raise RuntimeError(
            f"linalg.cross: inputs must have the same number of dimensions, got {input.ndim} and {other.ndim}"
        )
    axis = normalize_dim(dim, input.ndim)
    if input.shape[axis] != 3 or other.shape[axis] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {input.shape[axis]} and {other.shape[axis]}"
        )
    return _cross(xp, input, other, axis)


linalg_cross.cases(case(real(2, 3), real(1, 3)), case(real(3, 2), real(3, 2), dim=0))
