"""Rows of learned matrices, looked up by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index

Shape = Sequence[int]


def _embedding_weight(
    xp: Any, g: Any, input: Any, weight_shape: Shape, padding_idx: int | None, scale_grad_by_freq: bool
) -> Any:
    if padding_idx is not None:
        g = xp.where(xp.expand_dims(input, axis=-1) == padding_idx, 0, g)
    index = xp.reshape(input, (prod(input.shape),))
    rows = xp.reshape(g, (index.shape[0], weight_shape[1]))
    if scale_grad_by_freq:
        ones = xp.ones_like(rows[:, 0])
        count = xp.index_select_adjoint(ones, index, dim=0, size=weight_shape[0])
        rows = rows / xp.expand_dims(xp.index_select(count, 0, index), axis=-1)
    return xp.index_select_adjoint(rows, index, dim=0, size=weight_shape[0])


@op(faces=())
def embedding_rows(
    xp: Any, input: IndexArray, weight: Array, *, padding_idx: int | None = None, scale_grad_by_freq: bool = False
) -> Array:
    """Rows of a matrix; see `embedding`."""
    check_index(xp, input, weight.shape[0], 0, negative=False)
    rows = xp.take(weight, xp.reshape(input, (prod(input.shape),)), axis=0)
    return xp.reshape(rows, (*input.shape, weight.shape[1]))


embedding_rows.rule(weight=_embedding_weight)
embedding_rows.cases(
    case(integers(2, 3, low=0, high=4), real(4, 2)),
    case(integers(low=0, high=4), real(4, 2)),
    case(integers(5, low=0, high=4), real(4, 2), padding_idx=1, first=False),
    case(integers(5, low=0, high=4), real(4, 2), scale_grad_by_freq=True, first=False),
)


@op(composite=True, faces=("nn.functional",))
def embedding(
    xp: Any,
    input: IndexArray,
    weight: Array,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Array:
    """Rows of a matrix, looked up by their numbers.

    Parameters
    ----------
    input : Tensor
        Integers of any shape.
    weight : Tensor
        Shape (rows, features).
    padding_idx : int, optional
        A row that gets no gradient.
    max_norm : float, optional
        Rows that are looked up and longer than this are first scaled down to it, in place.
    norm_type : float
        The p of the norm that `max_norm` limits.
    scale_grad_by_freq : bool
        Divide gradients by how often a row is looked up in this call.
    sparse : bool
        Accepted for compatibility: gradients are always dense.

    Returns
    -------
    Tensor
        Shape ``(*input.shape, features)``.

    Raises
    ------
    IndexError
        If there is no such row.
    RuntimeError
        If `input` is not of integers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.embedding(ag.tensor([1, 0]), ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([[3., 4.],
            [1., 2.]])
    """
    if not xp.isdtype(input.dtype, "integral"):
        raise RuntimeError(
            f"Expected tensor for argument #1 'indices' to have an integer type, but got {input.dtype} instead"
        )
    if weight.ndim != 2:
        raise RuntimeError(f"'weight' must be 2-D, got {weight.ndim}-D")
    if padding_idx is not None:
        if not -weight.shape[0] <= padding_idx < weight.shape[0]:
            raise AssertionError(
                f"Padding_idx must be within num_embeddings, got {padding_idx} for {weight.shape[0]} rows"
            )
        padding_idx %= weight.shape[0]
    if max_norm is not None:
        limit_rows(xp, input, weight, max_norm, norm_type)
    return xp.embedding_rows(input, weight, padding_idx=padding_idx, scale_grad_by_freq=scale_grad_by_freq)


def limit_rows(xp: Any, input: Any, weight: Any, max_norm: float, norm_type: float) -> None:
    """Scale the rows that `input` names down to a norm, in place and unrecorded."""
    rows = weight.detach()
    norm = xp.sum(xp.abs(rows) ** norm_type, axis=1, keepdims=True) ** (1 / norm_type)
    used = xp.any(xp.reshape(input, (-1, 1)) == xp.arange(rows.shape[0], device=rows.device), axis=0)
    long = xp.logical_and(xp.expand_dims(used, axis=1), norm > max_norm)
    rows.mul_(xp.where(long, max_norm / (norm + 1e-7), 1))


embedding.cases(
    case(integers(2, 3, low=0, high=4), real(4, 2)), case(integers(5, low=0, high=4), real(4, 2), -1, first=False)
)


@op(composite=True, faces=("nn.functional",))
def one_hot(xp: Any, tensor: IndexArray, num_classes: int = -1) -> Array:
    """A last dimension that is 1 at each element's class and 0 elsewhere.

    Parameters
    ----------
    tensor : Tensor
        Classes: integers from 0.
    num_classes : int
        Size of the new dimension; one more than the largest class if it is -1.

    Returns
    -------
    Tensor
        int64, shape ``(*tensor.shape, num_classes)``.

    Raises
    ------
    RuntimeError
        If a class is negative or not smaller than `num_classes`, or there is no class to count.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.one_hot(ag.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    if tensor.dtype != xp.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    empty = 0 in tensor.shape
    if empty and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if num_classes == -1:
        num_classes = int(xp.max(tensor)) + 1
    check_classes(xp, tensor, num_classes)
    classes = xp.arange(num_classes, device=tensor.device)
    return xp.astype(xp.expand_dims(tensor, axis=-1) == classes, xp.int64)


def check_classes(xp: Any, tensor: Any, num_classes: int) -> None:
    """Refuse classes out of range, where values can be seen."""
    if 0 in tensor.shape or not xp.concrete(tensor):
        return
    if int(xp.min(tensor)) < 0:
        raise RuntimeError("Class values must be non-negative.")
    if int(xp.max(tensor)) >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")


one_hot.cases(case(integers(2, 3, low=0, high=4), 4), case(integers(5, low=0, high=4), 6))
