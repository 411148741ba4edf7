"""Adafactor."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.dtypes import finfo
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import check_lr, gradients, step_count
from arraygrad.tensor import Tensor

__all__ = ["Adafactor"]


def adafactor_update(
    param: Tensor,
    grad: Tensor,
    variance: Tensor | tuple[Tensor, Tensor],
    *,
    step: float,
    lr: float,
    beta2_decay: float,
    eps: tuple[float, float],
    d: float,
    weight_decay: float,
) -> None:
    """Change a parameter and the mean squares of its gradients in place by one step.

    Of a matrix, only the means of its rows and of its columns are kept.
    """
    share = step**beta2_decay
    rate = root_mean_square(param).clamp(min=eps[1]) * min(lr, step**-0.5)
    if weight_decay != 0:
        param.mul_(1 - lr * weight_decay)
    square = grad * grad
    if isinstance(variance, Tensor):
        second = variance.lerp_(square, share)
    else:
        rows, columns = variance
        rows.lerp_(square.mean(dim=-1, keepdim=True), share)
        columns.lerp_(square.mean(dim=-2, keepdim=True), share)
        second = rows @ columns / rows.mean(dim=-2, keepdim=True).clamp(min=eps[0])
    change = grad * second.clamp(min=eps[0] * eps[0]).rsqrt()
    param.sub_(change * (rate / (root_mean_square(change) / d).clamp(min=1.0)))


def root_mean_square(x: Tensor) -> Tensor:
    """Root of the mean of the squares."""
    return (x * x).mean().sqrt()


class Adafactor(Optimizer):
    """Adafactor: mean squares of the gradients of matrices from those of rows and columns (Shazeer and Stern, 2018).

    Parameters
    ----------
    params : iterable
        Tensors, pairs of name and tensor, or groups; see `Optimizer`.
    lr : float or Tensor
        Largest learning rate, relative to the size of the parameters.
    beta2_decay : float
        The new squares have the share ``step ** beta2_decay`` in the mean ones.
    eps : tuple
        Smallest root of a mean square, by default that of the dtype; and smallest size that parameters are taken to
        have.
    d : float
        Root mean square that a change may have before it is multiplied by the rate.
    weight_decay : float
        Each step takes ``lr * weight_decay`` times the parameter off it.
    foreach : bool, optional
        Which implementation PyTorch is to take; kept with the settings, without effect here.
    maximize : bool
        Whether to go up the gradient.

    Raises
    ------
    ValueError
        If a setting is out of range.
    RuntimeError
        When a step is taken, if a parameter is complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0], requires_grad=True)
    >>> optimizer = optim.Adafactor([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.5
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-2,
        beta2_decay: float = -0.8,
        eps: tuple[float | None, float] = (None, 1e-3),
        d: float = 1.0,
        weight_decay: float = 0.0,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
    ) -> None:
        check_lr(lr, "Learning rate should be >= 0 but is: {}")
        if not beta2_decay <= 0.0:
            raise ValueError(f"beta2_decay should be <= 0 but is: {beta2_decay}")
        if eps[0] is not None and not eps[0] >= 0.0:
            raise ValueError(f"epsilon1 should be >= 0 but is: {eps[0]}")
        if not eps[1] >= 0.0:
            raise ValueError(f"epsilon2 should be >= 0 but is: {eps[1]}")
        if not d >= 1.0:
            raise ValueError(f"Clipping threshold d should be >= 1 but is: {d}")
        if not weight_decay >= 0.0:
            raise ValueError(f"weight_decay should be >= 0 but is: {weight_decay}")
        defaults: dict[str, Any] = {
            "lr": lr,
            "beta2_decay": beta2_decay,
            "eps": eps,
            "d": d,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def _state_of(self, param: Tensor) -> dict[str, Tensor]:
        state: dict[str, Tensor] = self.state[param]
        if not state:
            state["step"] = step_count(param, False)
            if param.ndim > 1:
                zeros = ag.zeros_like(param)
                state["row_var"] = zeros[..., :1].clone()
                state["col_var"] = zeros[..., :1, :].clone()
            else:
                state["variance"] = ag.zeros_like(param)
        return state

    def _update(self, group: dict[str, Any]) -> None:
        for param, grad in gradients(group):
            if param.is_complex():
                raise RuntimeError("Adafactor does not support complex parameters")
            state = self._state_of(param)
            least = finfo(param.dtype).eps if group["eps"][0] is None else group["eps"][0]
            adafactor_update(
                param,
                grad,
                (state["row_var"], state["col_var"]) if param.ndim > 1 else state["variance"],
                step=state["step"].add_(1).item(),
                lr=float(group["lr"]),
                beta2_decay=group["beta2_decay"],
                eps=(least, group["eps"][1]),
                d=group["d"],
                weight_decay=group["weight_decay"],
            )
