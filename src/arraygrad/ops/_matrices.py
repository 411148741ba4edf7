"""What the families of linear algebra share: checks of matrices, and what a factorisation says when it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.ops._common import broadcast_shape, conj, is_floating, kind_of

__all__ = [
    "LinAlgError",
    "adjoint",
    "attempt",
    "check_matrices",
    "check_phases",
    "check_square",
    "check_system",
    "diagonal_matrix",
    "finite",
    "on_diagonal",
    "raise_failure",
    "real_part",
    "with_batch",
    "zero_pivots",
]


class LinAlgError(RuntimeError):
    """A matrix is singular or not positive definite where it must not be, or an algorithm did not converge."""


LinAlgError.__module__ = "arraygrad.linalg"


def adjoint(xp: Any, x: Any) -> Any:
    """The conjugate transpose of each matrix."""
    return xp.matrix_transpose(conj(xp, x))


def real_part(xp: Any, x: Any) -> Any:
    """The real part of complex numbers; what is real as it is."""
    return xp.real(x) if kind_of(xp, x.dtype) == "complex floating" else x


def on_diagonal(xp: Any, n: int) -> Any:
    """Which elements of an n by n matrix lie on its diagonal."""
    place = xp.arange(n)
    return xp.expand_dims(place, axis=-1) == place


def diagonal_matrix(xp: Any, values: Any) -> Any:
    """Diagonal matrices with the vectors along the last dimension on the diagonal."""
    return xp.where(on_diagonal(xp, values.shape[-1]), xp.expand_dims(values, axis=-1), 0)


def with_batch(xp: Any, *arrays: Any) -> list[Any]:
    """Matrices, broadcast to their common batch dimensions."""
    batch = broadcast_shape(*(tuple(x.shape[:-2]) for x in arrays))
    return [x if tuple(x.shape[:-2]) == batch else xp.broadcast_to(x, (*batch, *x.shape[-2:])) for x in arrays]


def check_matrices(xp: Any, A: Any, name: str) -> None:
    """Refuse what is no matrix of floating point or complex numbers.

    Raises
    ------
    RuntimeError
        With PyTorch's words.
    """
    if A.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions, got {A.ndim}.")
    if not is_floating(xp, A):
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got {A.dtype}; convert it with .to(dtype)"
        )


def check_square(xp: Any, A: Any, name: str) -> None:
    """Refuse what is no square matrix of floating point or complex numbers.

    Raises
    ------
    RuntimeError
        With PyTorch's words.
    """
    check_matrices(xp, A, name)
    if A.shape[-2] != A.shape[-1]:
        raise RuntimeError(
            f"{name}: A must be batches of square matrices, but they are {A.shape[-2]} by {A.shape[-1]} matrices"
        )


def check_system(xp: Any, A: Any, B: Any, left: bool, name: str) -> None:
    """Refuse a system of equations whose sides do not fit.

    Raises
    ------
    RuntimeError
        With PyTorch's words.
    """
    check_square(xp, A, name)
    if B.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor B must have at least 2 dimensions, got {B.ndim}.")
    if A.shape[-1] != B.shape[-2 if left else -1]:
        raise RuntimeError(
            f"{name}: Incompatible shapes of A and B for the equation {'AX' if left else 'XA'} = B "
            f"({A.shape[-2]}x{A.shape[-1]} and {B.shape[-2]}x{B.shape[-1]})"
        )


def check_phases(xp: Any, turn: Any, name: str, vectors: str) -> None:
    """Refuse a gradient that would change with the phases of complex vectors. Inside a compiler's trace nothing is
    checked.

    Parameters
    ----------
    turn : array
        The inner products of the vectors with their gradients: the imaginary parts of its diagonal are what turning
        the phases changes.

    Raises
    ------
    RuntimeError
        With PyTorch's words.
    """
    if kind_of(xp, turn.dtype) != "complex floating" or 0 in turn.shape or not xp.concrete(turn):
        return
    if bool(xp.max(xp.abs(xp.imag(xp.diagonal(turn, 0, -2, -1)))) > 1e-2):
        raise RuntimeError(
            f"{name}: The {vectors} in the complex case are specified up to multiplication by e^{{i phi}}. The "
            "specified loss function depends on this quantity, so it is ill-defined."
        )


def attempt(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a function of a library gives, or None where the library raises its `LinAlgError`."""
    try:
        return function(*args, **kwargs)
    except Exception as error:  # each library has a class of its own, known by its name
        if type(error).__name__ != "LinAlgError":
            raise
        return None


def finite(xp: Any, x: Any) -> bool:
    """Whether a library's result is there, without infinities and NaN; inside a compiler's trace it counts as such."""
    return x is not None and (not xp.concrete(x) or bool(xp.all(xp.isfinite(x))))


def raise_failure(xp: Any, info: Any, name: str, message: str, error: type[RuntimeError] = LinAlgError) -> None:
    """Raise for the first matrix whose `info` is not 0. Inside a compiler's trace nothing is checked.

    Parameters
    ----------
    info : array
        One integer per matrix.
    message : str
        What is wrong; ``{}`` in it stands for the integer.

    Raises
    ------
    LinAlgError
        Or another class, if given.
    """
    if not xp.concrete(info) or not bool(xp.any(info != 0)):
        return
    flat = xp.reshape(info, (-1,))
    index = int(xp.argmax(xp.astype(flat != 0, xp.int32)))
    where = f"(Batch element {index}): " if info.ndim else ""
    raise error(f"{name}: {where}{message.format(int(flat[index]))}")


def zero_pivots(xp: Any, both: Any) -> Any:
    """For each matrix the number of the first zero on the diagonal of U, counted from one, or 0."""
    if not min(both.shape[-2:]):
        return xp.zeros(both.shape[:-2], dtype=xp.int32, device=both.device)
    zero = xp.astype(xp.diagonal(both, 0, -2, -1) == 0, xp.int32)
    return xp.astype(xp.where(xp.any(zero == 1, axis=-1), xp.argmax(zero, axis=-1) + 1, 0), xp.int32)
