"""Stochastic gradient descent."""

from __future__ import annotations

from typing import Any

from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import check_lr, gradients, scalar_for
from arraygrad.tensor import Tensor

__all__ = ["SGD"]


def sgd_update(
    param: Tensor,
    grad: Tensor,
    buffer: Tensor | None,
    *,
    lr: float | Tensor,
    momentum: float,
    dampening: float,
    weight_decay: float,
    nesterov: bool,
) -> Tensor | None:
    """Change a parameter and its momentum buffer in place by one step; gives back the buffer, made if need be."""
    if weight_decay != 0:
        grad = grad.add(param, alpha=weight_decay)
    if momentum != 0:
        if buffer is None:
            buffer = grad.detach().clone()
        else:
            buffer.mul_(momentum).add_(grad, alpha=1 - dampening)
        grad = grad.add(buffer, alpha=momentum) if nesterov else buffer
    if isinstance(lr, Tensor):
        param.sub_(grad * lr)
    else:
        param.add_(grad, alpha=-lr)
    return buffer


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if wanted (Sutskever et al., 2013).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Learning rate.
    momentum : float
        Share of the last step in the next.
    dampening : float
        Share of the gradient that does not go into the momentum.
    weight_decay : float
        Times the parameter, added to the gradient.
    nesterov : bool
        Whether the momentum is looked ahead along.
    maximize : bool
        Whether to go up the gradient.
    differentiable : bool
        Whether steps are recorded, see `Optimizer`.
    foreach, fused : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.

    Raises
    ------
    ValueError
        If a setting is negative, or nesterov is asked for without momentum or with dampening.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.SGD([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.tolist()
    [0.5]
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        if momentum < 0.0:
            raise ValueError(f"Invalid momentum value: {momentum}")
        if weight_decay < 0.0:
            raise ValueError(f"Invalid weight_decay value: {weight_decay}")
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        defaults: dict[str, Any] = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            state = self.state.get(param)
            buffer = sgd_update(
                param,
                grad,
                None if state is None else state.get("momentum_buffer"),
                lr=scalar_for(group["lr"], param),
                momentum=group["momentum"],
                dampening=group["dampening"],
                weight_decay=group["weight_decay"],
                nesterov=group["nesterov"],
            )
            if buffer is not None:
                self.state[param]["momentum_buffer"] = buffer
