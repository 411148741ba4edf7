"""Parts of complex numbers."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import binary, case, complexes, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import conj as conj_of
from arraygrad.ops._common import kind_of


def _is_complex(xp: Any, x: Any) -> bool:
    return kind_of(xp, x.dtype) == "complex floating"


def as_complex(xp: Any, x: Any) -> Any:
    """Real floating point numbers as complex ones of the same precision; complex ones as they are."""
    return x if _is_complex(xp, x) else xp.astype(x, xp.complex128 if x.dtype == xp.float64 else xp.complex64)


@op(standard="conj", aliases=("conj_physical",))
def conj(xp: Any, input: Array) -> Array:
    """Complex conjugate of each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.conj(ag.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """
    return xp.conj(input) if _is_complex(xp, input) else xp.copy(input)


conj.rule(input=lambda xp, g: conj_of(xp, g))
conj.cases(unary(), oracle="numpy.conj")


@op(standard="real", faces=())
def real_part(xp: Any, input: Array) -> Array:
    """Real parts of complex numbers, in memory of their own."""
    return xp.copy(xp.real(input))


@op(standard="imag", faces=())
def imaginary_part(xp: Any, input: Array) -> Array:
    """Imaginary parts of complex numbers, in memory of their own."""
    return xp.copy(xp.imag(input))


real_part.rule(input=lambda xp, g: as_complex(xp, g))
imaginary_part.rule(input=lambda xp, g: as_complex(xp, g) * 1j)
real_part.cases(case(complexes(3, 4)), oracle="numpy.real")
imaginary_part.cases(case(complexes(3, 4)), oracle="numpy.imag")


def _require_parts(xp: Any, first: Any, second: Any) -> None:
    """Refuse what cannot be a part of a complex number.

    Raises
    ------
    RuntimeError
        If both are not real floating point tensors.
    """
    for x in (first, second):
        if kind_of(xp, x.dtype) != "real floating":
            raise RuntimeError(
                f"Expected both inputs to be Half, Float or Double tensors but got {first.dtype} and {second.dtype}"
            )


@op(broadcasts=True, faces=("torch",))
def complex(xp: Any, real: Array, imag: Array) -> Array:
    """Complex numbers from their real and imaginary parts.

    Parameters
    ----------
    real, imag : Tensor
        Of one floating point dtype, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If they are not of one floating point dtype.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.real(ag.complex(ag.tensor([1.0]), ag.tensor([2.0])))
    tensor([1.])
    """
    _require_parts(xp, real, imag)
    return as_complex(xp, real) + as_complex(xp, imag) * 1j


complex.rule(real=lambda xp, g: xp.real(g), imag=lambda xp, g: xp.imag(g))
complex.cases(binary())


@op(broadcasts=True, faces=("torch",))
def polar(xp: Any, abs: Array, angle: Array) -> Array:
    """Complex numbers from their absolute values and angles.

    Parameters
    ----------
    abs, angle : Tensor
        Of one floating point dtype, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If they are not of one floating point dtype.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.real(ag.polar(ag.tensor([2.0]), ag.tensor([0.0])))
    tensor([2.])
    """
    _require_parts(xp, abs, angle)
    return as_complex(xp, abs * xp.cos(angle)) + as_complex(xp, abs * xp.sin(angle)) * 1j


polar.rule(
    abs=lambda xp, g, angle: xp.real(g) * xp.cos(angle) + xp.imag(g) * xp.sin(angle),
    angle=lambda xp, g, abs, angle: abs * (xp.imag(g) * xp.cos(angle) - xp.real(g) * xp.sin(angle)),
)
polar.cases(binary())


@op(category="float")
def angle(xp: Any, input: Array) -> Array:
    """Angle of each element in the complex plane: 0 or pi for real numbers.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.angle(ag.tensor([1.0, -1.0]))
    tensor([0.0000, 3.1416])
    """
    if _is_complex(xp, input):
        return xp.atan2(xp.imag(input), xp.real(input))
    zero = xp.zeros_like(input)
    return xp.where(input < 0, zero + xp.pi, xp.where(input == input, zero, input))


def _angle_input(xp: Any, g: Any, input: Any) -> Any:
    if not _is_complex(xp, input):
        return xp.zeros_like(g)
    size = xp.abs(input)
    zero = size == 0
    size = xp.where(zero, 1, size)
    return xp.where(zero, 0, as_complex(xp, g / (size * size)) * input * 1j)


angle.rule(input=_angle_input)
angle.cases(unary(avoid=(0.0,)), case(real(3, low=0.5)), oracle="numpy.angle")


@op
def isreal(xp: Any, input: Array) -> Array:
    """Whether elements have no imaginary part.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isreal(ag.tensor([1.0, 2.0]))
    tensor([True, True])
    """
    return xp.imag(input) == 0 if _is_complex(xp, input) else xp.ones_like(input, dtype=xp.bool)


isreal.cases(unary(), oracle="numpy.isreal")


@op(composite=True)
def resolve_conj(xp: Any, input: Array) -> Array:
    """The tensor itself: conjugation is never put off here.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.resolve_conj(ag.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """
    return input


@op(composite=True)
def resolve_neg(xp: Any, input: Array) -> Array:
    """The tensor itself: negation is never put off here.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.resolve_neg(ag.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """
    return input


@op(composite=True)
def adjoint(xp: Any, input: Array) -> Array:
    """Conjugate transpose of a matrix, or of each of a batch.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n).

    Returns
    -------
    Tensor
        Shape (..., n, m): a view if the elements are real.

    Raises
    ------
    RuntimeError
        If there are fewer than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.adjoint(ag.tensor([[1.0, 2.0]]))
    tensor([[1.],
            [2.]])
    """
    if input.ndim < 2:
        raise RuntimeError(
            f"tensor.adjoint() is only supported on matrices or batches of matrices. Got {input.ndim}-D tensor."
        )
    return conj_of(xp, xp.matrix_transpose(input))


resolve_conj.cases(case(complexes(3)))
resolve_neg.cases(case(real(3)))
adjoint.cases(case(complexes(2, 3, 4)))
