"""Views of complex numbers as real ones and the other way round, and what is made of them."""

from __future__ import annotations

from arraygrad.dispatch import call
from arraygrad.tensor import Tensor
from arraygrad.views import select

__all__ = ["conjugate_transpose", "imag", "real", "view_as_complex", "view_as_real"]


def view_as_real(input: Tensor) -> Tensor:
    """The same memory as pairs of real and imaginary parts, along a new last dimension.

    Raises
    ------
    RuntimeError
        If the tensor is not complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.view_as_real(ag.tensor([1 + 2j, 3 + 4j]))
    tensor([[1., 2.],
            [3., 4.]])
    """
    if not input.dtype.is_complex:
        raise RuntimeError(f"view_as_real is only supported for complex tensors, got {input.dtype!r}")
    return call("view_as_real", input)  # type: ignore[no-any-return]


def view_as_complex(input: Tensor) -> Tensor:
    """The same memory as complex numbers; the last dimension holds real and imaginary parts and disappears.

    Raises
    ------
    RuntimeError
        If the tensor is not real floating point, the last dimension is not of size 2, or the pairs do not lie in memory
        as complex numbers do.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.view_as_complex(ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([1.+2.j, 3.+4.j])
    """
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            "view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: "
            f"{input.dtype!r}"
        )
    if not input.ndim:
        raise RuntimeError("Input tensor must have one or more dimensions")
    if input.shape[-1] != 2:
        raise RuntimeError(f"Tensor must have a last dimension of size 2, got {input.shape[-1]}")
    strides, offset = input._strides_offset()
    if strides[-1] != 1:
        raise RuntimeError(f"Tensor must have a last dimension with stride 1, got {strides[-1]}; clone() it first")
    if any(s % 2 for s in strides[:-1]):
        raise RuntimeError(
            f"Tensor must have a stride divisible by 2 for all but last dimension, got {strides}; clone() it first"
        )
    if offset % 2:
        raise RuntimeError(f"Tensor must have a storage_offset divisible by 2, got {offset}; clone() it first")
    return call("view_as_complex", input)  # type: ignore[no-any-return]


def real(input: Tensor) -> Tensor:
    """The real parts: a view of complex numbers, a real tensor itself.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.real(ag.tensor([1 + 2j, 3 + 4j]))
    tensor([1., 3.])
    """
    return select(view_as_real(input), -1, 0) if input.dtype.is_complex else input


def imag(input: Tensor) -> Tensor:
    """The imaginary parts: a view.

    Raises
    ------
    RuntimeError
        If the tensor is not complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.imag(ag.tensor([1 + 2j, 3 + 4j]))
    tensor([2., 4.])
    """
    if not input.dtype.is_complex:
        raise RuntimeError(f"imag is not implemented for tensors with non-complex dtypes, got {input.dtype!r}")
    return select(view_as_real(input), -1, 1)


def conjugate_transpose(input: Tensor) -> Tensor:
    """The conjugate transpose of a matrix.

    Raises
    ------
    RuntimeError
        If there are more than two dimensions, or one.
    """
    if input.ndim not in (0, 2):
        raise RuntimeError(
            f"tensor.H is only supported on matrices (2-D tensors). Got {input.ndim}-D tensor. For batches of "
            "matrices, consider using tensor.mH"
        )
    return call("adjoint", input) if input.ndim else input
