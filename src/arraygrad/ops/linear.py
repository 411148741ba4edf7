"""Linear and bilinear maps with learned weights."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj

Shape = Sequence[int]


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
