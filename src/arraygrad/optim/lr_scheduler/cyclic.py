"""Learning rates that go up and down."""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from typing import Any

from arraygrad.optim.lr_scheduler.base import (
    LRScheduler,
    check_momentum,
    check_optimizer,
    per_group,
    set_group_value,
    set_momentum,
)
from arraygrad.optim.optimizer import Optimizer

__all__ = ["CyclicLR"]


class CyclicLR(LRScheduler):
    """The rate goes up and down between two bounds, cycle by cycle (Smith, 2017).

    `step` is to be called after each batch.

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed.
    base_lr : float or list of float
        Lower bound, for all groups or for each.
    max_lr : float or list of float
        Upper bound of the first cycle.
    step_size_up : int
        Number of steps up.
    step_size_down : int, optional
        Number of steps down; by default as many.
    mode : {"triangular", "triangular2", "exp_range"}
        Whether the height of the cycles stays, is halved each time, or falls by `gamma` each step.
    gamma : float
        See `mode`.
    scale_fn : callable, optional
        In place of `mode`: the factor of the height, from the number of the cycle (the first is 1) or of the step.
    scale_mode : {"cycle", "iterations"}
        Which of them.
    cycle_momentum : bool
        Whether the momentum (or the first of ``"betas"``) goes the other way.
    base_momentum, max_momentum : float or list of float
        Its bounds.
    last_epoch : int
        Number of the last step when training is resumed.

    Raises
    ------
    ValueError
        If the mode is unknown, or the optimizer has no momentum.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> optimizer = optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = optim.lr_scheduler.CyclicLR(optimizer, 1.0, 3.0, step_size_up=2)
    >>> rates = []
    >>> for _ in range(5):
    ...     rates += schedule.get_last_lr()
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 2.0, 3.0, 2.0, 1.0]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        base_lr: float | list[float],
        max_lr: float | list[float],
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.8,
        max_momentum: float | list[float] = 0.9,
        last_epoch: int = -1,
    ) -> None:
        check_optimizer(optimizer)
        base_lrs = per_group("base_lr", optimizer, base_lr)
        self.max_lrs = per_group("max_lr", optimizer, max_lr)
        down = step_size_up if step_size_down is None else step_size_down
        self.total_size = float(step_size_up + down)
        self.step_ratio = step_size_up / self.total_size
        if scale_fn is None and mode not in ("triangular", "triangular2", "exp_range"):
            raise ValueError(f"mode is invalid and scale_fn is None: mode is {mode!r}")
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        self.scale_mode = scale_mode
        if scale_fn is None:
            self.scale_mode = "iterations" if mode == "exp_range" else "cycle"
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            check_momentum(optimizer)
            self.base_momentums = per_group("base_momentum", optimizer, base_momentum)
            self.max_momentums = per_group("max_momentum", optimizer, max_momentum)
        if last_epoch == -1:
            for i, group in enumerate(optimizer.param_groups):
                set_group_value(group, "lr", base_lrs[i])
                if cycle_momentum:
                    set_momentum(group, self.max_momentums[i])
                    group["max_momentum"] = self.max_momentums[i]
                    group["base_momentum"] = self.base_momentums[i]
        super().__init__(optimizer, last_epoch)
        self.base_lrs = base_lrs

    def scale_fn(self, x: float) -> float:
        """Factor of the height in a cycle or a step."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "triangular":
            return 1.0
        return 1 / 2.0 ** (x - 1) if self.mode == "triangular2" else float(self.gamma**x)

    def get_lr(self) -> list[Any]:
        cycles = self.last_epoch / self.total_size
        cycle = math.floor(1 + cycles)
        share = 1.0 + cycles - cycle
        height = share / self.step_ratio if share <= self.step_ratio else (share - 1) / (self.step_ratio - 1)
        height_now = height * self.scale_fn(cycle if self.scale_mode == "cycle" else self.last_epoch)
        if self.cycle_momentum:
            bounds = zip(self.base_momentums, self.max_momentums, strict=True)
            for group, (least, most) in zip(self.optimizer.param_groups, bounds, strict=True):
                set_momentum(group, most - (most - least) * height_now)
        return [base + (most - base) * height_now for base, most in zip(self.base_lrs, self.max_lrs, strict=True)]

    def state_dict(self) -> dict[str, Any]:
        state = super().state_dict()
        scale = self._scale_fn_custom
        state["_scale_fn_custom"] = (
            None if scale is None or isinstance(scale, types.FunctionType) else dict(scale.__dict__)
        )
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        super().load_state_dict({key: value for key, value in state_dict.items() if key != "_scale_fn_custom"})
        if state_dict["_scale_fn_custom"] is not None:
            self._scale_fn_custom.__dict__.update(state_dict["_scale_fn_custom"])
