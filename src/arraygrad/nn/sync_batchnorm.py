"""Batch normalisation across processes."""

from __future__ import annotations

from typing import Any

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn.batchnorm import _BatchNorm
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["SyncBatchNorm"]


class SyncBatchNorm(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C, ...) whose statistics are of all processes: here, of the only one.

    It computes what `BatchNorm2d` does, for any number of dimensions above one.

    Parameters
    ----------
    num_features, eps, momentum, affine, track_running_stats, device, dtype, bias
        See `BatchNorm2d`.
    process_group : optional
        Kept, and without effect.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> model = nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.BatchNorm1d(2)))
    >>> type(model[0]).__name__, tuple(model(ag.zeros(3, 2)).shape)
    ('SyncBatchNorm', (3, 2))
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        process_group: Any = None,
        device: str | Device | None = None,
        dtype: DType | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)
        self.process_group = process_group

    def _check_input_dim(self, input: Tensor) -> None:
        if input.ndim < 2:
            raise ValueError(f"expected at least 2D input (got {input.ndim}D input)")
        if input.shape[1] == 0:
            raise ValueError("SyncBatchNorm number of input channels should be non-zero")

    @classmethod
    def convert_sync_batchnorm(cls, module: Module, process_group: Any = None) -> Module:
        """Put a `SyncBatchNorm` in the place of every batch normalisation, with its parameters and buffers.

        Parameters
        ----------
        module : Module
            A model; its children are exchanged in place.
        process_group : optional
            Of the new modules.

        Returns
        -------
        Module
            The model, or the new module if the model itself is a batch normalisation.
        """
        result = module
        if isinstance(module, _BatchNorm):
            settings = (module.num_features, module.eps, module.momentum, module.affine, module.track_running_stats)
            result = cls(*settings, process_group, bias=module.bias is not None)
            result._parameters.update(module._parameters)
            result._buffers.update(module._buffers)
            result.training = module.training
        for name, child in module.named_children():
            result.add_module(name, cls.convert_sync_batchnorm(child, process_group))
        return result
