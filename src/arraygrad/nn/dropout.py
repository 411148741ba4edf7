"""Dropout."""

from __future__ import annotations

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["AlphaDropout", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "FeatureAlphaDropout"]


class _DropoutNd(Module):
    """What the kinds of dropout share; see `Dropout`."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_DropoutNd):
    """Zeros for a random share of the elements in training (Hinton et al., 2012).

    The others are multiplied by ``1 / (1 - p)``, so that the mean stays; in evaluation mode nothing happens.

    Parameters
    ----------
    p : float
        Probability with which an element becomes zero.
    inplace : bool
        Whether the input itself is changed.

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.Dropout(0.5).eval()(ag.ones(3)).tolist()
    [1.0, 1.0, 1.0]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with zeros in it, in training mode."""
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout1d(_DropoutNd):
    """Zeros for whole channels of inputs of shape (N, C, L) or (C, L); parameters as for `Dropout`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> out = nn.Dropout1d(0.5)(ag.ones(1, 4, 2))
    >>> all(len(channel.unique()) == 1 for channel in out[0])
    True
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with channels of zeros in it, in training mode."""
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Zeros for whole channels of inputs of shape (N, C, H, W); parameters as for `Dropout`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> out = nn.Dropout2d(0.5)(ag.ones(1, 4, 2, 2))
    >>> all(len(channel.unique()) == 1 for channel in out[0])
    True
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with channels of zeros in it, in training mode."""
        return F.dropout2d(input, self.p, self.training, self.inplace)


class Dropout3d(_DropoutNd):
    """Zeros for whole channels of inputs of shape (N, C, D, H, W) or (C, D, H, W); parameters as for `Dropout`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> out = nn.Dropout3d(0.5)(ag.ones(1, 4, 2, 2, 2))
    >>> all(len(channel.unique()) == 1 for channel in out[0])
    True
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with channels of zeros in it, in training mode."""
        return F.dropout3d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """Dropout for networks of `SELU`: mean and variance stay (Klambauer et al., 2017).

    The parameters are those of `Dropout`; `inplace` changes nothing.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AlphaDropout(0.5).eval()(ag.ones(2, 1, 1)).flatten().tolist()
    [1.0, 1.0]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with a random share of it at the value that `SELU` has far below zero, in training mode."""
        return F.alpha_dropout(input, self.p, self.training)


class FeatureAlphaDropout(_DropoutNd):
    """`AlphaDropout` of whole channels.

    The parameters are those of `Dropout`; `inplace` changes nothing.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.FeatureAlphaDropout(0.5).eval()(ag.ones(2, 1, 1)).flatten().tolist()
    [1.0, 1.0]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input with a random share of it at the value that `SELU` has far below zero, in training mode."""
        return F.feature_alpha_dropout(input, self.p, self.training)
