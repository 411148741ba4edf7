"""The one-cycle schedule."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.optim.lr_scheduler.base import (
    LRScheduler,
    check_momentum,
    check_optimizer,
    per_group,
    set_momentum,
)
from arraygrad.optim.optimizer import Optimizer

__all__ = ["OneCycleLR"]


class OneCycleLR(LRScheduler):
    """Up to a highest rate and down to a very low one, once; the momentum goes the other way (Smith and Topin, 2018).

    `step` is to be called after each batch.

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed, and ``"momentum"`` or the first of ``"betas"``.
    max_lr : float or list of float
        Highest rate, for all groups or for each.
    total_steps : int, optional
        Number of batches; else `epochs` times `steps_per_epoch`.
    epochs, steps_per_epoch : int, optional
        See there.
    pct_start : float
        Share of the steps in which the rate rises.
    anneal_strategy : {"cos", "linear"}
        How the rate goes from one value to the next.
    cycle_momentum : bool
        Whether the momentum changes, too.
    base_momentum, max_momentum : float or list of float
        Its lowest and highest value.
    div_factor : float
        Highest rate divided by the first.
    final_div_factor : float
        First rate divided by the last.
    three_phase : bool
        Whether the rate comes down to the first one in as many steps as it took to rise, and then goes to the last.
    last_epoch : int
        Number of the last step when training is resumed.

    Raises
    ------
    ValueError
        If a setting is out of range, or `step` is called more often than there are steps.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float | list[float],
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.85,
        max_momentum: float | list[float] = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        check_optimizer(optimizer)
        if total_steps is None:
            if epochs is None or steps_per_epoch is None:
                raise ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)")
            total_steps = _positive("epochs", epochs) * _positive("steps_per_epoch", steps_per_epoch)
        if not isinstance(pct_start, float) or not 0 <= pct_start <= 1:
            raise ValueError(f"Expected float between 0 and 1 pct_start, but got {pct_start}")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        if cycle_momentum:
            check_momentum(optimizer)
        self.total_steps = _positive("total_steps", total_steps)
        self.anneal_strategy = anneal_strategy
        self.cycle_momentum = cycle_momentum
        rise_end = pct_start * total_steps - 1
        #: last step of each phase, and the settings from which and to which the rate and the momentum go in it
        self._phases: list[tuple[float, tuple[str, str], tuple[str, str]]] = [
            (rise_end, ("initial_lr", "max_lr"), ("max_momentum", "base_momentum"))
        ]
        if three_phase:
            self._phases += [
                (2 * pct_start * total_steps - 2, ("max_lr", "initial_lr"), ("base_momentum", "max_momentum")),
                (total_steps - 1, ("initial_lr", "min_lr"), ("max_momentum", "max_momentum")),
            ]
        else:
            self._phases.append((total_steps - 1, ("max_lr", "min_lr"), ("base_momentum", "max_momentum")))
        if last_epoch == -1:
            highest = per_group("max_lr", optimizer, max_lr)
            momenta = zip(
                per_group("max_momentum", optimizer, max_momentum),
                per_group("base_momentum", optimizer, base_momentum),
                strict=True,
            )
            for group, lr, (most, least) in zip(optimizer.param_groups, highest, momenta, strict=True):
                group["initial_lr"] = lr / div_factor
                group["max_lr"] = lr
                group["min_lr"] = group["initial_lr"] / final_div_factor
                if cycle_momentum:
                    group["max_momentum"] = most
                    group["base_momentum"] = least
                    set_momentum(group, most)
        super().__init__(optimizer, last_epoch)

    def _between(self, group: dict[str, Any], ends: tuple[str, str], share: float) -> Any:
        start, end = group[ends[0]], group[ends[1]]
        if self.anneal_strategy == "linear":
            return (end - start) * share + start
        return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)

    def get_lr(self) -> list[Any]:
        number = self.last_epoch
        if number > self.total_steps:
            raise ValueError(f"Tried to step {number} times. The specified number of total steps is {self.total_steps}")
        last = len(self._phases) - 1
        index = next((i for i, phase in enumerate(self._phases) if number <= phase[0]), last)
        start = self._phases[index - 1][0] if index > 0 else 0.0
        end, lr, momentum = self._phases[index]
        share = (number - start) / (end - start)
        if self.cycle_momentum:
            for group in self.optimizer.param_groups:
                set_momentum(group, self._between(group, momentum, share))
        return [self._between(group, lr, share) for group in self.optimizer.param_groups]


def _positive(name: str, value: int) -> int:
    if not isinstance(value, int) or value <= 0:
        raise ValueError(f"Expected positive integer {name}, but got {value}")
    return value
