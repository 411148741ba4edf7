"""What a writer is given, as arrays of the host: numbers, histograms' values, pixels, sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from arraygrad.dtypes import bfloat16, float32
from arraygrad.tensor import Tensor

__all__ = ["ArrayLike", "Pixels", "to_host", "to_image", "to_number", "to_pixels"]

ArrayLike: TypeAlias = "Tensor | NDArray[Any] | Sequence[Any] | float"
Pixels: TypeAlias = NDArray[np.uint8]


def to_host(value: ArrayLike) -> NDArray[Any]:
    """The values of a tensor on any device, or of anything else that NumPy takes."""
    if isinstance(value, Tensor):
        detached = value.detach()
        return np.asarray((detached.to(float32) if detached.dtype is bfloat16 else detached).cpu().numpy())
    if isinstance(value, (list, tuple)) and any(isinstance(v, Tensor) for v in value):
        return np.stack([to_host(v) for v in value])
    return np.asarray(value)


def to_number(value: ArrayLike) -> float:
    """The only element.

    Raises
    ------
    AssertionError
        If there is not exactly one.
    """
    array = to_host(value)
    if array.size != 1:
        raise AssertionError(
            f"Tensor should contain one element (0 dimensions). Was given size: {array.size} and {array.ndim} "
            "dimensions: log a mean, or use add_histogram"
        )
    return float(array.reshape(()))


def to_pixels(value: ArrayLike) -> Pixels:
    """Bytes: uint8 as it is, floating point times 255 and clipped, bool as black and white.

    Raises
    ------
    TypeError
        If the dtype is another.
    """
    array = to_host(value)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind not in "fb":
        raise TypeError(f"an image must be of dtype uint8, floating point or bool, got {array.dtype}")
    scaled = array.astype(np.float32) * np.float32(255)
    pixels: Pixels = np.nan_to_num(scaled, nan=0.0).clip(0, 255).astype(np.uint8)
    return pixels


def to_image(value: ArrayLike, dataformats: str) -> Pixels:
    """One image of shape [height, width, channels], a batch as a grid.

    Raises
    ------
    AssertionError
        If the shape does not fit `dataformats`.
    TypeError
        If the dtype or the number of channels is none that an image can have.
    ValueError
        If there are no pixels, or `dataformats` has other letters than N, C, H and W.
    """
    from arraygrad.utils.tensorboard.messages import tool

    layout = dataformats.upper()
    if isinstance(value, (list, tuple)) and len(layout) == 3:
        layout = "N" + layout
    pixels = to_pixels(value)
    if len(set(layout)) != len(layout):
        raise AssertionError(f"You can not use the same dimension shorthand twice. input_format: {dataformats}")
    if pixels.ndim != len(layout):
        raise AssertionError(
            f"size of input tensor and input format are different. tensor shape: {pixels.shape}, input_format: "
            f"{dataformats}"
        )
    if set(layout) not in (set("HW"), set("CHW"), set("NHW"), set("NCHW")):
        raise ValueError(f"dataformats is made of H and W, and may have N and C, got {dataformats!r}")
    if pixels.size == 0:
        raise ValueError(f"cannot show an empty image of shape {pixels.shape}")
    if "C" in layout and pixels.shape[layout.index("C")] not in ((1, 3, 4) if "N" in layout else (1, 2, 3, 4)):
        kind = AssertionError if "N" in layout else TypeError
        raise kind(
            f"Cannot handle this data type: an image has 1, 3 or 4 channels, got shape {pixels.shape} for "
            f"{dataformats!r}"
        )
    if "N" in layout and "C" not in layout:
        pixels, layout = pixels[..., None], layout + "C"
    image: Pixels = tool("utils", "convert_to_HWC")(pixels, layout)
    return np.ascontiguousarray(image)
