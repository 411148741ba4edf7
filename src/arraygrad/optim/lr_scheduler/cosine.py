"""Schedules that follow a cosine."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.optim.lr_scheduler.base import LRScheduler
from arraygrad.optim.optimizer import Optimizer

__all__ = ["CosineAnnealingLR", "CosineAnnealingWarmRestarts"]


class CosineAnnealingLR(LRScheduler):
    """Half a cosine from the rate at the beginning to a lowest rate (Loshchilov and Hutter, 2017), and on from there.

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed.
    T_max : int
        Epochs until the lowest rate.
    eta_min : float
        The lowest rate.
    last_epoch : int
        Number of the last epoch when training is resumed.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> optimizer = optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=2)
    >>> optimizer.step(), schedule.step()
    (None, None)
    >>> [round(lr, 4) for lr in schedule.get_last_lr()]
    [0.5]
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0, last_epoch: int = -1) -> None:
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[Any]:
        if self._is_initial:
            return self._current()
        if self._step_count == 1 and self.last_epoch > 0:
            return self._get_closed_form_lr()
        groups = self.optimizer.param_groups
        if (self.last_epoch - 1 - self.T_max) % (2 * self.T_max) == 0:
            # the rate was the lowest, from which no ratio leads up again
            rise = (1 - math.cos(math.pi / self.T_max)) / 2
            return [
                group["lr"] + (base - self.eta_min) * rise for base, group in zip(self.base_lrs, groups, strict=True)
            ]
        ratio = self._height(self.last_epoch) / self._height(self.last_epoch - 1)
        return [ratio * (group["lr"] - self.eta_min) + self.eta_min for group in groups]

    def _height(self, epoch: int) -> float:
        return (1 + math.cos(math.pi * epoch / self.T_max)) / 2

    def _get_closed_form_lr(self) -> list[Any]:
        height = self._height(self.last_epoch)
        return [self.eta_min + (base - self.eta_min) * height for base in self.base_lrs]


class CosineAnnealingWarmRestarts(LRScheduler):
    """Half a cosine down to a lowest rate, again and again (Loshchilov and Hutter, 2017).

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed.
    T_0 : int
        Epochs until the first restart.
    T_mult : int
        Factor by which each period is longer than the one before.
    eta_min : float
        The lowest rate.
    last_epoch : int
        Number of the last epoch when training is resumed.

    Raises
    ------
    ValueError
        If a setting is out of range.
    """

    def __init__(
        self, optimizer: Optimizer, T_0: int, T_mult: int = 1, eta_min: float = 0.0, last_epoch: int = -1
    ) -> None:
        if not isinstance(T_0, int) or T_0 <= 0:
            raise ValueError(f"Expected positive integer T_0, but got {T_0}")
        if not isinstance(T_mult, int) or T_mult < 1:
            raise ValueError(f"Expected integer T_mult >= 1, but got {T_mult}")
        if not isinstance(eta_min, float | int):
            raise ValueError(f"Expected float or int eta_min, but got {eta_min} of type {type(eta_min)}")
        self.T_0 = T_0
        self.T_i = T_0
        self.T_mult = T_mult
        self.eta_min = eta_min
        self.T_cur: float = last_epoch
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[Any]:
        height = (1 + math.cos(math.pi * self.T_cur / self.T_i)) / 2
        return [self.eta_min + (base - self.eta_min) * height for base in self.base_lrs]

    def step(self, epoch: float | None = None) -> None:
        """Go to the next epoch, or to a given one, which may be a fraction such as ``epoch + batch / batches``.

        Raises
        ------
        ValueError
            If the epoch is negative.
        """
        if epoch is None and self.last_epoch < 0:
            epoch = 0
        if epoch is None:
            self.last_epoch += 1
            self.T_cur += 1
            if self.T_cur >= self.T_i:
                self.T_cur %= self.T_i
                self.T_i *= self.T_mult
        else:
            if epoch < 0:
                raise ValueError(f"Expected non-negative epoch, but got {epoch}")
            restarts = self._restarts_until(epoch)
            self.T_i = self.T_0 * self.T_mult**restarts
            self.T_cur = epoch - self._start_of(restarts)
            self.last_epoch = math.floor(epoch)
        self._set_lr(self.get_lr())

    def _update_lr(self, epoch: float | None = None) -> None:
        self.step(epoch)

    def _start_of(self, period: int) -> int:
        if self.T_mult == 1:
            return self.T_0 * period
        periods: int = (self.T_mult**period - 1) // (self.T_mult - 1)
        return self.T_0 * periods

    def _restarts_until(self, epoch: float) -> int:
        if self.T_mult == 1:
            return int(epoch // self.T_0)
        restarts = 0
        while self._start_of(restarts + 1) <= epoch:
            restarts += 1
        return restarts
