"""Distances between points."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating
from arraygrad.ops._matrices import with_batch

_MODES = ("use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist", "donot_use_mm_for_euclid_dist")
#: Numbers of points above which squares and products of coordinates are summed instead of squares of differences.
_MANY = 25


@op(faces=(), broadcasts=True)
def euclidean_distances(xp: Any, x1: Array, x2: Array, products: bool) -> Array:
    """Lengths of the differences of all rows of `x1` and `x2`; with `products` from products of rows, which is quick
    and less precise."""
    if not products:
        difference = xp.expand_dims(x1, axis=-2) - xp.expand_dims(x2, axis=-3)
        return xp.sqrt(xp.sum(difference * difference, axis=-1))
    squares = xp.sum(x1 * x1, axis=-1, keepdims=True) + xp.matrix_transpose(xp.sum(x2 * x2, axis=-1, keepdims=True))
    square = squares - 2 * xp.matmul(x1, xp.matrix_transpose(x2))
    return xp.sqrt(xp.where(square > 0, square, 0))


def _toward(xp: Any, g: Any, x: Any, other: Any, out: Any) -> Any:
    """The gradient for `x`: directions away from the other points, at distance 0 none."""
    zero = out == 0
    weight = xp.where(zero, 0, g / xp.where(zero, 1, out))
    return x * xp.sum(weight, axis=-1, keepdims=True) - xp.matmul(weight, other)


euclidean_distances.node_name = "CdistBackward0"
euclidean_distances.rule(
    x1=lambda xp, g, x1, x2, out: _toward(xp, g, x1, x2, out),
    x2=lambda xp, g, x1, x2, out: _toward(xp, xp.matrix_transpose(g), x2, x1, xp.matrix_transpose(out)),
)
euclidean_distances.cases(
    case(real(3, 2), real(4, 2), False), case(real(2, 2, 3), real(3, 3), True), case(real(0, 2), real(3, 2), False)
)


@op(composite=True, faces=("torch",))
def cdist(
    xp: Any, x1: Array, x2: Array, p: float = 2.0, compute_mode: str | None = "use_mm_for_euclid_dist_if_necessary"
) -> Array:
    """Distances between all points of two collections.

    Parameters
    ----------
    x1 : Tensor
        Shape (..., n, d).
    x2 : Tensor
        Shape (..., m, d).
    p : float
        Order of the norm, from 0 to ``inf``.
    compute_mode : str
        Whether distances of order 2 are made from products, which is quick and less precise:
        ``"use_mm_for_euclid_dist_if_necessary"`` (for more than 25 points), ``"use_mm_for_euclid_dist"`` or
        ``"donot_use_mm_for_euclid_dist"``.

    Returns
    -------
    Tensor
        Shape (..., n, m).

    Raises
    ------
    RuntimeError
        If the shapes do not fit, `p` is negative or the elements are not floating point.
    ValueError
        If `compute_mode` is another word.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cdist(ag.tensor([[0.0, 0.0]]), ag.tensor([[3.0, 4.0], [0.0, 1.0]]))
    tensor([[5., 1.]])
    """
    mode = compute_mode or _MODES[0]
    if mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    for name, x in (("X1", x1), ("X2", x2)):
        if x.ndim < 2:
            raise RuntimeError(f"cdist only supports at least 2D tensors, {name} got: {x.ndim}D")
        if not is_floating(xp, x):
            raise RuntimeError(f"cdist only supports floating-point dtypes, {name} got: {x.dtype}")
    if x1.shape[-1] != x2.shape[-1]:
        raise RuntimeError(f"X1 and X2 must have the same number of columns. X1: {x1.shape[-1]} X2: {x2.shape[-1]}")
    if p < 0:
        raise RuntimeError(f"cdist only supports non-negative p values, got {p}")
    x1, x2 = with_batch(xp, x1, x2)
    if p == 2:
        many = max(x1.shape[-2], x2.shape[-2]) > _MANY
        return xp.euclidean_distances(x1, x2, mode == _MODES[1] or (mode == _MODES[0] and many))
    if not x1.shape[-1]:
        return xp.zeros((*x1.shape[:-1], x2.shape[-2]), dtype=x1.dtype, device=x1.device)
    return xp.vector_norm(xp.expand_dims(x1, axis=-2) - xp.expand_dims(x2, axis=-3), p, -1)


cdist.cases(case(real(3, 2), real(2, 2, 2)), case(real(2, 3), real(3, 3), 1.0), case(real(2, 3), real(3, 3), 3.0))


@op(composite=True, faces=("torch", "nn.functional"))
def pdist(xp: Any, input: Array, p: float = 2.0) -> Array:
    """Distances between all pairs of different points of one collection.

    Parameters
    ----------
    input : Tensor
        Shape (n, d).
    p : float
        Order of the norm, from 0 to ``inf``.

    Returns
    -------
    Tensor
        Shape (n * (n - 1) / 2,): of the first point to all others, of the second to those after it, and so on.

    Raises
    ------
    RuntimeError
        If `input` does not have two dimensions or `p` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.pdist(ag.tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]))
    tensor([5.0000, 1.0000, 4.2426])
    """
    if input.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input.ndim}D")
    if not is_floating(xp, input):
        raise RuntimeError(f"pdist only supports floating-point dtypes, got: {input.dtype}")
    if p < 0:
        raise RuntimeError(f"pdist only supports non-negative p values, got {p}")
    n = input.shape[0]
    if n < 2 or not input.shape[1]:
        return xp.zeros(n * max(n - 1, 0) // 2, dtype=input.dtype, device=input.device)
    differences = [input[i : i + 1, :] - input[i + 1 :, :] for i in range(n - 1)]
    return xp.vector_norm(xp.concat(differences, axis=0), p, -1)


pdist.cases(case(real(4, 2)), case(real(3, 2), 1.0), case(real(1, 2)))
