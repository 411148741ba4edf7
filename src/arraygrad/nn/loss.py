"""Losses.

With ``reduction="mean"`` or ``"sum"`` the result has no dimensions; with ``"none"`` there is one loss per element.
"""

from __future__ import annotations

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = [
    "BCELoss",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "HuberLoss",
    "KLDivLoss",
    "L1Loss",
    "MSELoss",
    "NLLLoss",
    "SmoothL1Loss",
]


class _Loss(Module):
    """What losses share.

    Parameters
    ----------
    size_average, reduce : bool, optional
        The old way to say `reduction`: if either is given, ``reduce=False`` means "none", else ``size_average=False``
        means "sum", else it is "mean".
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    """

    def __init__(self, size_average: bool | None = None, reduce: bool | None = None, reduction: str = "mean") -> None:
        super().__init__()
        if size_average is not None or reduce is not None:
            reduction = "none" if reduce is False else "sum" if size_average is False else "mean"
        self.reduction = reduction


class _WeightedLoss(_Loss):
    weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)


class CrossEntropyLoss(_WeightedLoss):
    """Cross entropy of the softmax of unnormalised logits.

    Parameters
    ----------
    weight : Tensor, optional
        One weight per class, of shape (C,).
    ignore_index : int
        A target that does not count.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements; the mean is weighted.
    label_smoothing : float
        Share of the target that is spread over all classes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> loss = nn.CrossEntropyLoss()
    >>> round(loss(ag.tensor([[0.0, 0.0]]), ag.tensor([1])).item(), 4)
    0.6931
    """

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of logits of shape (C,), (N, C) or (N, C, ...).

        `target` holds class numbers, of the input's shape without C, or probabilities, of the input's shape.
        """
        return F.cross_entropy(
            input,
            target,
            weight=self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
            label_smoothing=self.label_smoothing,
        )


class NLLLoss(_WeightedLoss):
    """Negative log likelihood of class numbers under given log probabilities.

    Parameters
    ----------
    weight : Tensor, optional
        One weight per class, of shape (C,).
    ignore_index : int
        A target that does not count.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements; the mean is weighted.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.NLLLoss()(ag.tensor([[-1.0, -2.0]]), ag.tensor([1])).item()
    2.0
    """

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of log probabilities of shape (C,), (N, C) or (N, C, ...) and class numbers, the same without C."""
        return F.nll_loss(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)


class MSELoss(_Loss):
    """Squared error, ``(input - target) ** 2``.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MSELoss(reduction="sum")(ag.tensor([0.5, 1.0, 1.5]), ag.tensor([0.5, 2.0, 3.5])).item()
    5.0
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of two tensors of one shape."""
        return F.mse_loss(input, target, reduction=self.reduction)


class L1Loss(_Loss):
    """Absolute error, ``|input - target|``.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.L1Loss()(ag.tensor([1.0, 2.0]), ag.tensor([2.0, 5.0])).item()
    2.0
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of two tensors of one shape."""
        return F.l1_loss(input, target, reduction=self.reduction)


class SmoothL1Loss(_Loss):
    """``0.5 * d**2 / beta`` for errors d up to beta, ``|d| - 0.5 * beta`` beyond.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    beta : float
        Where the two pieces meet.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.SmoothL1Loss()(ag.tensor([0.0]), ag.tensor([3.0])).item()
    2.5
    """

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        beta: float = 1.0,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of two tensors of one shape."""
        return F.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class HuberLoss(_Loss):
    """``0.5 * d**2`` for errors d up to delta, ``delta * (|d| - 0.5 * delta)`` beyond.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    delta : float
        Where the two pieces meet.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.HuberLoss(delta=2.0)(ag.tensor([0.0]), ag.tensor([3.0])).item()
    4.0
    """

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        if not isinstance(delta, float | int):
            raise TypeError(f"delta must be a float or int, got: {type(delta)}")
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of two tensors of one shape."""
        return F.huber_loss(input, target, reduction=self.reduction, delta=self.delta)


class KLDivLoss(_Loss):
    """Kullback-Leibler divergence, ``target * (log(target) - input)`` with log probabilities as input.

    Parameters
    ----------
    reduction : {"mean", "batchmean", "sum", "none"}
        What is done with the losses of the elements; "batchmean" divides the sum by the batch size, which is the
        mathematical definition.
    log_target : bool
        Whether the target is given as log probabilities, too.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> p = ag.tensor([[0.5, 0.5]])
    >>> nn.KLDivLoss(reduction="batchmean")(p.log(), p).item()
    0.0
    """

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        log_target: bool = False,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_target = log_target

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The divergence of two tensors of one shape."""
        return F.kl_div(input, target, reduction=self.reduction, log_target=self.log_target)


class BCELoss(_WeightedLoss):
    """Binary cross entropy of probabilities.

    Parameters
    ----------
    weight : Tensor, optional
        A weight for each element of the batch.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> round(nn.BCELoss()(ag.tensor([0.5]), ag.tensor([1.0])).item(), 4)
    0.6931
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of probabilities and targets of one shape, both from 0 to 1."""
        return F.binary_cross_entropy(input, target, weight=self.weight, reduction=self.reduction)


class BCEWithLogitsLoss(_WeightedLoss):
    """Binary cross entropy of the sigmoid of logits, without overflow.

    Parameters
    ----------
    weight : Tensor, optional
        A weight for each element of the batch.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    pos_weight : Tensor, optional
        Weight of the positive targets.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> round(nn.BCEWithLogitsLoss()(ag.tensor([0.0]), ag.tensor([1.0])).item(), 4)
    0.6931
    """

    pos_weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        pos_weight: Tensor | None = None,
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of logits and targets of one shape, the targets from 0 to 1."""
        return F.binary_cross_entropy_with_logits(
            input, target, weight=self.weight, pos_weight=self.pos_weight, reduction=self.reduction
        )
