"""Inputs brought to another spatial size."""

from __future__ import annotations

from collections.abc import Sequence

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["Upsample", "UpsamplingBilinear2d", "UpsamplingNearest2d"]

_Size = int | Sequence[int]
_Factor = float | Sequence[float]


class Upsample(Module):
    """`nn.functional.interpolate` as a module.

    Parameters
    ----------
    size : int or tuple of int, optional
        Spatial sizes of the result.
    scale_factor : float or tuple of float, optional
        In place of `size`: the sizes are the input's times this, rounded down.
    mode : {"nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"}
        How elements are found.
    align_corners : bool, optional
        Whether the first and last elements of input and result lie upon each other; for the linear and cubic modes.
    recompute_scale_factor : bool, optional
        Whether the factor is taken anew from the sizes that came out.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.Upsample(scale_factor=2)(ag.tensor([[[1.0, 2.0]]])).tolist()
    [[[1.0, 1.0, 2.0, 2.0]]]
    """

    def __init__(
        self,
        size: _Size | None = None,
        scale_factor: _Factor | None = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        super().__init__()
        self.name = type(self).__name__
        self.size = size
        self.scale_factor: _Factor | None
        if isinstance(scale_factor, Sequence):
            self.scale_factor = tuple(float(factor) for factor in scale_factor)
        else:
            self.scale_factor = float(scale_factor) if scale_factor else None
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, input: Tensor) -> Tensor:
        """The input, of shape (N, C, ...), in the other size."""
        return F.interpolate(
            input,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            recompute_scale_factor=self.recompute_scale_factor,
        )

    def extra_repr(self) -> str:
        how = f"size={self.size!r}" if self.scale_factor is None else f"scale_factor={self.scale_factor!r}"
        return f"{how}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    """`Upsample` of inputs of shape (N, C, H, W) in the mode "nearest".

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.UpsamplingNearest2d(size=(1, 4))(ag.tensor([[[[1.0, 2.0]]]])).tolist()
    [[[[1.0, 1.0, 2.0, 2.0]]]]
    """

    def __init__(self, size: _Size | None = None, scale_factor: _Factor | None = None) -> None:
        super().__init__(size, scale_factor, mode="nearest")


class UpsamplingBilinear2d(Upsample):
    """`Upsample` of inputs of shape (N, C, H, W) in the mode "bilinear", with corners that lie upon each other.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.UpsamplingBilinear2d(size=(1, 3))(ag.tensor([[[[1.0, 2.0]]]])).tolist()
    [[[[1.0, 1.5, 2.0]]]]
    """

    def __init__(self, size: _Size | None = None, scale_factor: _Factor | None = None) -> None:
        super().__init__(size, scale_factor, mode="bilinear", align_corners=True)
