"""Adamax."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import (
    by_parts,
    check_betas,
    check_lr,
    check_not_negative,
    decayed,
    descend,
    gradients,
    scalar_for,
    step_count,
)
from arraygrad.tensor import Tensor

__all__ = ["Adamax"]


def adamax_update(
    param: Tensor,
    grad: Tensor,
    exp_avg: Tensor,
    exp_inf: Tensor,
    *,
    step: float | Tensor,
    lr: float | Tensor,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
) -> None:
    """Change a parameter, the mean of its gradients and their largest size in place by one step."""
    grad = decayed(param, grad, weight_decay=weight_decay)
    exp_avg.lerp_(grad, 1 - beta1)
    exp_inf.copy_(ag.maximum(exp_inf * beta2, grad.abs().add_(eps)))
    descend(param, exp_avg, exp_inf, lr / (1 - beta1**step))


class Adamax(Optimizer):
    """Adamax: `Adam` with the largest size of the gradients in place of the mean one (Kingma and Ba, 2015, section 7).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate.
    betas : tuple of float
        Decay of the running mean of the gradient and of its largest size.
    eps : float
        Added to the size of each gradient.
    weight_decay : float
        Times the parameter, added to the gradient.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.
    maximize : bool
        Whether to go up the gradient.
    capturable : bool
        Whether the step count lives with the parameter and no value is read back to the host.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Adamax([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.5
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon", eps)
        check_betas(betas)
        check_not_negative("weight_decay", weight_decay)
        defaults: dict[str, Any] = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        beta1, beta2 = group["betas"]
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, group["capturable"])
                state["exp_avg"] = ag.zeros_like(param)
                state["exp_inf"] = ag.zeros_like(param)
            step = state["step"].add_(1)
            by_parts(
                adamax_update,
                param,
                grad,
                state["exp_avg"],
                state["exp_inf"],
                step=step if group["capturable"] else step.item(),
                lr=scalar_for(group["lr"], param),
                beta1=beta1,
                beta2=beta2,
                eps=group["eps"],
                weight_decay=group["weight_decay"],
            )
