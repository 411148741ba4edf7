"""Adam."""

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

__all__ = ["Adam"]


def adam_update(
    param: Tensor,
    grad: Tensor,
    exp_avg: Tensor,
    exp_avg_sq: Tensor,
    max_exp_avg_sq: Tensor | None,
    *,
    step: float | Tensor,
    lr: float | Tensor,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
    decoupled: bool,
) -> None:
    """Change a parameter and its moments in place by one step.

    `step` counts from one. `step` and `lr` are numbers, or tensors without dimensions on the parameter's device.
    """
    grad = decayed(param, grad, lr, weight_decay, decoupled)
    exp_avg.lerp_(grad, 1 - beta1)
    exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    second = exp_avg_sq
    if max_exp_avg_sq is not None:
        second = max_exp_avg_sq.copy_(ag.maximum(max_exp_avg_sq.clone(), exp_avg_sq))
    denominator = second.sqrt().div((1 - beta2**step) ** 0.5).add_(eps)
    descend(param, exp_avg, denominator, lr / (1 - beta1**step))


class Adam(Optimizer):
    """Adam: steps along the mean of the gradients, divided by their mean size (Kingma and Ba, 2015).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate.
    betas : tuple of float
        Decay of the running means of the gradient and of its square.
    eps : float
        Added to the denominator.
    weight_decay : float
        Times the parameter, added to the gradient (or see `decoupled_weight_decay`).
    amsgrad : bool
        Whether the denominator never falls (Reddi et al., 2018).
    maximize : bool
        Whether to go up the gradient.
    capturable : bool
        Whether the step count lives with the parameter and no value is read back to the host.
    decoupled_weight_decay : bool
        Whether the decay is taken off the parameter itself and stays out of the means: `AdamW`.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach, fused : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Adam([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.5
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon", eps)
        check_betas(betas)
        check_not_negative("weight_decay", weight_decay)
        defaults: dict[str, Any] = {
            "lr": lr,
            "betas": (float(betas[0]), float(betas[1])),
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def _state_of(self, param: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        state: dict[str, Tensor] = self.state[param]
        if not state:
            state["step"] = step_count(param, group["capturable"])
            state["exp_avg"] = ag.zeros_like(param)
            state["exp_avg_sq"] = ag.zeros_like(param)
            if group["amsgrad"]:
                state["max_exp_avg_sq"] = ag.zeros_like(param)
        return state

    def _update(self, group: dict[str, Any]) -> None:
        beta1, beta2 = group["betas"]
        for param, grad in gradients(group):
            state = self._state_of(param, group)
            step = state["step"].add_(1)
            by_parts(
                adam_update,
                param,
                grad,
                state["exp_avg"],
                state["exp_avg_sq"],
                state["max_exp_avg_sq"] if group["amsgrad"] else None,
                step=step if group["capturable"] else step.item(),
                lr=scalar_for(group["lr"], param),
                beta1=beta1,
                beta2=beta2,
                eps=group["eps"],
                weight_decay=group["weight_decay"],
                decoupled=group["decoupled_weight_decay"],
            )
