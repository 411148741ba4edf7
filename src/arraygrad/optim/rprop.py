"""Rprop."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import by_parts, check_lr, gradients, step_count
from arraygrad.tensor import Tensor

__all__ = ["Rprop"]


def rprop_update(
    param: Tensor,
    grad: Tensor,
    prev: Tensor,
    step_size: Tensor,
    *,
    etas: tuple[float, float],
    step_sizes: tuple[float, float],
) -> None:
    """Change a parameter, its last gradient and its step sizes in place by one step.

    Where the gradient has changed its sign, the step becomes shorter and is not taken this time.
    """
    agreement = grad * prev
    turned = agreement < 0
    factor = ag.ones_like(step_size).masked_fill_(agreement > 0, etas[1]).masked_fill_(turned, etas[0])
    step_size.copy_((step_size * factor).clamp(*step_sizes))
    prev.copy_(grad.masked_fill(turned, 0.0))
    param.sub_(prev.sign() * step_size)


class Rprop(Optimizer):
    """Rprop: steps along the signs of the gradients, of sizes that adapt to them (Riedmiller and Braun, 1993).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Size of the first steps.
    etas : tuple of float
        Factors of the size where the gradient has changed its sign, and where it has kept it.
    step_sizes : tuple of float
        Smallest and largest size.
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
        If a setting is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Rprop([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.tolist()
    [0.5]
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        defaults: dict[str, Any] = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            state = self.state[param]
            if not state:
                lr = float(group["lr"])
                state["step"] = step_count(param, group["capturable"])
                state["prev"] = ag.zeros_like(param)
                state["step_size"] = ag.full_like(param, complex(lr, lr) if param.is_complex() else lr)
            state["step"].add_(1)
            by_parts(
                rprop_update,
                param,
                grad,
                state["prev"],
                state["step_size"],
                etas=group["etas"],
                step_sizes=group["step_sizes"],
            )
