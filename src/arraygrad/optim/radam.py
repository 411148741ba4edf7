"""RAdam."""

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
    gradients,
    scalar_for,
    step_count,
)
from arraygrad.tensor import Tensor

__all__ = ["RAdam"]


def radam_update(
    param: Tensor,
    grad: Tensor,
    exp_avg: Tensor,
    exp_avg_sq: Tensor,
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

    While the mean square of the gradients comes from too few of them, the step is not divided by it.
    """
    grad = decayed(param, grad, lr, weight_decay, decoupled)
    exp_avg.lerp_(grad, 1 - beta1)
    exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    correction = 1 - beta2**step
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * step * beta2**step / correction
    change = exp_avg / (1 - beta1**step) * lr
    if isinstance(length, Tensor):
        rectified = change * _rectification(length.clamp(min=5.0), longest) * (correction**0.5)
        param.sub_(ag.where(length > 5.0, rectified / exp_avg_sq.sqrt().add(eps), change))
    elif length > 5.0:
        param.sub_(change * (_rectification(length, longest) * correction**0.5) / exp_avg_sq.sqrt().add(eps))
    else:
        param.sub_(change)


def _rectification(length: Any, longest: float) -> Any:
    return ((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) ** 0.5


class RAdam(Optimizer):
    """RAdam: `Adam` with smaller steps while the mean square of the gradients is not known well (Liu et al., 2020).

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
    decoupled_weight_decay : bool
        Whether the decay is taken off the parameter itself and stays out of the means (Loshchilov and Hutter, 2019).
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
    >>> optimizer = optim.RAdam([w], lr=0.25)
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
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
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
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        beta1, beta2 = group["betas"]
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, group["capturable"])
                state["exp_avg"] = ag.zeros_like(param)
                state["exp_avg_sq"] = ag.zeros_like(param)
            step = state["step"].add_(1)
            by_parts(
                radam_update,
                param,
                grad,
                state["exp_avg"],
                state["exp_avg_sq"],
                step=step if group["capturable"] else step.item(),
                lr=scalar_for(group["lr"], param),
                beta1=beta1,
                beta2=beta2,
                eps=group["eps"],
                weight_decay=group["weight_decay"],
                decoupled=group["decoupled_weight_decay"],
            )
