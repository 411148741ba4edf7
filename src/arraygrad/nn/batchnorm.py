"""Normalisation over the batch."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType, int64
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"]


class _NormBase(Module):
    """A normalisation that may keep running statistics of its channels."""

    #: Since 2 the number of batches is part of the state.
    _version = 2

    weight: Parameter | None
    bias: Parameter | None
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None
    input_dims: tuple[int, ...]

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        for name, wanted in (("weight", affine), ("bias", affine and bias)):
            values = ag.empty(num_features, device=device, dtype=dtype) if wanted else None
            self.register_parameter(name, None if values is None else Parameter(values))
        track = track_running_stats
        self.register_buffer("running_mean", ag.zeros(num_features, device=device, dtype=dtype) if track else None)
        self.register_buffer("running_var", ag.ones(num_features, device=device, dtype=dtype) if track else None)
        self.register_buffer("num_batches_tracked", ag.tensor(0, dtype=int64, device=device) if track else None)
        self.reset_parameters()

    def reset_running_stats(self) -> None:
        """Forget the batches seen."""
        if self.running_mean is not None and self.running_var is not None and self.num_batches_tracked is not None:
            self.running_mean.zero_()
            self.running_var.fill_(1)
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Forget the batches seen, and set the weight to one and the bias to zero."""
        self.reset_running_stats()
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def _check_input_dim(self, input: Tensor) -> None:
        if input.ndim not in self.input_dims:
            expected = " or ".join(f"{n}D" for n in self.input_dims)
            raise ValueError(f"expected {expected} input (got {input.ndim}D input)")

    def _load_from_state_dict(
        self,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        if local_metadata.get("version", 1) < 2 and self.num_batches_tracked is not None:
            state_dict.setdefault(prefix + "num_batches_tracked", self.num_batches_tracked.clone())
        super()._load_from_state_dict(
            state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
        )

    def extra_repr(self) -> str:
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"bias={self.bias is not None}, track_running_stats={self.track_running_stats}"
        )


class _BatchNorm(_NormBase):
    """What batch normalisation of inputs of any number of dimensions shares; see `BatchNorm2d`."""

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input; in training mode the running statistics follow."""
        self._check_input_dim(input)
        update = self.training and self.track_running_stats
        momentum = 0.0 if self.momentum is None else self.momentum
        if update and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:
                momentum = 1.0 / float(self.num_batches_tracked)
        use_running = update or not self.training
        return F.batch_norm(
            input,
            self.running_mean if use_running else None,
            self.running_var if use_running else None,
            self.weight,
            self.bias,
            self.training or (self.running_mean is None and self.running_var is None),
            momentum,
            self.eps,
        )


class BatchNorm1d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C) or (N, C, L); parameters as for `BatchNorm2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.BatchNorm1d(1, affine=False)(ag.tensor([[1.0], [3.0]])).round().tolist()
    [[-1.0], [1.0]]
    """

    input_dims = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C, H, W): each channel to mean 0 and variance 1.

    In training mode the batch's own (biased) statistics are used, and running ones follow them; in evaluation mode the
    running ones are used (Ioffe and Szegedy, 2015).

    Parameters
    ----------
    num_features : int
        Number of channels.
    eps : float
        Added to the variance.
    momentum : float or None
        Share of the new batch in the running statistics; None for the plain mean over all batches.
    affine : bool
        Whether the result is multiplied by a weight and has a bias added.
    track_running_stats : bool
        Whether there are running statistics.
    device, dtype : optional
        Of the parameters and buffers.
    bias : bool
        Whether there is a bias, if `affine`.

    Attributes
    ----------
    weight, bias : Parameter or None
        Of shape (num_features,), at first one and zero.
    running_mean, running_var : Tensor or None
        Buffers of shape (num_features,), at first zero and one; the variance is the unbiased one.
    num_batches_tracked : Tensor or None
        Buffer of no dimensions: batches seen in training.

    Raises
    ------
    ValueError
        On a call, if the input does not have four dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.BatchNorm2d(3)(ag.zeros(2, 3, 4, 4)).shape)
    (2, 3, 4, 4)
    """

    input_dims = (4,)


class BatchNorm3d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C, D, H, W); parameters as for `BatchNorm2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.BatchNorm3d(3)(ag.zeros(2, 3, 2, 2, 2)).shape)
    (2, 3, 2, 2, 2)
    """

    input_dims = (5,)
