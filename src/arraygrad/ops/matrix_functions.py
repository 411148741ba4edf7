"""Powers, exponentials and products of square matrices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._matrices import adjoint, check_square


@op(composite=True, faces=("torch", "Tensor", "linalg"))
def matrix_power(xp: Any, input: Array, n: int) -> Array:
    """Powers of square matrices.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, m).
    n : int
        With negative powers, those of the inverses.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If `n` is negative and a matrix is singular.
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.matrix_power(ag.tensor([[1.0, 1.0], [0.0, 1.0]]), 5)
    tensor([[1., 5.],
            [0., 1.]])
    """
    if input.ndim < 2 or input.shape[-1] != input.shape[-2]:
        check_square(xp, input, "linalg.matrix_power")
    if not n:
        eye = xp.eye(input.shape[-1], dtype=input.dtype, device=input.device)
        return xp.clone(xp.broadcast_to(eye, tuple(input.shape)))
    if n < 0:
        return xp.matrix_power(xp.inv(input), -n)
    result, square = None, input
    while True:
        if n % 2:
            result = square if result is None else xp.matmul(result, square)
        n //= 2
        if not n:
            return xp.clone(result) if result is input else result
        square = xp.matmul(square, square)


matrix_power.cases(
    case(real(3, 3), 5), case(complexes(2, 2, 2), 1), case(real(2, 2, distinct=True), -2), case(real(2, 2), 0)
)

#: Coefficients of the numerator of Pade's approximation of degree 13 (the denominator's have alternating signs).
_PADE = (
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
    670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
)  # fmt: skip
#: Norm up to which it is exact to double precision.
_RADIUS = 5.371920351148152
#: Squarings where a norm is not known, because a program is being compiled.
_SQUARINGS = 16


@op(faces=("torch", "Tensor", "linalg"))
def matrix_exp(xp: Any, input: Array) -> Array:
    """Exponentials of square matrices.

    N. J. Higham, The scaling and squaring method for the matrix exponential revisited, 2005. While a program is
    compiled, the norms are not known; matrices of a norm above 300 000 are then NaN.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.matrix_exp(ag.tensor([[0.0, 1.0], [0.0, 0.0]]))
    tensor([[1., 1.],
            [0., 1.]])
    """
    check_square(xp, input, "linalg.matrix_exp")
    if 0 in input.shape:
        return xp.copy(input)
    norm = xp.max(xp.sum(xp.abs(input), axis=-2, keepdims=True), axis=-1, keepdims=True)
    halvings = xp.ceil(xp.log2(xp.where(norm > _RADIUS, norm / _RADIUS, 1)))
    if xp.concrete(norm):
        most = xp.max(xp.where(xp.isfinite(halvings), halvings, 0))
        count = int(most)
    else:
        count = _SQUARINGS
    result = _pade(xp, input * xp.astype(xp.pow(xp.full((), 0.5, dtype=norm.dtype), halvings), input.dtype))
    for i in range(count):
        result = xp.where(halvings > i, xp.matmul(result, result), result)
    return xp.where(halvings > count, xp.nan, result)


def _pade(xp: Any, a: Any) -> Any:
    b = _PADE
    eye = xp.eye(a.shape[-1], dtype=a.dtype)
    a2 = xp.matmul(a, a)
    a4 = xp.matmul(a2, a2)
    a6 = xp.matmul(a2, a4)
    odd = xp.matmul(a6, b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * eye
    odd = xp.matmul(a, odd)
    even = xp.matmul(a6, b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * eye
    return xp.linalg.solve(even - odd, even + odd)


def _matrix_exp_rule(xp: Any, g: Any, input: Any) -> Any:
    # R. Mathias, A chain rule for matrix functions and applications, 1996: the derivative is a block of an exponential.
    a = adjoint(xp, input)
    n = a.shape[-1]
    top = xp.concat([a, g], axis=-1)
    bottom = xp.concat([xp.zeros_like(a), a], axis=-1)
    return xp.matrix_exp(xp.concat([top, bottom], axis=-2))[..., :n, n:]


matrix_exp.node_name = "LinalgMatrixExpBackward0"
matrix_exp.rule(input=_matrix_exp_rule)
matrix_exp.cases(case(real(3, 3)), case(complexes(2, 2, 2, low=-9, high=9)))


def _order(sizes: Sequence[int]) -> list[list[int]]:
    """Where to split each chain of matrices, so that the fewest numbers are multiplied (dynamic programming)."""
    n = len(sizes) - 1
    cost = [[0] * n for _ in range(n)]
    split = [[0] * n for _ in range(n)]
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            choices = [(cost[i][k] + cost[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1], k) for k in range(i, j)]
            cost[i][j], split[i][j] = min(choices)
    return split


@op(composite=True, faces=("linalg",))
def multi_dot(xp: Any, tensors: Sequence[Array]) -> Array:
    """The product of several matrices, multiplied in the order that takes the fewest operations.

    Parameters
    ----------
    tensors : sequence of Tensor
        Two or more. The first and the last may be vectors.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there are fewer than two, or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.multi_dot([ag.ones(2, 3), ag.ones(3, 4), ag.ones(4)])
    tensor([12., 12.])
    """
    parts = list(tensors)
    if len(parts) < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {len(parts)}")
    first_is_vector, last_is_vector = parts[0].ndim == 1, parts[-1].ndim == 1
    for i, x in enumerate(parts):
        ends = i in (0, len(parts) - 1)
        if x.ndim != 2 and not (ends and x.ndim == 1):
            kind = "1D or 2D" if ends else "2D"
            raise RuntimeError(f"multi_dot(): tensor {i} must be {kind} but got {x.ndim}D")
    if first_is_vector:
        parts[0] = xp.expand_dims(parts[0], axis=0)
    if last_is_vector:
        parts[-1] = xp.expand_dims(parts[-1], axis=1)
    for i, (x, y) in enumerate(pairwise(parts)):
        if x.shape[1] != y.shape[0]:
            raise RuntimeError(
                f"multi_dot(): tensors {i} and {i + 1} with shapes {list(x.shape)} and {list(y.shape)} cannot be "
                "multiplied"
            )
    split = _order([parts[0].shape[0], *(x.shape[1] for x in parts)])

    def product(i: int, j: int) -> Any:
        return parts[i] if i == j else xp.matmul(product(i, split[i][j]), product(split[i][j] + 1, j))

    result = product(0, len(parts) - 1)
    if first_is_vector:
        result = result[0, ...]
    return result[..., 0] if last_is_vector else result


multi_dot.cases(case([real(2, 3), real(3, 4), real(4, 2)]), case([real(3), real(3, 2), real(2)]))


@op(composite=True, faces=("torch",))
def chain_matmul(xp: Any, *matrices: Array) -> Array:
    """The product of several matrices: an older form of `linalg.multi_dot`.

    Parameters
    ----------
    *matrices : Tensor
        One or more, or a list of them.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.chain_matmul(ag.ones(1, 3), ag.ones(3, 4), ag.ones(4, 1))
    tensor([[12.]])
    """
    parts = list(matrices[0]) if len(matrices) == 1 and isinstance(matrices[0], (list, tuple)) else list(matrices)
    for x in parts:
        if x.ndim != 2:
            raise RuntimeError(f"chain_matmul(): Expected 2D tensors, got {x.ndim}D")
    return parts[0] if len(parts) == 1 else xp.multi_dot(parts)


chain_matmul.cases(case(real(2, 3), real(3, 4), real(4, 2)))


@op(composite=True, faces=("linalg",))
def linalg_vander(xp: Any, x: Array, *, N: int | None = None) -> Array:
    """Matrices of powers, after A.-T. Vandermonde: each row a number's powers from 0 to N - 1.

    Parameters
    ----------
    x : Tensor
        Shape (..., n).
    N : int, optional
        Number of columns; n if not given.

    Returns
    -------
    Tensor
        Shape (..., n, N).

    Raises
    ------
    RuntimeError
        If `N` is below 2 for an empty dimension, or not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.vander(ag.tensor([2, 3]), N=3)
    tensor([[1, 2, 4],
            [1, 3, 9]])
    """
    if not x.ndim:
        raise RuntimeError("linalg.vander: x must have at least one dimension, got a tensor without dimensions")
    columns = x.shape[-1] if N is None else N
    if columns < 1 or (N is not None and N <= 1):
        raise RuntimeError(f"N must be greater than 1, got {columns}")
    repeated = xp.broadcast_to(xp.expand_dims(x, axis=-1), (*x.shape, columns - 1))
    ones = xp.ones((*x.shape, 1), dtype=x.dtype, device=x.device)
    return xp.cumprod(xp.concat([ones, repeated], axis=-1), -1)


linalg_vander.cases(case(real(3, avoid=(0.0,))), case(real(2, 2, avoid=(0.0,)), N=3))
