"""Muon."""

from __future__ import annotations

import math
from typing import Any

import arraygrad.functions as ag
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import check_lr, gradients
from arraygrad.tensor import Tensor

__all__ = ["Muon"]


def orthogonalised(matrix: Tensor, coefficients: tuple[float, float, float], steps: int, eps: float) -> Tensor:
    """Roughly the nearest matrix with orthonormal rows or columns, by a Newton-Schulz iteration of fifth order.

    Raises
    ------
    ValueError
        If there are not three coefficients, or a hundred steps or more.
    """
    if steps >= 100:
        raise ValueError(f"Number of steps must be less than 100 for computational efficiency, but is {steps}")
    if len(coefficients) != 3:
        raise ValueError(f"Coefficients must be a tuple of exactly 3 values, but there are {len(coefficients)}")
    a, b, c = coefficients
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.mT if tall else matrix
    x = x / x.square().sum().sqrt().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return x.mT if tall else x


def muon_update(
    param: Tensor,
    grad: Tensor,
    buffer: Tensor,
    *,
    lr: float,
    weight_decay: float,
    momentum: float,
    nesterov: bool,
    ns_coefficients: tuple[float, float, float],
    eps: float,
    ns_steps: int,
    adjust_lr_fn: str | None,
) -> None:
    """Change a matrix and its momentum in place by one step."""
    buffer.lerp_(grad, 1 - momentum)
    direction = grad.lerp(buffer, momentum) if nesterov else buffer
    rows, columns = param.shape
    if adjust_lr_fn == "match_rms_adamw":
        scale = 0.2 * math.sqrt(max(rows, columns))
    else:
        scale = math.sqrt(max(1, rows / columns))
    param.mul_(1 - lr * weight_decay)
    param.sub_(orthogonalised(direction, ns_coefficients, ns_steps, eps) * (lr * scale))


class Muon(Optimizer):
    """Muon: momentum, made orthogonal, for the matrices of hidden layers (Jordan et al., 2024).

    The iteration that makes it orthogonal runs in the parameters' dtype.

    Parameters
    ----------
    params : iterable
        Matrices, pairs of name and matrix, or groups; see `Optimizer`. Biases, embeddings and the like belong in
        another optimizer, such as `AdamW`.
    lr : float or Tensor
        Learning rate.
    weight_decay : float
        Each step takes ``lr * weight_decay`` times the parameter off it.
    momentum : float
        Decay of the running mean of the gradient.
    nesterov : bool
        Whether the gradient is taken in once more after the mean.
    ns_coefficients : tuple of float
        Coefficients of the iteration that makes the mean orthogonal.
    eps : float
        Smallest norm that the iteration divides by.
    ns_steps : int
        Number of its steps.
    adjust_lr_fn : {"original", "match_rms_adamw"}, optional
        How the rate depends on the shape: times the root of rows by columns if there are more rows, or so that changes
        are as large as those of `AdamW` (Liu et al., 2025). By default the former.

    Raises
    ------
    ValueError
        If a setting is out of range, or a parameter is not a matrix.
    RuntimeError
        When a step is taken, if a parameter is complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.eye(2, requires_grad=True)
    >>> optimizer = optim.Muon([w], lr=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> bool(w[0, 0] < 1.0)
    True
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1e-3,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_coefficients: tuple[float, float, float] = (3.4445, -4.7750, 2.0315),
        eps: float = 1e-7,
        ns_steps: int = 5,
        adjust_lr_fn: str | None = None,
    ) -> None:
        check_lr(lr, "Learning rate should be >= 0 but is: {}")
        if not momentum >= 0.0:
            raise ValueError(f"momentum should be >= 0 but is: {momentum}")
        if not weight_decay >= 0.0:
            raise ValueError(f"weight decay should be >= 0 but is: {weight_decay}")
        if adjust_lr_fn not in (None, "original", "match_rms_adamw"):
            raise ValueError(f"Adjust learning rate function {adjust_lr_fn} is not supported")
        defaults: dict[str, Any] = {
            "lr": lr,
            "weight_decay": weight_decay,
            "momentum": momentum,
            "nesterov": nesterov,
            "ns_coefficients": ns_coefficients,
            "eps": eps,
            "ns_steps": ns_steps,
            "adjust_lr_fn": adjust_lr_fn,
        }
        super().__init__(params, defaults)
        for group in self.param_groups:
            for param in group["params"]:
                if param.ndim != 2:
                    raise ValueError(
                        f"Muon only supports 2D parameters whereas we found a parameter with size: {param.shape}"
                    )

    def _update(self, group: dict[str, Any]) -> None:
        settings = {key: group[key] for key in self.defaults if key != "lr"}
        for param, grad in gradients(group):
            if param.is_complex():
                raise RuntimeError("Muon does not support complex parameters")
            state = self.state[param]
            if not state:
                state["momentum_buffer"] = ag.zeros_like(param)
            muon_update(param, grad, state["momentum_buffer"], lr=float(group["lr"]), **settings)
