"""Schedules one after the other."""

from __future__ import annotations

from bisect import bisect_right

from arraygrad.optim.lr_scheduler.base import LRScheduler, set_group_value
from arraygrad.optim.lr_scheduler.combined import CombinedScheduler, check_parts
from arraygrad.optim.optimizer import Optimizer

__all__ = ["SequentialLR"]


class SequentialLR(CombinedScheduler):
    """Several schedules, each from a milestone on; it begins anew there.

    Parameters
    ----------
    optimizer : Optimizer
        The schedules' optimizer.
    schedulers : list of LRScheduler
        In their order.
    milestones : list of int
        Epochs at which the second, the third, ... takes over.
    last_epoch : int
        Number of the last epoch when training is resumed.

    Raises
    ------
    ValueError
        If a schedule has another optimizer or follows a measure, or the milestones are too few or too many.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> from arraygrad.optim.lr_scheduler import ConstantLR, ExponentialLR, SequentialLR
    >>> optimizer = optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    >>> parts = [ConstantLR(optimizer, factor=0.5, total_iters=9), ExponentialLR(optimizer, gamma=0.5)]
    >>> schedule = SequentialLR(optimizer, parts, milestones=[2])
    >>> rates = []
    >>> for _ in range(4):
    ...     rates += schedule.get_last_lr()
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [0.5, 0.5, 1.0, 0.5]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: list[LRScheduler],
        milestones: list[int],
        last_epoch: int = -1,
    ) -> None:
        name = type(self).__name__
        if len(schedulers) < 1:
            raise ValueError(f"{name} expects at least one scheduler, but got no scheduler.")
        check_parts(name, schedulers, optimizer)
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to be one more than the number of "
                f"milestone points, but got number of schedulers {len(schedulers)} and the number of milestones to be "
                f"equal to {len(milestones)}"
            )
        self.optimizer = optimizer
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        # Each schedule has set its first rates when it was made: undo that, and let only the first one begin.
        for group in optimizer.param_groups:
            set_group_value(group, "lr", group["initial_lr"])
        _undo_step(self)
        first = schedulers[bisect_right(milestones, 0)]
        first._initial_step()
        self._last_lr = first.get_last_lr()

    def step(self) -> None:  # type: ignore[override]
        """Go to the next epoch and set its rates."""
        self.last_epoch += 1
        i = bisect_right(self._milestones, self.last_epoch)
        schedule = self._schedulers[i]
        if i > 0 and self._milestones[i - 1] == self.last_epoch:
            schedule._update_lr(0)
        else:
            schedule.step()
        self._last_lr = schedule.get_last_lr()


def _undo_step(schedule: LRScheduler) -> None:
    if isinstance(schedule, SequentialLR):
        for part in schedule._schedulers:
            _undo_step(part)
    else:
        schedule.last_epoch -= 1
