"""Averaged stochastic gradient descent."""

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

__all__ = ["ASGD"]


def asgd_update(
    param: Tensor,
    grad: Tensor,
    ax: Tensor,
    *,
    eta: float | Tensor,
    mu: float | Tensor,
    lambd: float,
    weight_decay: float,
) -> None:
    """Change a parameter and its mean in place by one step of size `eta`; `mu` is the share of the new value in it."""
    grad = decayed(param, grad, weight_decay=weight_decay)
    param.mul_(1 - lambd * eta).sub_(grad * eta)
    if not isinstance(mu, Tensor) and mu == 1:
        ax.copy_(param)
    else:
        ax.add_((param - ax) * mu)


class ASGD(Optimizer):
    """Gradient descent that keeps the mean of the parameters, in the state as ``"ax"`` (Polyak and Juditsky, 1992).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate of the first step; it falls as ``lr / (1 + lambd * lr * step) ** alpha``.
    lambd : float
        Each step takes this times the rate times the parameter off it.
    alpha : float
        How fast the rate falls.
    t0 : float
        Number of the step from which on the mean is taken.
    weight_decay : float
        Times the parameter, added to the gradient.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.
    maximize : bool
        Whether to go up the gradient.
    capturable : bool
        Whether no value is read back to the host.

    Raises
    ------
    ValueError
        If a setting is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.ASGD([w], lr=0.25, lambd=0.0)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.tolist()
    [0.5]
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("weight_decay", weight_decay)
        defaults: dict[str, Any] = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        lambd, capturable = group["lambd"], group["capturable"]
        for param, grad in gradients(group):
            lr = scalar_for(group["lr"], param)
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, True)
                state["eta"] = ag.ones_like(state["step"]) * lr
                state["mu"] = ag.ones_like(state["step"])
                state["ax"] = ag.zeros_like(param)
            step, eta, mu = state["step"].add_(1), state["eta"], state["mu"]
            by_parts(
                asgd_update,
                param,
                grad,
                state["ax"],
                eta=eta if capturable else eta.item(),
                mu=mu if capturable else mu.item(),
                lambd=lambd,
                weight_decay=group["weight_decay"],
            )
            if not capturable:
                step = step.item()
            averaged = step - group["t0"]
            eta.fill_(lr / (1 + lambd * lr * step) ** group["alpha"])
            mu.fill_(1 / (averaged.clamp(min=1) if capturable else max(1, averaged)))
