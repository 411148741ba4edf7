"""Determinants and their logarithms."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, definite, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, kind_of
from arraygrad.ops._matrices import adjoint, check_square


def _eye_of(xp: Any, A: Any) -> Any:
    return xp.eye(A.shape[-1], dtype=A.dtype)


def _columns(xp: Any, x: Any) -> Any:
    """Numbers, one per matrix, so that they broadcast against matrices."""
    return xp.expand_dims(xp.expand_dims(x, axis=-1), axis=-1)


@op(faces=("torch", "Tensor", "linalg"))
def det(xp: Any, input: Array) -> Array:
    """Determinants of matrices.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor
        Shape (...).

    Raises
    ------
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.det(ag.tensor([[2.0, 1.0], [0.0, 4.0]]))
    tensor(8.)
    """
    check_square(xp, input, "linalg.det")
    return xp.linalg.det(input)


def _det_rule(xp: Any, g: Any, input: Any, out: Any) -> Any:
    # The matrix of cofactors is det(A) inv(A)^H. Where A is singular, a matrix close to it takes its place: the tiny
    # pivot that the determinant was multiplied with is the one that the inverse is divided by.
    singular = out == 0
    eye = _eye_of(xp, input)
    step = xp.finfo(input.dtype).eps * (1 + xp.max(xp.abs(input), axis=(-2, -1), keepdims=True)) if eye.shape[0] else 1
    near = xp.where(_columns(xp, singular), input + eye * step, input)
    scale = g * conj(xp, xp.where(singular, xp.det(near), out))
    return xp.solve_matrices(adjoint(xp, near), eye * _columns(xp, scale))


det.node_name = "LinalgDetBackward0"
det.rule(input=_det_rule)
_MATRIX = real(3, 3, distinct=True)
det.cases(case(_MATRIX), case(complexes(2, 2, 2)), case(real(0, 2, 2)), oracle="numpy.linalg.det")


@op(faces=("torch", "Tensor", "linalg"), outputs=("sign", "logabsdet"))
def slogdet(xp: Any, input: Array) -> tuple[Array, Array]:
    """Determinants of matrices, as a sign and the logarithm of an absolute value.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    sign, logabsdet : Tensor
        A named tuple, shape (...) each. The sign is a number of absolute value 1, or 0 with the logarithm ``-inf`` for
        singular matrices.

    Raises
    ------
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.slogdet(ag.tensor([[0.0, 1.0], [1.0, 0.0]]))
    slogdet(sign=tensor(-1.), logabsdet=tensor(0.))
    """
    check_square(xp, input, "linalg.slogdet")
    sign, logarithm = xp.linalg.slogdet(input)
    return sign, logarithm


def _slogdet_rule(xp: Any, g: Any, input: Any, sign: Any) -> Any:
    grad_sign, scale = g
    if kind_of(xp, input.dtype) == "complex floating" and grad_sign is not None:
        turn = xp.imag(conj(xp, grad_sign) * sign) * -1j
        scale = turn if scale is None else scale + turn
    if scale is None:
        return xp.zeros_like(input)
    return xp.solve_matrices(adjoint(xp, input), _eye_of(xp, input) * _columns(xp, scale))


slogdet.node_name = "LinalgSlogdetBackward0"
slogdet.rule(input=_slogdet_rule)
slogdet.cases(case(_MATRIX), case(complexes(2, 2, 2)), oracle="numpy.linalg.slogdet")


@op(composite=True)
def logdet(xp: Any, input: Array) -> Array:
    """Logarithms of determinants.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor
        Shape (...); NaN for negative determinants, ``-inf`` for zero.

    Raises
    ------
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logdet(ag.eye(2))
    tensor(0.)
    """
    check_square(xp, input, "logdet")
    sign, logarithm = xp.slogdet(input)
    if kind_of(xp, input.dtype) == "complex floating":
        return logarithm + xp.log(sign)
    return xp.where(sign == -1, xp.nan, logarithm)


logdet.cases(case(definite(2, 2)), case(complexes(2, 2, 2)))
