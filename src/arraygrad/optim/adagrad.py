"""Adagrad."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import (
    by_parts,
    check_lr,
    check_not_negative,
    decayed,
    descend,
    gradients,
    scalar_for,
    step_count,
)
from arraygrad.tensor import Tensor

__all__ = ["Adagrad"]


def adagrad_update(
    param: Tensor, grad: Tensor, total: Tensor, *, lr: float | Tensor, eps: float, weight_decay: float
) -> None:
    """Change a parameter and the sum of its squared gradients in place by one step."""
    grad = decayed(param, grad, weight_decay=weight_decay)
    total.addcmul_(grad, grad)
    descend(param, grad, total.sqrt().add(eps), lr)


class Adagrad(Optimizer):
    """Adagrad: steps divided by the root of the sum of all squared gradients so far (Duchi, Hazan and Singer, 2011).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate.
    lr_decay : float
        The rate is divided by one plus this times the number of steps before.
    weight_decay : float
        Times the parameter, added to the gradient.
    initial_accumulator_value : float
        The sum at the beginning.
    eps : float
        Added to the denominator.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach, fused : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.
    maximize : bool
        Whether to go up the gradient.

    Raises
    ------
    ValueError
        If a setting is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Adagrad([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.5
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        check_not_negative("lr_decay", lr_decay)
        check_not_negative("weight_decay", weight_decay)
        check_not_negative("initial_accumulator_value", initial_accumulator_value)
        check_not_negative("epsilon", eps)
        defaults: dict[str, Any] = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        for group in self.param_groups:
            for param in group["params"]:
                self._state_of(param)

    def _state_of(self, param: Tensor) -> dict[str, Tensor]:
        state: dict[str, Tensor] = self.state[param]
        if not state:
            start = self.defaults["initial_accumulator_value"]
            state["step"] = step_count(param, False)
            state["sum"] = ag.full_like(param, complex(start, start) if param.is_complex() else start)
        return state

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            state = self._state_of(param)
            step = state["step"].add_(1).item()
            by_parts(
                adagrad_update,
                param,
                grad,
                state["sum"],
                lr=scalar_for(group["lr"], param) / (1 + (step - 1) * group["lr_decay"]),
                eps=group["eps"],
                weight_decay=group["weight_decay"],
            )
