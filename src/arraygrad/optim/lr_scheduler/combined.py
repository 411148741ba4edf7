"""Schedules made of schedules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.optim.lr_scheduler.base import LRScheduler, group_values
from arraygrad.optim.lr_scheduler.plateau import ReduceLROnPlateau
from arraygrad.optim.optimizer import Optimizer

__all__ = ["ChainedScheduler", "CombinedScheduler"]


def check_parts(name: str, schedulers: Sequence[LRScheduler], optimizer: Optimizer) -> None:
    """Refuse schedules that cannot be combined: those of several optimizers, or that follow a measure."""
    for i, schedule in enumerate(schedulers):
        if not hasattr(schedule, "optimizer"):
            raise TypeError(f"{name} at index {i} should have `optimizer` as its attribute.")
        if isinstance(schedule, ReduceLROnPlateau):
            raise ValueError(
                f"{name} does not support `ReduceLROnPlateau` scheduler as it requires additional kwargs to be "
                f"specified when calling `step`, but got one at index {i} in the given schedulers sequence."
            )
        if schedule.optimizer is not optimizer:
            raise ValueError(
                f"{name} expects all schedulers to belong to the same optimizer, but got scheduler "
                f"{type(schedule).__name__} at index {i}, whose optimizer is another."
            )


class CombinedScheduler(LRScheduler):
    """A schedule whose state is that of its parts, beside its own."""

    _schedulers: Sequence[LRScheduler]

    def state_dict(self) -> dict[str, Any]:
        state = super().state_dict()
        state["_schedulers"] = [schedule.state_dict() for schedule in self._schedulers]
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        super().load_state_dict({key: value for key, value in state_dict.items() if key != "_schedulers"})
        for schedule, state in zip(self._schedulers, state_dict["_schedulers"], strict=True):
            schedule.load_state_dict(state)


class ChainedScheduler(CombinedScheduler):
    """Several schedules at once: each changes the rates that the one before it has left.

    Parameters
    ----------
    schedulers : sequence of LRScheduler
        In their order.
    optimizer : Optimizer, optional
        The schedules' optimizer.

    Raises
    ------
    ValueError
        If there is none, or one has another optimizer or follows a measure.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> from arraygrad.optim.lr_scheduler import ChainedScheduler, ConstantLR, ExponentialLR
    >>> optimizer = optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    >>> parts = [ConstantLR(optimizer, factor=0.5, total_iters=2), ExponentialLR(optimizer, gamma=0.5)]
    >>> schedule = ChainedScheduler(parts)
    >>> rates = []
    >>> for _ in range(3):
    ...     rates += schedule.get_last_lr()
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [0.5, 0.25, 0.25]
    """

    def __init__(self, schedulers: Sequence[LRScheduler], optimizer: Optimizer | None = None) -> None:
        name = type(self).__name__
        if len(schedulers) < 1:
            raise ValueError(f"{name} expects at least one scheduler to be chained, but got no scheduler.")
        if optimizer is None:
            optimizer = schedulers[0].optimizer
        check_parts(name, schedulers, optimizer)
        self._schedulers = schedulers
        self.optimizer = optimizer
        self._last_lr = group_values(optimizer, "lr")

    def step(self) -> None:  # type: ignore[override]
        """Go to the next epoch in every schedule."""
        for schedule in self._schedulers:
            schedule.step()
        self._last_lr = group_values(self.optimizer, "lr")
