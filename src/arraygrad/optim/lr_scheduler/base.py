"""The base class of schedules."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from arraygrad.optim.optimizer import Optimizer
from arraygrad.tensor import Tensor

__all__ = ["LRScheduler", "check_momentum", "group_values", "per_group", "set_group_value", "set_momentum"]


def group_values(optimizer: Optimizer, key: str) -> list[Any]:
    """A setting of each group (a copy if it is a tensor)."""
    return [_copied(group[key]) for group in optimizer.param_groups]


def set_group_value(group: dict[str, Any], key: str, value: Any) -> None:
    """Change a setting of a group; a tensor is filled, so that it stays the same object."""
    if isinstance(group[key], Tensor):
        group[key].fill_(float(value))
    else:
        group[key] = value


def set_momentum(group: dict[str, Any], momentum: float) -> None:
    """Change the momentum of a group, or the decay of the mean gradient that stands for it."""
    if "betas" in group:
        group["betas"] = (momentum, *group["betas"][1:])
    else:
        group["momentum"] = momentum


def check_momentum(optimizer: Optimizer) -> None:
    """Refuse an optimizer without momentum."""
    if not {"momentum", "betas"} & set(optimizer.defaults):
        raise ValueError("optimizer must support momentum or beta1 with `cycle_momentum` option enabled")


def per_group(name: str, optimizer: Optimizer, value: Any) -> list[Any]:
    """A setting for each group from one for all or a sequence with one for each."""
    groups = len(optimizer.param_groups)
    if not isinstance(value, list | tuple):
        return [_copied(value) for _ in range(groups)]
    if len(value) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. {name} has {len(value)} values, param_groups "
            f"has {groups}."
        )
    return [_copied(v) for v in value]


def _copied(value: Any) -> Any:
    return value.detach().clone() if isinstance(value, Tensor) else value


class LRScheduler:
    """Base class of schedules.

    A subclass defines `get_lr`. Rates follow from the rates that are set, so that schedules can be combined; one that
    can also be computed from the number of the epoch alone defines ``_get_closed_form_lr``.

    Parameters
    ----------
    optimizer : Optimizer
        Its groups' ``"lr"`` is changed; ``"initial_lr"`` keeps the rate at the beginning.
    last_epoch : int
        Number of the last epoch when training is resumed; -1 to begin.

    Attributes
    ----------
    last_epoch : int
        Number of calls of `step` since the beginning.

    Raises
    ------
    TypeError
        If `optimizer` is not one.
    KeyError
        If training is resumed and a group has no ``"initial_lr"``.
    """

    #: Whether the first rates are being set.
    _is_initial = False

    optimizer: Optimizer
    last_epoch: int
    base_lrs: list[Any]

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", _copied(group["lr"]))
            elif "initial_lr" not in group:
                raise KeyError(
                    f"param 'initial_lr' is not specified in param_groups[{i}] when resuming scheduler with "
                    "last_epoch >= 0: load the optimizer's state first, or begin with last_epoch=-1"
                )
        self.base_lrs = group_values(optimizer, "initial_lr")
        self.last_epoch = last_epoch
        self._initial_step()

    def _initial_step(self) -> None:
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
            del self._is_initial

    def get_lr(self) -> list[Any]:
        """Rates for epoch `last_epoch`, one per group."""
        raise NotImplementedError(f"{type(self).__name__} does not define get_lr()")

    def get_last_lr(self) -> list[Any]:
        """Rates that were set last, one per group."""
        return self._last_lr

    def step(self, epoch: int | None = None) -> None:
        """Go to the next epoch (or to a given one) and set its rates."""
        if self._step_count == 1 and not self.optimizer._stepped:
            warnings.warn(
                "Detected call of `lr_scheduler.step()` before `optimizer.step()`. Call them in the opposite order: "
                "`optimizer.step()` before `lr_scheduler.step()`. Otherwise the first value of the learning rate "
                "schedule is skipped.",
                UserWarning,
                stacklevel=2,
            )
        before = self.last_epoch, self._step_count
        self._step_count += 1
        try:
            self._update_lr(epoch)
        except Exception:
            self.last_epoch, self._step_count = before
            raise

    def _update_lr(self, epoch: int | None = None) -> None:
        closed_form: Callable[[], list[Any]] | None = None
        if epoch is None:
            self.last_epoch += 1
        else:
            self.last_epoch = epoch
            closed_form = getattr(self, "_get_closed_form_lr", None)
        self._set_lr(self.get_lr() if closed_form is None else closed_form())

    def _set_lr(self, values: list[Any]) -> None:
        for group, lr in zip(self.optimizer.param_groups, values, strict=True):
            set_group_value(group, "lr", lr)
        self._last_lr = group_values(self.optimizer, "lr")

    def _current(self) -> list[Any]:
        return group_values(self.optimizer, "lr")

    def _scaled(self, factor: float) -> list[Any]:
        return [group["lr"] * factor for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """The schedule's state as a dictionary: everything but the optimizer."""
        return {key: value for key, value in self.__dict__.items() if key != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over a state that `state_dict` gave."""
        self.__dict__.update(state_dict)


def check_optimizer(optimizer: object) -> None:
    """Refuse what is not an optimizer."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
