"""Images as columns of the patches that a window sees, and back."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating

Ints = tuple[int, ...]


def _key(offset: Ints, places: Ints, dilation: Ints, stride: Ints) -> tuple[slice, ...]:
    """What one element of the window sees over all places, in an image of shape (N, C, ...)."""
    seen = (
        slice(o * d, o * d + (n - 1) * s + 1, s) for o, n, d, s in zip(offset, places, dilation, stride, strict=True)
    )
    return (slice(None), slice(None), *seen)


@op(faces=())
def image_to_columns(xp: Any, input: Array, *, places: Ints, kernel_size: Ints, dilation: Ints, stride: Ints) -> Array:
    """Elements of (N, C, H, W) by element of the window and place: shape (N, C, K, P)."""
    n, c = input.shape[:2]
    seen = [input[_key(offset, places, dilation, stride)] for offset in product(*map(range, kernel_size))]
    return xp.stack([xp.reshape(part, (n, c, prod(places))) for part in seen], axis=2)


@op(faces=())
def columns_to_image(
    xp: Any, input: Array, *, sizes: Ints, places: Ints, kernel_size: Ints, dilation: Ints, stride: Ints
) -> Array:
    """Adjoint of `image_to_columns`: elements that were seen at the same place are added."""
    n, c = input.shape[:2]
    image = xp.zeros((n, c, *sizes), dtype=input.dtype)
    for i, offset in enumerate(product(*map(range, kernel_size))):
        key = _key(offset, places, dilation, stride)
        image = xp.write(image, key, image[key] + xp.reshape(input[:, :, i, :], (n, c, *places)))
    return image


image_to_columns.rule(
    input=lambda xp, g, input_shape, places, kernel_size, dilation, stride: xp.columns_to_image(
        g, sizes=tuple(input_shape[2:]), places=places, kernel_size=kernel_size, dilation=dilation, stride=stride
    )
)
columns_to_image.rule(
    input=lambda xp, g, places, kernel_size, dilation, stride: xp.image_to_columns(
        g, places=places, kernel_size=kernel_size, dilation=dilation, stride=stride
    )
)
_HOW: dict[str, Any] = {"places": (2, 2), "kernel_size": (2, 2), "dilation": (1, 2), "stride": (2, 1)}
image_to_columns.cases(case(real(1, 2, 4, 4), **_HOW))
columns_to_image.cases(case(real(1, 2, 4, 4), sizes=(4, 4), **_HOW))


def _pair(value: Any, name: str) -> Ints:
    values = (value, value) if isinstance(value, int) else tuple(value)
    if not all(isinstance(n, int) for n in values):
        raise TypeError(f"argument '{name}' must be tuple of ints, but got {value!r}")
    if len(values) != 2:
        raise RuntimeError(f"It is expected {name} equals to 2, but got size {len(values)}")
    return values


def _places(sizes: Ints, kernel_size: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Ints:
    for name, values, least in (
        ("kernel size", kernel_size, 1),
        ("stride", stride, 1),
        ("dilation", dilation, 1),
        ("padding", padding, 0),
    ):
        if min(values) < least:
            raise RuntimeError(
                f"{name} should be {'greater than zero' if least else 'non-negative'}, but got {name} {list(values)}"
            )
    return tuple(
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, d, p, s in zip(sizes, kernel_size, dilation, padding, stride, strict=True)
    )


def _check_dtype(xp: Any, input: Any, name: str) -> None:
    if not is_floating(xp, input):
        raise NotImplementedError(f"{name!r} is not implemented for {input.dtype}: convert to floating point first")


@op(composite=True, faces=("nn.functional",))
def nn_functional_unfold(
    xp: Any, input: Array, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Array:
    """The patches of images that a sliding window sees, as columns.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    kernel_size : int or pair of int
        Size of the window.
    dilation : int or pair of int
        Distance between the elements of the window.
    padding : int or pair of int
        Zeros on both sides.
    stride : int or pair of int
        Distance between places of the window.

    Returns
    -------
    Tensor
        Shape (N, C * elements of the window, places) or without the first dimension.

    Raises
    ------
    RuntimeError
        If the shapes do not fit.
    NotImplementedError
        If the dtype is neither floating point nor complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.unfold(ag.tensor([[[1.0, 2.0, 3.0]]]), (1, 2))
    tensor([[1., 2.],
            [2., 3.]])
    """
    kernel, dilation = _pair(kernel_size, "kernel_size"), _pair(dilation, "dilation")
    padding, stride = _pair(padding, "padding"), _pair(stride, "stride")
    if input.dtype != xp.bool:
        _check_dtype(xp, input, "unfold")
    if input.ndim not in (3, 4) or 0 in input.shape[-3:]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, "
            f"but got: {list(input.shape)}"
        )
    sizes = tuple(input.shape[-2:])
    places = _places(sizes, kernel, dilation, padding, stride)
    if min(places) < 1:
        raise RuntimeError(
            f"Given input with spatial size {sizes}, kernel_size={kernel}, dilation={dilation}, padding={padding}, "
            f"stride={stride}, calculated shape of the array of sliding blocks as {places}, but its components must be "
            "at least one."
        )
    x = input if input.ndim == 4 else xp.expand_dims(input, axis=0)
    x = xp.pad(x, (padding[1], padding[1], padding[0], padding[0])) if any(padding) else x
    columns = xp.image_to_columns(x, places=places, kernel_size=kernel, dilation=dilation, stride=stride)
    columns = xp.reshape(columns, (x.shape[0], x.shape[1] * prod(kernel), prod(places)))
    return columns if input.ndim == 4 else xp.squeeze(columns, axis=0)


@op(composite=True, faces=("nn.functional",))
def fold(
    xp: Any, input: Array, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Array:
    """Images put together from patches, the columns that `nn.functional.unfold` makes; overlapping ones are added.

    Parameters
    ----------
    input : Tensor
        Shape (N, C * elements of the window, places) or without the first dimension.
    output_size : int or pair of int
        Size (H, W) of the images.
    kernel_size, dilation, padding, stride : int or pair of int
        As for `unfold`.

    Returns
    -------
    Tensor
        Shape (N, C, H, W) or (C, H, W).

    Raises
    ------
    RuntimeError
        If the shapes do not fit.
    NotImplementedError
        If the dtype is neither floating point nor complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.fold(ag.tensor([[1.0, 2.0], [2.0, 3.0]]), (1, 3), (1, 2))
    tensor([[[1., 4., 3.]]])
    """
    sizes, kernel = _pair(output_size, "output_size"), _pair(kernel_size, "kernel_size")
    dilation, padding, stride = _pair(dilation, "dilation"), _pair(padding, "padding"), _pair(stride, "stride")
    _check_dtype(xp, input, "fold")
    places = _places(sizes, kernel, dilation, padding, stride)
    if input.ndim not in (2, 3) or 0 in input.shape[-2:]:
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for "
            f"input, but got: {list(input.shape)}"
        )
    rows, columns = input.shape[-2:]
    if rows % prod(kernel):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
            f"input.size(1)={rows} and kernel_size={kernel}."
        )
    if min(places) < 1 or prod(places) != columns:
        raise RuntimeError(
            f"Given output_size={sizes}, kernel_size={kernel}, dilation={dilation}, padding={padding}, "
            f"stride={stride}, expected size of input's dimension 2 to match the calculated number of sliding blocks "
            f"{places[0]} * {places[1]} = {prod(places)}, but got input.size(2)={columns}."
        )
    x = xp.reshape(input, (*(input.shape[:-2] or (1,)), rows // prod(kernel), prod(kernel), columns))
    wide = tuple(n + 2 * p for n, p in zip(sizes, padding, strict=True))
    image = xp.columns_to_image(x, sizes=wide, places=places, kernel_size=kernel, dilation=dilation, stride=stride)
    if any(padding):
        image = image[:, :, padding[0] : padding[0] + sizes[0], padding[1] : padding[1] + sizes[1]]
    return image if input.ndim == 3 else xp.squeeze(image, axis=0)


nn_functional_unfold.cases(case(real(1, 2, 3, 3), 2), case(real(1, 4, 3), (3, 2), (1, 2), (1, 0), 2))
fold.cases(case(real(1, 8, 4), (3, 3), 2), case(real(4, 2), (2, 4), (2, 2), 1, (0, 1), (1, 3)))
