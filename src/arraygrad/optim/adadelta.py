"""Adadelta."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import (
    by_parts,
    check_lr,
    check_not_negative,
    decayed,
    gradients,
    scalar_for,
    step_count,
)
from arraygrad.tensor import Tensor

__all__ = ["Adadelta"]


def adadelta_update(
    param: Tensor,
    grad: Tensor,
    square_avg: Tensor,
    acc_delta: Tensor,
    *,
    lr: float | Tensor,
    rho: float,
    eps: float,
    weight_decay: float,
) -> None:
    """Change a parameter and the mean squares of its gradients and of its changes in place by one step."""
    grad = decayed(param, grad, weight_decay=weight_decay)
    square_avg.mul_(rho).addcmul_(grad, grad, value=1 - rho)
    change = acc_delta.add(eps).sqrt_().div(square_avg.add(eps).sqrt_()).mul(grad)
    acc_delta.mul_(rho).addcmul_(change, change, value=1 - rho)
    param.sub_(change * lr)


class Adadelta(Optimizer):
    """Adadelta: steps of the mean size of the steps before, so that no rate need be chosen (Zeiler, 2012).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Times the step.
    rho : float
        Decay of the running means of the squared gradients and of the squared steps.
    eps : float
        Added to both means before the root is taken.
    weight_decay : float
        Times the parameter, added to the gradient.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.
    capturable : bool
        Whether the step count lives with the parameter.
    maximize : bool
        Whether to go up the gradient.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Adadelta([w])
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.9968
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        if not 0.0 <= rho <= 1.0:
            raise ValueError(f"Invalid rho value: {rho}")
        check_not_negative("epsilon", eps)
        check_not_negative("weight_decay", weight_decay)
        defaults: dict[str, Any] = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
            "foreach": foreach,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, group["capturable"])
                state["square_avg"] = ag.zeros_like(param)
                state["acc_delta"] = ag.zeros_like(param)
            state["step"].add_(1)
            by_parts(
                adadelta_update,
                param,
                grad,
                state["square_avg"],
                state["acc_delta"],
                lr=scalar_for(group["lr"], param),
                rho=group["rho"],
                eps=group["eps"],
                weight_decay=group["weight_decay"],
            )
