"""A linear map and the loss of its results in one."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn.linear import Linear
from arraygrad.nn.loss import _WeightedLoss
from arraygrad.tensor import Tensor

__all__ = ["LinearCrossEntropyLoss", "LinearCrossEntropyOptions"]


@dataclass(frozen=True, slots=True)
class LinearCrossEntropyOptions:
    """How PyTorch cuts the computation of `LinearCrossEntropyLoss` into pieces; without effect here.

    Parameters
    ----------
    allow_retain_graph : bool
    batch_chunk_size : int, optional
    chunking_method : str, optional
        ``"auto"``, ``"aspect_ratio"``, or ``"aspect_ratio:N"`` with a positive N.
    acc_policy : {"auto", "accurate", "balanced", "compact"}
    acc_dtype : DType, optional

    Raises
    ------
    ValueError
        If a setting is none of these.

    Examples
    --------
    >>> from arraygrad import nn
    >>> nn.LinearCrossEntropyOptions(batch_chunk_size=2).batch_chunk_size
    2
    """

    allow_retain_graph: bool = False
    batch_chunk_size: int | None = None
    chunking_method: str | None = "auto"
    acc_policy: str = "auto"
    acc_dtype: DType | None = None

    def __post_init__(self) -> None:
        if self.acc_policy not in ("auto", "accurate", "balanced", "compact"):
            raise ValueError(f"invalid acc_policy: {self.acc_policy!r}")
        if self.chunking_method not in (None, "auto"):
            name, colon, factor = str(self.chunking_method).partition(":")
            if name != "aspect_ratio" or (colon and not (factor.isdigit() and int(factor) > 0)):
                raise ValueError(f"invalid chunking_method: {self.chunking_method!r}")
        size = self.batch_chunk_size
        if size is not None and not (isinstance(size, int) and size > 0):
            raise ValueError(f"batch_chunk_size must be positive int or None, got {size!r}")
        if self.acc_dtype is not None and not (isinstance(self.acc_dtype, DType) and self.acc_dtype.is_floating_point):
            raise ValueError(f"acc_dtype must be a floating point type or None, got {self.acc_dtype!r}")


class LinearCrossEntropyLoss(_WeightedLoss):
    """Cross entropy of the results of a linear map that belongs to the loss.

    Parameters
    ----------
    in_features : int
        Size of the last dimension of the input.
    num_classes : int
        Number of classes, C.
    out_features : tuple of int
        Places ``(d1, ...)`` at each of which there is a target.
    bias : bool
        Whether the map has a bias.
    device, dtype : optional
        Of the map's parameters.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    weight : Tensor, optional
        A weight for each class.
    ignore_index : int, optional
        A target class that is left out; -100 if not given.
    label_smoothing : float
        Share of the target distribution that is spread evenly over all classes.
    options : LinearCrossEntropyOptions, optional
        Without effect.

    Attributes
    ----------
    linear : Linear
        With ``num_classes * d1 * ...`` results.

    Raises
    ------
    RuntimeError
        If `weight` does not have a value per class, or `label_smoothing` is not in [0, 1].

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> loss = nn.LinearCrossEntropyLoss(3, 4)
    >>> round(loss(ag.zeros(2, 3), ag.tensor([0, 3])).item(), 4)
    1.3863
    """

    def __init__(
        self,
        in_features: int,
        num_classes: int,
        *,
        out_features: tuple[int, ...] = (),
        bias: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
        reduction: str = "mean",
        weight: Tensor | None = None,
        ignore_index: int | None = None,
        label_smoothing: float = 0.0,
        options: LinearCrossEntropyOptions | None = None,
    ) -> None:
        if weight is not None and tuple(weight.shape) != (num_classes,):
            raise RuntimeError(f"expected weight shape to be {(num_classes,)}, got {tuple(weight.shape)}")
        if not 0 <= label_smoothing <= 1:
            raise RuntimeError(f"expected label_smoothing to be in range [0, 1], got {label_smoothing}")
        super().__init__(weight, reduction=reduction)
        self.num_classes = num_classes
        self.out_features = out_features
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing
        self.linear = Linear(in_features, num_classes * prod(out_features), bias, device, dtype)
        self.options = options

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of an input of shape (N, in_features), or without N; see `nn.functional.linear_cross_entropy`."""
        places = (self.num_classes, *self.out_features)
        bias = self.linear.bias
        return F.linear_cross_entropy(
            input,
            self.linear.weight.reshape(*places, self.linear.in_features),
            target,
            linear_bias=None if bias is None else bias.reshape(places),
            weight=self.weight,
            reduction=self.reduction,
            ignore_index=self.ignore_index,
            label_smoothing=self.label_smoothing,
            options=self.options,
        )

    def extra_repr(self) -> str:
        return (
            f"in_features={self.linear.in_features}, num_classes={self.num_classes}, out_features={self.out_features}, "
            f"bias={self.linear.bias is not None}, reduction={self.reduction}, ignore_index={self.ignore_index}, "
            f"label_smoothing={self.label_smoothing}, options={self.options}"
        )
