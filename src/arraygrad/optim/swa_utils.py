"""Averages of weights over training."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any

import arraygrad.functions as ag
from arraygrad.autograd import no_grad
from arraygrad.backend import Device
from arraygrad.dtypes import int64
from arraygrad.nn.batchnorm import _BatchNorm
from arraygrad.nn.module import Module
from arraygrad.optim.lr_scheduler.base import LRScheduler, per_group
from arraygrad.optim.optimizer import Optimizer
from arraygrad.tensor import Tensor

__all__ = [
    "SWALR",
    "AveragedModel",
    "get_ema_avg_fn",
    "get_ema_multi_avg_fn",
    "get_swa_avg_fn",
    "get_swa_multi_avg_fn",
    "update_bn",
]

#: From the average, the new value and the number of values in the average to the new average.
AvgFn = Callable[[Tensor, Tensor, Tensor | int], Tensor]
#: The same for several tensors at once; it writes into the averages.
MultiAvgFn = Callable[[Sequence[Tensor], Sequence[Tensor], Tensor | int], None]


def get_ema_avg_fn(decay: float = 0.999) -> AvgFn:
    """A function for `AveragedModel`: the exponential moving average, ``decay * average + (1 - decay) * new``.

    Raises
    ------
    ValueError
        If the decay is not between 0 and 1.
    """
    if not 0.0 <= decay <= 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")

    def ema_update(averaged: Tensor, current: Tensor, num_averaged: Tensor | int) -> Tensor:
        with no_grad():
            return decay * averaged + (1 - decay) * current

    return ema_update


def get_swa_avg_fn() -> AvgFn:
    """A function for `AveragedModel`: the mean of all values."""

    def swa_update(averaged: Tensor, current: Tensor, num_averaged: Tensor | int) -> Tensor:
        with no_grad():
            return averaged + (current - averaged) / (num_averaged + 1)

    return swa_update


def get_ema_multi_avg_fn(decay: float = 0.999) -> MultiAvgFn:
    """As `get_ema_avg_fn`, for several tensors at once."""
    return _for_each(get_ema_avg_fn(decay))


def get_swa_multi_avg_fn() -> MultiAvgFn:
    """As `get_swa_avg_fn`, for several tensors at once."""
    return _for_each(get_swa_avg_fn())


def _for_each(average: AvgFn) -> MultiAvgFn:
    def update(averaged: Sequence[Tensor], current: Sequence[Tensor], num_averaged: Tensor | int) -> None:
        with no_grad():
            for old, new in zip(averaged, current, strict=True):
                old.copy_(average(old, new, num_averaged))

    return update


class AveragedModel(Module):
    """A copy of a model whose parameters are averages of the model's over training (Izmailov et al., 2018).

    Parameters
    ----------
    model : Module
        The model.
    device : Device or str, optional
        Where the copy is.
    avg_fn : callable, optional
        From the average, the new value and the number of values so far to the new average; by default the mean.
    multi_avg_fn : callable, optional
        The same for lists of tensors of one device and dtype; it writes into the averages.
    use_buffers : bool
        Whether buffers are averaged too; else they are copied.

    Attributes
    ----------
    module : Module
        The copy.
    n_averaged : Tensor
        Number of values in the average.

    Raises
    ------
    AssertionError
        If both functions are given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn, optim
    >>> model = nn.Linear(1, 1, bias=False)
    >>> averaged = optim.swa_utils.AveragedModel(model)
    >>> for value in (1.0, 2.0):
    ...     _ = model.weight.data.fill_(value)
    ...     averaged.update_parameters(model)
    >>> averaged.module.weight.item()
    1.5
    """

    n_averaged: Tensor

    def __init__(
        self,
        model: Module,
        device: Device | str | None = None,
        avg_fn: AvgFn | None = None,
        multi_avg_fn: MultiAvgFn | None = None,
        use_buffers: bool = False,
    ) -> None:
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", ag.zeros((), dtype=int64, device=device))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Call the copy."""
        return self.module(*args, **kwargs)

    def update_parameters(self, model: Module) -> None:
        """Take the model's present parameters into the average; the first time they are it."""
        first = bool(self.n_averaged == 0)
        update = self.multi_avg_fn or _for_each(self.avg_fn or get_swa_avg_fn())
        alike: defaultdict[Any, tuple[list[Tensor], list[Tensor]]] = defaultdict(lambda: ([], []))
        for averaged, current in zip(self._averaged_of(self.module), self._averaged_of(model), strict=True):
            old, new = averaged.detach(), current.detach().to(averaged.device)
            if first:
                old.copy_(new)
            else:
                pair = alike[old.device, old.dtype]
                pair[0].append(old)
                pair[1].append(new)
        for (device, _), (averages, values) in alike.items():
            update(averages, values, self.n_averaged.to(device))
        if not self.use_buffers:
            for mine, its in zip(self.module.buffers(), model.buffers(), strict=True):
                mine.detach().copy_(its.detach().to(mine.device))
        self.n_averaged.add_(1)

    def _averaged_of(self, module: Module) -> Iterable[Tensor]:
        return itertools.chain(module.parameters(), module.buffers()) if self.use_buffers else module.parameters()


def update_bn(loader: Iterable[Any], model: Module, device: Device | str | None = None) -> None:
    """Compute the statistics of all batch normalizations in a model anew, as means over some batches.

    Parameters
    ----------
    loader : iterable
        Batches: tensors, or sequences with the model's input in front.
    model : Module
        The model, such as an `AveragedModel`.
    device : Device or str, optional
        Where the batches go before they are given to the model.
    """
    layers = [module for module in model.modules() if isinstance(module, _BatchNorm)]
    if not layers:
        return
    momenta = [layer.momentum for layer in layers]
    was_training = model.training
    model.train()
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None
    with no_grad():
        for batch in loader:
            inputs = batch[0] if isinstance(batch, list | tuple) else batch
            model(inputs if device is None else inputs.to(device))
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """From the rates at present to others, which then stay, for averages of weights (Izmailov et al., 2018).

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed.
    swa_lr : float or list of float
        The rate to go to, for all groups or for each.
    anneal_epochs : int
        Number of epochs on the way.
    anneal_strategy : {"cos", "linear"}
        Whether along half a cosine or evenly.
    last_epoch : int
        Number of the last epoch when training is resumed.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> optimizer = optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = optim.swa_utils.SWALR(optimizer, 0.5, anneal_epochs=2)
    >>> optimizer.step(), schedule.step()
    (None, None)
    >>> [round(lr, 4) for lr in schedule.get_last_lr()]
    [0.75]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        swa_lr: float | list[float],
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        for group, lr in zip(optimizer.param_groups, per_group("swa_lr", optimizer, swa_lr), strict=True):
            group["swa_lr"] = lr
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}")
        self._anneal_strategy = anneal_strategy
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def _share(self, step: int) -> float:
        share = max(0.0, min(1.0, step / max(1, self.anneal_epochs)))
        return share if self._anneal_strategy == "linear" else (1 - math.cos(math.pi * share)) / 2

    def get_lr(self) -> list[Any]:
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before, now = self._share(step - 1), self._share(step)
        rates = []
        for group in self.optimizer.param_groups:
            goal = group["swa_lr"]
            # where the way began, from the rate that it has led to so far
            start = goal if before == 1 else (group["lr"] - before * goal) / (1 - before)
            rates.append(goal * now + start * (1 - now))
        return rates
