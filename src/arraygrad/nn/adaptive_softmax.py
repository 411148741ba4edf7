"""Softmax over many classes, of which few are frequent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn.containers import ModuleList, Sequential
from arraygrad.nn.linear import Linear
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["AdaptiveLogSoftmaxWithLoss"]


class _ASMoutput(NamedTuple):
    """What a call gives: the log probabilities of the targets, and their negative mean."""

    output: Tensor
    loss: Tensor


class AdaptiveLogSoftmaxWithLoss(Module):
    """Log softmax over classes in order of frequency, computed in clusters (Grave et al., 2017).

    The head decides between the most frequent classes and the clusters of rarer ones. The classes of a cluster are
    looked at only for targets in it, through a map to a lower dimension.

    Parameters
    ----------
    in_features : int
        Size of the last dimension of the input.
    n_classes : int
        Number of classes. Classes with lower numbers should be the more frequent ones.
    cutoffs : sequence of int
        The first class of each cluster, in rising order.
    div_value : float
        By what the dimension is divided from each cluster to the next.
    head_bias : bool
        Whether the head has a bias.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    head : Linear
        Maps to the first ``cutoffs[0]`` classes and the clusters.
    tail : ModuleList
        For each cluster two linear maps without bias.

    Raises
    ------
    ValueError
        If the cutoffs are empty, not rising, or not between 1 and ``n_classes - 1``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> model = nn.AdaptiveLogSoftmaxWithLoss(16, 10, cutoffs=[2, 6])
    >>> output, loss = model(ag.zeros(3, 16), ag.tensor([0, 5, 9]))
    >>> tuple(output.shape), tuple(model.log_prob(ag.zeros(3, 16)).shape)
    ((3,), (3, 10))
    """

    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        limits = list(cutoffs)
        if not limits:
            raise ValueError("cutoffs should be a sequence of length larger than 0")
        rising = all(low < high for low, high in pairwise([0, *limits, n_classes]))
        if not rising or any(int(limit) != limit for limit in limits):
            raise ValueError(
                "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each "
                "value is between 1 and n_classes-1"
            )
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = [*limits, n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = limits[0]
        self.n_clusters = len(limits)
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, head_bias, device, dtype)
        self.tail = ModuleList()
        for number, (low, high) in enumerate(pairwise(self.cutoffs), 1):
            width = int(in_features // div_value**number)
            self.tail.append(
                Sequential(
                    Linear(in_features, width, False, device, dtype), Linear(width, high - low, False, device, dtype)
                )
            )

    def reset_parameters(self) -> None:
        """Draw the parameters anew."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.reset_parameters()

    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput:
        """The log probabilities of the targets, and the loss.

        Parameters
        ----------
        input_ : Tensor
            Shape (N, in_features) or (in_features,).
        target_ : Tensor
            Classes: shape (N,) or ().

        Returns
        -------
        output : Tensor
            In the shape of the target.
        loss : Tensor
            Without dimensions: the negative mean of `output`.

        Raises
        ------
        RuntimeError
            If the shapes do not fit, or a target is not a class.
        """
        if target_.ndim > 1:
            raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
        if target_.ndim == 1 and input_.shape[0] != target_.shape[0]:
            raise RuntimeError("Input and target should have the same size in the batch dimension.")
        if input_.ndim != target_.ndim + 1:
            raise RuntimeError(
                f"{target_.ndim}D target tensor expects {target_.ndim + 1}D input tensors, but found inputs with size "
                f"{input_.shape}"
            )
        alone = target_.ndim == 0
        input, target = (input_.unsqueeze(0), target_.unsqueeze(0)) if alone else (input_, target_)
        if ((target < 0) | (target >= self.n_classes)).any():
            raise RuntimeError(
                f"Target values should be in [0, {self.n_classes - 1}], but values in range "
                f"[{target.min().item()}, {target.max().item()}] were found. "
            )
        head = F.log_softmax(self.head(input), 1)
        entries = target
        inside = input.new_zeros(len(target))
        for number, (low, high) in enumerate(pairwise(self.cutoffs)):
            members = (target >= low) & (target < high)
            rows = members.nonzero().squeeze(1)
            if len(rows) == 0:
                continue
            entries = ag.where(members, self.shortlist_size + number, entries)
            cluster = F.log_softmax(self.tail[number](input[rows]), 1)
            found = cluster.gather(1, (target[rows] - low).unsqueeze(1)).squeeze(1)
            inside = inside.index_copy(0, rows, found)
        output = head.gather(1, entries.unsqueeze(1)).squeeze(1) + inside
        loss = -output.mean()
        return _ASMoutput(output.squeeze(0) if alone else output, loss)

    def log_prob(self, input: Tensor) -> Tensor:
        """The log probabilities of all classes, of shape (N, n_classes), for an input of shape (N, in_features)."""
        return self._all_of(input, self.head(input))

    def _all_of(self, input: Tensor, head: Tensor) -> Tensor:
        head = F.log_softmax(head, 1)
        parts = [head[:, : self.shortlist_size]]
        for number, cluster in enumerate(self.tail):
            entry = self.shortlist_size + number
            parts.append(F.log_softmax(cluster(input), 1) + head[:, entry : entry + 1])
        return ag.cat(parts, 1)

    def predict(self, input: Tensor) -> Tensor:
        """The most probable class of each row, of shape (N,), for an input of shape (N, in_features).

        It is ``log_prob(input).argmax(1)``; clusters are looked at only for rows where the head prefers one of them.
        """
        head: Tensor = self.head(input)
        classes = head.argmax(1)
        rows = (classes >= self.shortlist_size).nonzero().squeeze(1)
        if len(rows) == 0:
            return classes
        return classes.index_copy(0, rows, self._all_of(input[rows], head[rows]).argmax(1))
