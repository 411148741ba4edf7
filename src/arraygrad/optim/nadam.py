"""NAdam."""

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

__all__ = ["NAdam"]


def nadam_update(
    param: Tensor,
    grad: Tensor,
    exp_avg: Tensor,
    exp_avg_sq: Tensor,
    *,
    step: float | Tensor,
    share_of_grad: float | Tensor,
    share_of_mean: float | Tensor,
    lr: float | Tensor,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
    decoupled: bool,
) -> None:
    """Change a parameter and its moments in place by one step.

    The step goes along the gradient and along the mean of the gradients, each times its share.
    """
    grad = decayed(param, grad, lr, weight_decay, decoupled)
    exp_avg.lerp_(grad, 1 - beta1)
    exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    denominator = exp_avg_sq.div(1 - beta2**step).sqrt().add(eps)
    descend(param, grad, denominator, lr * share_of_grad)
    descend(param, exp_avg, denominator, lr * share_of_mean)


class NAdam(Optimizer):
    """NAdam: `Adam` with Nesterov's momentum (Dozat, 2016).

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
    momentum_decay : float
        How fast the momentum rises from half of ``betas[0]`` towards all of it.
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
    >>> optimizer = optim.NAdam([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.item() < 1.0
    True
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
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
        check_not_negative("momentum_decay", momentum_decay)
        defaults: dict[str, Any] = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        beta1, beta2 = group["betas"]
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                state["step"] = step_count(param, group["capturable"])
                state["mu_product"] = ag.ones_like(state["step"])
                state["exp_avg"] = ag.zeros_like(param)
                state["exp_avg_sq"] = ag.zeros_like(param)
            step = state["step"].add_(1)
            step = step if group["capturable"] else step.item()
            momentum, next_momentum = (
                beta1 * (1 - 0.5 * 0.96 ** (at * group["momentum_decay"])) for at in (step, step + 1)
            )
            product = state["mu_product"].mul_(momentum)
            product = product if group["capturable"] else product.item()
            by_parts(
                nadam_update,
                param,
                grad,
                state["exp_avg"],
                state["exp_avg_sq"],
                step=step,
                share_of_grad=(1 - momentum) / (1 - product),
                share_of_mean=next_momentum / (1 - product * next_momentum),
                lr=scalar_for(group["lr"], param),
                beta1=beta1,
                beta2=beta2,
                eps=group["eps"],
                weight_decay=group["weight_decay"],
                decoupled=group["decoupled_weight_decay"],
            )
