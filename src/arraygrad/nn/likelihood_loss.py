"""Negative log likelihoods of counts, of normally distributed numbers, and of sequences."""

from __future__ import annotations

from arraygrad.nn import functional as F
from arraygrad.nn.loss import _Loss
from arraygrad.tensor import Tensor

__all__ = ["CTCLoss", "GaussianNLLLoss", "PoissonNLLLoss"]


class PoissonNLLLoss(_Loss):
    """Negative log likelihood of counts under a Poisson distribution.

    Parameters
    ----------
    log_input : bool
        Whether the input is the logarithm of the rate.
    full : bool
        Whether Stirling's approximation of the term without the rate is added.
    eps : float
        Added to the rate, if its logarithm is taken.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.PoissonNLLLoss()(ag.tensor([0.0]), ag.tensor([2.0])).item()
    1.0
    """

    def __init__(
        self,
        log_input: bool = True,
        full: bool = False,
        size_average: bool | None = None,
        eps: float = 1e-8,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_input = log_input
        self.full = full
        self.eps = eps

    def forward(self, log_input: Tensor, target: Tensor) -> Tensor:
        """The loss of tensors of one shape."""
        return F.poisson_nll_loss(log_input, target, self.log_input, self.full, eps=self.eps, reduction=self.reduction)


class GaussianNLLLoss(_Loss):
    """Negative log likelihood of numbers under normal distributions of given means and variances.

    Parameters
    ----------
    full : bool
        Whether the constant term is added.
    eps : float
        The least that a variance is taken to be.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.GaussianNLLLoss()(ag.tensor([1.0]), ag.tensor([3.0]), ag.tensor([1.0])).item()
    2.0
    """

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)
        self.full = full
        self.eps = eps

    def forward(self, input: Tensor, target: Tensor, var: Tensor | float) -> Tensor:
        """The loss of means, numbers and variances."""
        return F.gaussian_nll_loss(input, target, var, self.full, self.eps, self.reduction)


class CTCLoss(_Loss):
    """Negative log likelihood of sequences of labels, whatever their places in time (Graves et al., 2006).

    Parameters
    ----------
    blank : int
        The class that stands for no label.
    reduction : {"mean", "sum", "none"}
        What is done with the losses of the elements.
    zero_infinity : bool
        Whether losses of targets that do not fit are zero instead of infinite.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> log_probs = ag.full((2, 1, 2), 0.5).log()
    >>> round(nn.CTCLoss()(log_probs, ag.tensor([[1]]), (2,), (1,)).item(), 4)
    0.2877
    """

    def __init__(self, blank: int = 0, reduction: str = "mean", zero_infinity: bool = False) -> None:
        super().__init__(reduction=reduction)
        self.blank = blank
        self.zero_infinity = zero_infinity

    def forward(
        self,
        log_probs: Tensor,
        targets: Tensor,
        input_lengths: Tensor | tuple[int, ...],
        target_lengths: Tensor | tuple[int, ...],
    ) -> Tensor:
        """The loss of log probabilities of shape (T, N, C) or (T, C)."""
        return F.ctc_loss(
            log_probs, targets, input_lengths, target_lengths, self.blank, self.reduction, self.zero_infinity
        )
