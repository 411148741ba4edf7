"""A module wrapped as PyTorch wraps one that runs on several devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.backend import Device, available, place_on
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["DataParallel", "data_parallel"]

Place = int | str | Device


class DataParallel(Module):
    """A module in an attribute ``module``, so that keys of the state begin with ``module.``, on one device.

    Parameters
    ----------
    module : Module
        Runs on the whole batch.
    device_ids : sequence of int, str or Device, optional
        The CUDA device that inputs are moved to; the current one by default. Where there is none, inputs stay where
        they are.
    output_device : int, str or Device, optional
        Where tensors of the output are moved; that of the inputs by default.
    dim : int
        The dimension of the batch, which is not split.

    Raises
    ------
    RuntimeError
        If several devices are given: run a process on each.

    Examples
    --------
    >>> import arraygrad as ag
    >>> model = ag.nn.DataParallel(ag.nn.Linear(2, 1))
    >>> list(model.state_dict())
    ['module.weight', 'module.bias']
    """

    def __init__(
        self,
        module: Module,
        device_ids: Sequence[Place] | None = None,
        output_device: Place | None = None,
        dim: int = 0,
    ) -> None:
        super().__init__()
        self.module = module
        self.dim = dim
        self.device_ids: list[int] = []
        self.output_device: Device | None = None
        if available("cuda") is not None:
            return
        places = [place_on("cuda", place) for place in device_ids or ["cuda"]]
        if len(places) > 1:
            names = ", ".join(map(str, places))
            raise RuntimeError(f"DataParallel runs on one device, got {names}: run a process on each")
        self.device_ids = [places[0].index or 0]
        self.output_device = places[0] if output_device is None else place_on("cuda", output_device)
        module.to(places[0])

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the module makes of the inputs.

        Raises
        ------
        RuntimeError
            If a parameter or buffer has been moved from the device.
        """
        if not self.device_ids:
            return self.module(*inputs, **kwargs)
        device = place_on("cuda", self.device_ids[0])
        for t in (*self.module.parameters(), *self.module.buffers()):
            if t.device is not device:
                raise RuntimeError(
                    f"module must have its parameters and buffers on device {device} (device_ids[0]) but found one of "
                    f"them on device: {t.device}"
                )
        return _moved(self.module(*_moved(inputs, device), **_moved(kwargs, device)), self.output_device)


def _moved(value: Any, device: Device | None) -> Any:
    """A value with the tensors in it, also in containers, on a device."""
    if isinstance(value, Tensor):
        return value.to(device)
    if isinstance(value, dict):
        return type(value)((k, _moved(v, device)) for k, v in value.items())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_moved(v, device) for v in value))
    if isinstance(value, (list, tuple)):
        return type(value)(_moved(v, device) for v in value)
    return value


def data_parallel(
    module: Module,
    inputs: Any,
    device_ids: Sequence[Place] | None = None,
    output_device: Place | None = None,
    dim: int = 0,
    module_kwargs: dict[str, Any] | None = None,
) -> Any:
    """What `DataParallel` gives for the inputs, one tensor or a tuple of arguments."""
    arguments = inputs if isinstance(inputs, tuple) else (inputs,)
    return DataParallel(module, device_ids, output_device, dim)(*arguments, **(module_kwargs or {}))
