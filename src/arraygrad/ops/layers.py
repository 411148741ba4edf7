"""Functions of inputs and learned weights, and those that depend on chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index, conj, kind_of

Shape = Sequence[int]


# -- linear ------------------------------------------------------------------------------------------------------


def _rows(xp: Any, x: Any) -> Any:
    """All dimensions but the last as one."""
    return x if x.ndim == 2 else xp.reshape(x, (prod(x.shape[:-1]), x.shape[-1]))


def _linear_error(input: Any, weight: Any, bias: Any) -> RuntimeError:
    if not 1 <= weight.ndim <= 2:
        return RuntimeError(f"linear: weight must be a matrix or a vector, but it is {weight.ndim}D")
    features = f"{weight.shape[-1]}x{weight.shape[0]}" if weight.ndim == 2 else str(weight.shape[0])
    if not input.ndim or input.shape[-1] != weight.shape[-1]:
        rows = f"{prod(input.shape[:-1])}x{input.shape[-1]}" if input.ndim else "scalar"
        return RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({rows} and {features})")
    target = [*input.shape[:-1], *weight.shape[:-1]]
    return RuntimeError(
        f"linear: a bias of shape {list(bias.shape)} does not fit the result. Target sizes: {target}.  Tensor sizes: "
        f"{list(bias.shape)}"
    )


def _linear_input(xp: Any, g: Any, weight: Any, input_shape: Shape) -> Any:
    weight = conj(xp, weight)
    if weight.ndim == 1:
        return xp.expand_dims(g, axis=-1) * weight
    return xp.reshape(xp.matmul(_rows(xp, g), weight), input_shape) if g.ndim > 2 else xp.matmul(g, weight)


def _linear_weight(xp: Any, g: Any, input: Any, weight_shape: Shape) -> Any:
    rows = _rows(xp, conj(xp, input))
    if len(weight_shape) == 1:
        return xp.matmul(xp.reshape(g, (rows.shape[0],)), rows)
    return xp.matmul(_rows(xp, g).T, rows)


@op(broadcasts=True, faces=("nn.functional",))
def linear(xp: Any, input: Array, weight: Array, bias: Array | None = None) -> Array:
    """``input @ weight.T + bias``.

    Parameters
    ----------
    input : Tensor
        Shape (..., in_features).
    weight : Tensor
        Shape (out_features, in_features), or (in_features,).
    bias : Tensor, optional
        Shape (out_features,), or ().

    Returns
    -------
    Tensor
        Shape (..., out_features), or (...).

    Raises
    ------
    RuntimeError
        If the shapes do not fit or the dtypes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.linear(ag.tensor([1.0, 2.0]), ag.tensor([[1.0, 1.0], [0.0, 1.0]]), ag.tensor([0.5, 0.5]))
    tensor([3.5000, 2.5000])
    """
    ndim = input.ndim
    if not ndim or not 1 <= weight.ndim <= 2 or input.shape[-1] != weight.shape[-1]:
        raise _linear_error(input, weight, bias)
    if ndim > 2:
        out = xp.reshape(
            xp.matmul(_rows(xp, input), weight.T if weight.ndim == 2 else weight),
            (*input.shape[:-1], *weight.shape[:-1]),
        )
    else:
        out = xp.matmul(input, weight.T if weight.ndim == 2 else weight)
    if bias is not None:
        if bias.ndim > out.ndim or any(
            n not in (1, m) for m, n in zip(out.shape[out.ndim - bias.ndim :], bias.shape, strict=True)
        ):
            raise _linear_error(input, weight, bias)
        out += bias
    return out


linear.rule(input=_linear_input, weight=_linear_weight, bias=lambda xp, g: g)
linear.cases(
    case(real(3, 4), real(2, 4), real(2)),
    case(real(3, 4), real(2, 4)),
    case(real(4), real(2, 4), real(2)),
    case(real(2, 3, 4), real(2, 4), real(2)),
    case(real(2, 3, 4), real(4)),
    case(real(0, 4), real(2, 4), real(2)),
)


@op(composite=True, faces=("torch", "nn.functional"))
def bilinear(xp: Any, input1: Array, input2: Array, weight: Array, bias: Array | None = None) -> Array:
    """``input1 @ weight[k] @ input2 + bias[k]`` for each output feature k.

    Parameters
    ----------
    input1, input2 : Tensor
        Shapes (..., in1_features) and (..., in2_features).
    weight : Tensor
        Shape (out_features, in1_features, in2_features).
    bias : Tensor, optional
        Shape (out_features,).

    Returns
    -------
    Tensor
        Shape (..., out_features).

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.bilinear(ag.ones(1, 2), ag.ones(1, 3), ag.ones(1, 2, 3))
    tensor([[6.]])
    """
    if tuple(input1.shape[:-1]) != tuple(input2.shape[:-1]):
        raise RuntimeError(
            f"bilinear(): input batch dimensions do not match: got {list(input1.shape)} and {list(input2.shape)}"
        )
    for i, x in enumerate((input1, input2), 1):
        if x.shape[-1] != weight.shape[i]:
            raise RuntimeError(
                f"bilinear(): input{i} size does not match weight size: got {x.shape[-1]} but expected "
                f"{weight.shape[i]}"
            )
    out = xp.einsum("...i,kij,...j->...k", input1, weight, input2)
    return out if bias is None else out + bias


bilinear.cases(case(real(2, 3), real(2, 4), real(5, 3, 4), real(5)))


# -- embedding ---------------------------------------------------------------------------------------------------


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
        _limit_rows(xp, input, weight, max_norm, norm_type)
    return xp.embedding_rows(input, weight, padding_idx=padding_idx, scale_grad_by_freq=scale_grad_by_freq)


def _limit_rows(xp: Any, input: Any, weight: Any, max_norm: float, norm_type: float) -> None:
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


# -- chance ------------------------------------------------------------------------------------------------------


def _check_probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _drop(xp: Any, input: Any, noise: Any, p: float) -> Any:
    """Zero where the noise is below `p`, scaled up elsewhere."""
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return input * (xp.astype(noise >= p, input.dtype) * scale)


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def dropout(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """Elements set to zero at random in training, the others scaled up so that the expectation stays.

    Parameters
    ----------
    input : Tensor
        Floating point.
    p : float
        Probability of zero.
    training : bool
        Without it the result is `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout(ag.ones(2), training=False)
    tensor([1., 1.])
    """
    _check_probability(p)
    if not training or p == 0:
        return input
    if kind_of(xp, input.dtype) in ("integral", "bool"):
        raise RuntimeError(f"result type Float can't be cast to the desired output type {input.dtype}")
    return _drop(xp, input, xp.rand_like(input), p)


def _drop_channels(xp: Any, input: Any, p: float, training: bool, batched: int) -> Any:
    _check_probability(p)
    if not training or p == 0:
        return input
    kept = 2 if input.ndim >= batched else 1
    noise = xp.rand_like(input[(slice(None),) * kept + (slice(0, 1),) * (input.ndim - kept)])
    return _drop(xp, input, noise, p)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout1d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, L) or (C, L).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout1d(ag.ones(1, 2, 3), training=False).shape
    arraygrad.Size([1, 2, 3])
    """
    if input.ndim not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {input.ndim}D input")
    return _drop_channels(xp, input, p, training, 3)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout2d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, H, W) or (N, C, L).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout2d(ag.ones(1, 2, 3, 3), training=False).shape
    arraygrad.Size([1, 2, 3, 3])
    """
    return _drop_channels(xp, input, p, training, 2)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout3d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, D, H, W) or (C, D, H, W).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout3d(ag.ones(1, 2, 3, 3, 3), training=False).shape
    arraygrad.Size([1, 2, 3, 3, 3])
    """
    return _drop_channels(xp, input, p, training, 5)


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def alpha_dropout(xp: Any, input: Array, p: float = 0.5, training: bool = False) -> Array:
    """Dropout that keeps mean and variance of inputs to `selu`.

    Parameters
    ----------
    input : Tensor
        Floating point.
    p : float
        Probability of an element being set to the function's lower limit.
    training : bool
        Without it the result is `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.alpha_dropout(ag.ones(2))
    tensor([1., 1.])
    """
    _check_probability(p)
    if not training or p == 0:
        return input
    if p == 1:
        return input * 0
    limit = 1.7580993408473766
    scale = ((limit * limit * p + 1) * (1 - p)) ** -0.5
    kept = xp.rand_like(input) >= p
    return xp.where(kept, input, -limit) * scale + scale * limit * p


dropout.cases(case(real(3, 4), 0.5, False), case(real(3, 4), 1.0))
dropout1d.cases(case(real(2, 3, 4), 0.5, False), case(real(2, 3, 4), 1.0))
dropout2d.cases(case(real(2, 3, 4, 4), 0.5, False), case(real(2, 3, 4, 4), 1.0))
dropout3d.cases(case(real(2, 3, 2, 2, 2), 0.5, False), case(real(2, 3, 2, 2, 2), 1.0))
alpha_dropout.cases(case(real(3, 4)), case(real(3, 4), 1.0, True))
