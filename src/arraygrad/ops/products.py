"""Products of vectors and matrices."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj

Shape = Sequence[int]


def _product_error(a: Shape, b: Shape) -> RuntimeError:
    """What is wrong with the shapes of a matrix product."""
    if not a or not b:
        return RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {len(a)}D and {len(b)}D")
    if len(a) == len(b) == 1:
        return RuntimeError(
            f"inconsistent tensor size, expected tensor [{a[0]}] and src [{b[0]}] to have the same number of elements"
        )
    if len(b) == 1:
        return RuntimeError(f"size mismatch, got input ({a[-2]}), mat ({a[-2]}x{a[-1]}), vec ({b[0]})")
    rows = 1 if len(a) == 1 else a[-2]
    if a[-1] != b[-2]:
        if len(b) > 2 and len(a) > 2:
            expected = f"[{b[0]}, {a[-1]}] but got: [{b[0]}, {b[-2]}]"
            return RuntimeError(f"Expected size for first two dimensions of batch2 tensor to be: {expected}.")
        rows = prod(a[:-1]) if len(b) == 2 else rows
        return RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({rows}x{a[-1]} and {b[-2]}x{b[-1]})")
    batch_a, batch_b = a[:-2], b[:-2]
    for i in range(1, min(len(batch_a), len(batch_b)) + 1):
        m, n = batch_a[-i], batch_b[-i]
        if m != n and 1 not in (m, n):
            where = max(len(batch_a), len(batch_b)) - i
            return RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {where}"
            )
    return RuntimeError(f"shapes {tuple(a)} and {tuple(b)} cannot be multiplied")


def _rows(xp: Any, x: Any) -> Any:
    """All dimensions but the last as one."""
    return x if x.ndim == 2 else xp.reshape(x, (prod(x.shape[:-1]), x.shape[-1]))


def _product_input(xp: Any, g: Any, other: Any, input_shape: Shape) -> Any:
    other = conj(xp, other)
    if other.ndim == 1:
        return g * other if len(input_shape) == 1 else xp.expand_dims(g, axis=-1) * other
    if len(input_shape) == 1:
        return xp.matmul(other, g) if other.ndim == 2 else xp.matmul(other, xp.expand_dims(g, axis=-1))[..., 0]
    return xp.matmul(g, other.T if other.ndim == 2 else xp.matrix_transpose(other))


def _product_other(xp: Any, g: Any, input: Any, other_shape: Shape) -> Any:
    input = conj(xp, input)
    if len(other_shape) == 1:
        return g * input if input.ndim == 1 else xp.matmul(xp.reshape(g, (prod(g.shape),)), _rows(xp, input))
    if input.ndim == 1:
        return xp.expand_dims(input, axis=-1) * xp.expand_dims(g, axis=-2)
    if len(other_shape) == 2:
        return xp.matmul(_rows(xp, input).T, _rows(xp, g))
    return xp.matmul(xp.matrix_transpose(input), g)


@op(standard="matmul", broadcasts=True, faces=("torch", "Tensor", "linalg"))
def matmul(xp: Any, input: Array, other: Array) -> Array:
    """Product of matrices.

    Two vectors give their dot product; a vector and a matrix, or a matrix and a vector, their product; with more
    dimensions the last two are matrices and the rest are broadcast.

    Parameters
    ----------
    input, other : Tensor
        At least one-dimensional, of one dtype.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit or the dtypes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.matmul(ag.tensor([[1.0, 2.0], [3.0, 4.0]]), ag.tensor([1.0, 10.0]))
    tensor([21., 43.])
    """
    if input.shape and other.shape:
        try:
            return xp.matmul(input, other)
        except (ValueError, TypeError, IndexError):
            pass
    raise _product_error(input.shape, other.shape)


matmul.node_name = "MmBackward0"
matmul.rule(input=_product_input, other=_product_other)
matmul.cases(
    case(real(3, 4), real(4, 2)),
    case(real(4), real(4)),
    case(real(3, 4), real(4)),
    case(real(4), real(4, 2)),
    case(real(2, 3, 4), real(2, 4, 2)),
    case(real(2, 1, 3, 4), real(5, 4, 2)),
    case(real(2, 3, 4), real(4, 2)),
    case(real(2, 3, 4), real(4)),
    case(real(4), real(2, 4, 3)),
    case(real(3, 4), real(2, 4, 2)),
    case(real(0, 4), real(4, 2)),
    case(real(3, 0), real(0, 2)),
    oracle="numpy.matmul",
)


@op
def mm(xp: Any, input: Array, mat2: Array) -> Array:
    """Product of two matrices, without broadcasting.

    Parameters
    ----------
    input : Tensor
        Shape (n, m).
    mat2 : Tensor
        Shape (m, p).

    Returns
    -------
    Tensor
        Shape (n, p).

    Raises
    ------
    RuntimeError
        If an argument is not a matrix or the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mm(ag.eye(2), ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([[1., 2.],
            [3., 4.]])
    """
    if input.ndim != 2:
        raise RuntimeError(f"self must be a matrix, got {input.ndim}D")
    if mat2.ndim != 2:
        raise RuntimeError(f"mat2 must be a matrix, got {mat2.ndim}D")
    if input.shape[1] != mat2.shape[0]:
        raise _product_error(input.shape, mat2.shape)
    return xp.matmul(input, mat2)


mm.rule(
    input=lambda xp, g, mat2: xp.matmul(g, conj(xp, mat2).T),
    mat2=lambda xp, g, input: xp.matmul(conj(xp, input).T, g),
)
mm.cases(case(real(3, 4), real(4, 2)), case(real(0, 4), real(4, 2)), oracle="numpy.matmul")


@op
def bmm(xp: Any, input: Array, mat2: Array) -> Array:
    """Products of the matrices of two batches, without broadcasting.

    Parameters
    ----------
    input : Tensor
        Shape (b, n, m).
    mat2 : Tensor
        Shape (b, m, p).

    Returns
    -------
    Tensor
        Shape (b, n, p).

    Raises
    ------
    RuntimeError
        If an argument is not three-dimensional or the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bmm(ag.ones(2, 3, 4), ag.ones(2, 4, 5)).shape
    arraygrad.Size([2, 3, 5])
    """
    for name, x in (("batch1", input), ("batch2", mat2)):
        if x.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor, got {x.ndim}D")
    b, _, m = input.shape
    if tuple(mat2.shape[:2]) != (b, m):
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{b}, {m}] but got: "
            f"{list(mat2.shape[:2])}."
        )
    return xp.matmul(input, mat2)


bmm.rule(
    input=lambda xp, g, mat2: xp.matmul(g, xp.matrix_transpose(conj(xp, mat2))),
    mat2=lambda xp, g, input: xp.matmul(xp.matrix_transpose(conj(xp, input)), g),
)
bmm.cases(case(real(2, 3, 4), real(2, 4, 2)), oracle="numpy.matmul")


@op
def mv(xp: Any, input: Array, vec: Array) -> Array:
    """Product of a matrix and a vector.

    Parameters
    ----------
    input : Tensor
        Shape (n, m).
    vec : Tensor
        Shape (m,).

    Returns
    -------
    Tensor
        Shape (n,).

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mv(ag.tensor([[1.0, 2.0], [3.0, 4.0]]), ag.tensor([1.0, 1.0]))
    tensor([3., 7.])
    """
    if input.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got a matrix of {input.ndim}D and a vector of {vec.ndim}D"
        )
    if input.shape[1] != vec.shape[0]:
        raise _product_error(input.shape, vec.shape)
    return xp.matmul(input, vec)


mv.rule(
    input=lambda xp, g, vec: xp.expand_dims(g, axis=-1) * conj(xp, vec),
    vec=lambda xp, g, input: xp.matmul(g, conj(xp, input)),
)
mv.cases(case(real(3, 4), real(4)), oracle="numpy.matmul")


@op(faces=("torch", "Tensor"))
def dot(xp: Any, input: Array, tensor: Array) -> Array:
    """Dot product of two vectors; complex values are not conjugated.

    Parameters
    ----------
    input, tensor : Tensor
        One-dimensional, of one length.

    Returns
    -------
    Tensor
        Zero-dimensional.

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.dot(ag.tensor([2.0, 3.0]), ag.tensor([2.0, 1.0]))
    tensor(7.)
    """
    if input.ndim != 1 or tensor.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {input.ndim}D and {tensor.ndim}D tensors")
    if input.shape != tensor.shape:
        raise _product_error(input.shape, tensor.shape)
    return xp.matmul(input, tensor)


dot.rule(input=lambda xp, g, tensor: g * conj(xp, tensor), tensor=lambda xp, g, input: g * conj(xp, input))
dot.cases(case(real(4), real(4)), case(real(0), real(0)), oracle="numpy.dot")


@op(composite=True)
def vdot(xp: Any, input: Array, other: Array) -> Array:
    """Dot product of two vectors, the first conjugated.

    Parameters
    ----------
    input, other : Tensor
        One-dimensional, of one length.

    Returns
    -------
    Tensor
        Zero-dimensional.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.vdot(ag.tensor([2.0, 3.0]), ag.tensor([2.0, 1.0]))
    tensor(7.)
    """
    return xp.dot(conj(xp, input), other)


vdot.cases(case(real(4), real(4)), oracle="numpy.vdot")


@op(composite=True)
def inner(xp: Any, input: Array, other: Array) -> Array:
    """Products summed over the last dimension of both arguments.

    Parameters
    ----------
    input, other : Tensor
        Their last sizes agree; a zero-dimensional argument just multiplies.

    Returns
    -------
    Tensor
        Shape ``(*input.shape[:-1], *other.shape[:-1])``.

    Raises
    ------
    RuntimeError
        If the last sizes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.inner(ag.tensor([1.0, 2.0, 3.0]), ag.tensor([0.0, 2.0, 1.0]))
    tensor(7.)
    """
    if not input.ndim or not other.ndim:
        return input * other
    if input.shape[-1] != other.shape[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got shapes "
            f"{list(input.shape)} and {list(other.shape)}"
        )
    return xp.tensordot(input, other, ([-1], [-1]))


inner.cases(case(real(4), real(4)), case(real(2, 3), real(4, 3)), case(real(3), real()), oracle="numpy.inner")


@op(composite=True, aliases=("ger",))
def outer(xp: Any, input: Array, vec2: Array) -> Array:
    """Products of all pairs of elements of two vectors.

    Parameters
    ----------
    input : Tensor
        Shape (n,).
    vec2 : Tensor
        Shape (m,).

    Returns
    -------
    Tensor
        Shape (n, m).

    Raises
    ------
    RuntimeError
        If an argument is not a vector.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.outer(ag.tensor([1.0, 2.0]), ag.tensor([1.0, 10.0]))
    tensor([[ 1., 10.],
            [ 2., 20.]])
    """
    for name, x in (("self", input), ("vec2", vec2)):
        if x.ndim != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {x.ndim}-D")
    return xp.expand_dims(input, axis=-1) * vec2


outer.cases(case(real(3), real(2)), case(real(0), real(2)), oracle="numpy.outer")
