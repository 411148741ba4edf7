"""Padding: more elements around a tensor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

Pairs = tuple[tuple[int, int], ...]


@op(faces=())
def pad_constant(xp: Any, input: Array, *, pairs: Pairs, value: Any) -> Array:
    """A value around every dimension; negative amounts cut off."""
    keep = tuple(slice(max(-low, 0), n - max(-high, 0)) for n, (low, high) in zip(input.shape, pairs, strict=True))
    inner = input[keep] if keep else input
    shape = tuple(n + low + high for n, (low, high) in zip(input.shape, pairs, strict=True))
    if shape == tuple(inner.shape):
        return xp.copy(inner)
    inside = tuple(slice(max(low, 0), max(low, 0) + n) for n, (low, _) in zip(inner.shape, pairs, strict=True))
    return xp.write(xp.full(shape, value, dtype=input.dtype), inside, inner)


pad_constant.rule(
    input=lambda xp, g, pairs: xp.pad_constant(g, pairs=tuple((-low, -high) for low, high in pairs), value=0)
)
pad_constant.cases(
    case(real(2, 3), pairs=((1, 0), (2, 1)), value=0.5),
    case(real(4, 3), pairs=((-1, 1), (0, -1)), value=0.0),
)


def _sources(xp: Any, mode: str, n: int, low: int, high: int, device: Any) -> Any:
    """For each element of the result along a dimension the element of the input that it is."""
    place = xp.arange(-low, n + high, device=device)
    if mode == "circular":
        return xp.where(place < 0, place + n, xp.where(place >= n, place - n, place))
    if mode == "replicate":
        return xp.where(place < 0, 0, xp.where(place >= n, n - 1, place))
    return (n - 1) - xp.abs((n - 1) - xp.abs(place))


def _check_mode(mode: str, shape: Sequence[int], pairs: Sequence[tuple[int, int]]) -> None:
    """Check what the modes other than constant demand of sizes.

    Raises
    ------
    RuntimeError, NotImplementedError
        If it is not fulfilled.
    """
    padded = len(pairs)
    if not padded + 1 <= len(shape) <= padded + 2 or padded > 3:
        raise NotImplementedError(
            f"Padding size {2 * padded} is not supported for {len(shape)}D input tensor.\n"
            "Supported combinations for non-constant padding:\n"
            "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
            "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
            "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
        )
    for axis, (low, high) in enumerate(pairs, 1):
        n = shape[-axis]
        if mode == "circular" and (low > n or high > n):
            raise RuntimeError(f"Padding value causes wrapping around more than once: {(low, high)} for a size of {n}.")
        if mode == "reflect" and (low >= n or high >= n):
            raise RuntimeError(
                f"Padding size should be less than the corresponding input dimension, but got: padding ({low}, {high}) "
                f"at dimension {len(shape) - axis} of input {list(shape)}"
            )
        if n + low + high < 1 or not n:
            raise RuntimeError(
                f"Expected a tensor with non-zero dimensions for input and output, but got: {list(shape)}"
            )


@op(composite=True, faces=("nn.functional",))
def pad(xp: Any, input: Array, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Array:
    """The tensor with more elements around it.

    Parameters
    ----------
    input : Tensor
    pad : sequence of int
        How many before and after along the last dimension, then along the one before it, and so on. Negative amounts
        cut off.
    mode : str
        What the new elements are: ``"constant"``, or from the tensor ``"reflect"`` (mirrored at its edge elements),
        ``"replicate"`` (the edge elements) or ``"circular"`` (from the other end).
    value : number, optional
        The constant; 0 if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the amounts do not fit.
    NotImplementedError
        If there is no such mode, or not for so many dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.pad(ag.tensor([1.0, 2.0]), (1, 2))
    tensor([0., 1., 2., 0., 0.])
    """
    amounts = tuple(pad)
    if len(amounts) % 2:
        raise RuntimeError(f"Padding length must be divisible by 2, got {len(amounts)}")
    if len(amounts) > 2 * input.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(amounts)} and input of dimension {input.ndim}"
        )
    pairs = list(zip(amounts[::2], amounts[1::2], strict=True))
    shape = tuple(input.shape)
    if mode == "constant":
        every = (*((0, 0) for _ in range(input.ndim - len(pairs))), *reversed(pairs))
        if any(n + low + high < 0 for n, (low, high) in zip(shape, every, strict=True)):
            raise RuntimeError(f"padding {list(amounts)} cuts off more than there is: input has shape {list(shape)}")
        fill = 0 if value is None else value
        if isinstance(fill, float) and xp.isdtype(input.dtype, "integral"):
            fill = int(fill)
        return xp.pad_constant(input, pairs=every, value=fill)
    if mode not in ("reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if value is not None and value != 0:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    _check_mode(mode, shape, pairs)
    if mode == "circular" and min(amounts) < 0:
        # What is cut off does not come back at the other end.
        cut = [min(amount, 0) for amount in amounts]
        return xp.pad(xp.pad(input, cut), [max(amount, 0) for amount in amounts], mode)
    for axis, (low, high) in enumerate(pairs, 1):
        if low or high:
            input = xp.index_select(input, -axis, _sources(xp, mode, shape[-axis], low, high, input.device))
    return input


pad.cases(
    case(real(2, 3), (1, 2)),
    case(real(2, 3), (1, 0, 2, 1), "constant", 0.5),
    case(real(2, 3), (-1, 1)),
    case(real(2, 3, 4), (2, 1), "reflect"),
    case(real(2, 3, 4), (2, 1), "replicate"),
    case(real(2, 3, 4), (2, 1, 1, 3), "circular"),
)
