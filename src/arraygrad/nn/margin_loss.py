"""Losses that ask for a distance between right and wrong. `reduction` is as for the other losses."""

from __future__ import annotations

from collections.abc import Callable

from arraygrad.nn import functional as F
from arraygrad.nn.distance import PairwiseDistance
from arraygrad.nn.loss import _Loss, _WeightedLoss
from arraygrad.tensor import Tensor

__all__ = [
    "CosineEmbeddingLoss",
    "HingeEmbeddingLoss",
    "MarginRankingLoss",
    "MultiLabelMarginLoss",
    "MultiLabelSoftMarginLoss",
    "MultiMarginLoss",
    "SoftMarginLoss",
    "TripletMarginLoss",
    "TripletMarginWithDistanceLoss",
]


class CosineEmbeddingLoss(_Loss):
    """One less the cosine between vectors that belong together, the cosine above a margin of those that do not.

    Parameters
    ----------
    margin : float
        The margin.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> x = ag.tensor([[1.0, 0.0]])
    >>> nn.CosineEmbeddingLoss()(x, x, ag.tensor([-1])).item()
    1.0
    """

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        """The loss of vectors of shape (N, D) or (D,); `target` holds 1 for pairs that belong together, else -1."""
        return F.cosine_embedding_loss(input1, input2, target, margin=self.margin, reduction=self.reduction)


class HingeEmbeddingLoss(_Loss):
    """Distances where the target is 1, and how much they lack to the margin where it is -1.

    Parameters
    ----------
    margin : float
        The margin.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.HingeEmbeddingLoss()(ag.tensor([0.25, 0.25]), ag.tensor([1, -1])).item()
    0.5
    """

    def __init__(
        self,
        margin: float = 1.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of distances of any shape."""
        return F.hinge_embedding_loss(input, target, margin=self.margin, reduction=self.reduction)


class MarginRankingLoss(_Loss):
    """How much the first is short of being the margin above the second, or the other way round.

    Parameters
    ----------
    margin : float
        The margin.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MarginRankingLoss()(ag.tensor([1.0]), ag.tensor([3.0]), ag.tensor([1])).item()
    2.0
    """

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        """The loss of two tensors of one shape; `target` holds 1 where the first is to be greater, else -1."""
        return F.margin_ranking_loss(input1, input2, target, margin=self.margin, reduction=self.reduction)


class SoftMarginLoss(_Loss):
    """``log(1 + exp(-target * input))``, for targets of 1 and -1.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> round(nn.SoftMarginLoss()(ag.tensor([0.0]), ag.tensor([1.0])).item(), 4)
    0.6931
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of tensors of one shape."""
        return F.soft_margin_loss(input, target, reduction=self.reduction)


class MultiLabelMarginLoss(_Loss):
    """The sum of how much each right class is short of being 1 above each wrong one, divided by the classes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MultiLabelMarginLoss()(ag.tensor([0.0, 0.0]), ag.tensor([1, -1])).item()
    0.5
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of scores of shape (C,) or (N, C); `target` has their shape: the right classes, then -1."""
        return F.multilabel_margin_loss(input, target, reduction=self.reduction)


class MultiLabelSoftMarginLoss(_WeightedLoss):
    """The mean over classes of the cross entropy of independent logits; `weight` has one weight per class.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> round(nn.MultiLabelSoftMarginLoss()(ag.zeros(1, 2), ag.ones(1, 2)).item(), 4)
    0.6931
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of logits of shape (N, C) or (C,) with targets of 0 and 1 of the same shape."""
        return F.multilabel_soft_margin_loss(input, target, weight=self.weight, reduction=self.reduction)


class MultiMarginLoss(_WeightedLoss):
    """The sum of powers of how much the right class is short of being the margin above others, divided by the classes.

    Parameters
    ----------
    p : {1, 2}
        The power.
    margin : float
        The margin.
    weight : Tensor, optional
        One weight per class, of shape (C,).
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Raises
    ------
    ValueError
        If `p` is neither 1 nor 2, or `weight` does not have one dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MultiMarginLoss()(ag.tensor([0.0, 0.0]), ag.tensor(1)).item()
    0.5
    """

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        if p not in (1, 2):
            raise ValueError(f"only p == 1 and p == 2 supported, got {p}")
        if weight is not None and weight.ndim != 1:
            raise ValueError(f"MultiMarginLoss: expected weight to be None or 1D tensor, got {weight.ndim}D instead")
        self.p = p
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of scores of shape (N, C) or (C,) with class numbers of shape (N,) or ()."""
        return F.multi_margin_loss(input, target, self.p, self.margin, self.weight, reduction=self.reduction)


def _check_margin(loss: _Loss, margin: float) -> None:
    if margin <= 0:
        raise ValueError(f"{type(loss).__name__}: expected margin to be greater than 0, got {margin} instead")


class TripletMarginLoss(_Loss):
    """How much more distant the negative is to be than the positive, with a margin (Schroff et al., 2015).

    Parameters
    ----------
    margin : float
        The margin, above zero.
    p : float
        Of the distance.
    eps : float
        Added to differences.
    swap : bool
        Whether the distance from the positive to the negative counts where it is smaller.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Raises
    ------
    ValueError
        If the margin is not above zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> x = ag.zeros(1, 2)
    >>> nn.TripletMarginLoss()(x, x, x).item()
    1.0
    """

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        eps: float = 1e-6,
        swap: bool = False,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        _check_margin(self, margin)
        self.margin = margin
        self.p = p
        self.eps = eps
        self.swap = swap

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """The loss of vectors of shape (N, D) or (D,)."""
        return F.triplet_margin_loss(
            anchor, positive, negative, self.margin, self.p, self.eps, self.swap, reduction=self.reduction
        )


class TripletMarginWithDistanceLoss(_Loss):
    """`TripletMarginLoss` with a distance of one's own.

    Parameters
    ----------
    distance_function : callable, optional
        From two tensors to their distances; `PairwiseDistance` if None.
    margin : float
        The margin, above zero.
    swap : bool
        Whether the distance from the positive to the negative counts where it is smaller.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Raises
    ------
    ValueError
        If the margin is not above zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> loss = nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: (a - b).abs().sum(-1))
    >>> loss(ag.zeros(1, 2), ag.ones(1, 2), ag.zeros(1, 2)).item()
    3.0
    """

    def __init__(
        self,
        *,
        distance_function: Callable[[Tensor, Tensor], Tensor] | None = None,
        margin: float = 1.0,
        swap: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction=reduction)
        _check_margin(self, margin)
        self.distance_function = PairwiseDistance() if distance_function is None else distance_function
        self.margin = margin
        self.swap = swap

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """The loss of whatever the distance takes."""
        return F.triplet_margin_with_distance_loss(
            anchor,
            positive,
            negative,
            distance_function=self.distance_function,
            margin=self.margin,
            swap=self.swap,
            reduction=self.reduction,
        )
