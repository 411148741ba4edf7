"""RMSprop."""

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

__all__ = ["RMSprop"]


def rmsprop_update(
    param: Tensor,
    grad: Tensor,
    square_avg: Tensor,
    grad_avg: Tensor | None,
    momentum_buffer: Tensor | None,
    *,
    lr: float | Tensor,
    alpha: float,
    eps: float,
    weight_decay: float,
    momentum: float,
) -> None:
    """Change a parameter, its running means and its momentum in place by one step."""
    grad = decayed(param, grad, weight_decay=weight_decay)
    square_avg.mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
    second = square_avg
    if grad_avg is not None:
        grad_avg.lerp_(grad, 1 - alpha)
        second = square_avg.addcmul(grad_avg, grad_avg, value=-1)
    denominator = second.sqrt().add(eps)
    if momentum_buffer is None:
        descend(param, grad, denominator, lr)
    else:
        param.sub_(momentum_buffer.mul_(momentum).addcdiv_(grad, denominator) * lr)


class RMSprop(Optimizer):
    """RMSprop: gradients divided by their running mean size (Tieleman and Hinton, 2012).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate.
    alpha : float
        Decay of the running means.
    eps : float
        Added to the denominator.
    weight_decay : float
        Times the parameter, added to the gradient.
    momentum : float
        Share of the previous step that is kept.
    centered : bool
        Whether the square of the mean gradient is taken off the mean square, which leaves the variance (Graves, 2013).
    capturable : bool
        Whether the step count lives with the parameter.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach : bool, optional
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
    >>> optimizer = optim.RMSprop([w], lr=0.5, alpha=0.0)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.5
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon", eps)
        check_not_negative("momentum", momentum)
        check_not_negative("weight_decay", weight_decay)
        check_not_negative("alpha", alpha)
        defaults: dict[str, Any] = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, group["capturable"])
                state["square_avg"] = ag.zeros_like(param)
                if group["momentum"] > 0:
                    state["momentum_buffer"] = ag.zeros_like(param)
                if group["centered"]:
                    state["grad_avg"] = ag.zeros_like(param)
            state["step"].add_(1)
            by_parts(
                rmsprop_update,
                param,
                grad,
                state["square_avg"],
                state["grad_avg"] if group["centered"] else None,
                state["momentum_buffer"] if group["momentum"] > 0 else None,
                lr=scalar_for(group["lr"], param),
                alpha=group["alpha"],
                eps=group["eps"],
                weight_decay=group["weight_decay"],
                momentum=group["momentum"],
            )
