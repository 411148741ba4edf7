"""What the rules of the optimizers have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import arraygrad.functions as ag
from arraygrad.dtypes import DType, float32, float64, get_default_dtype
from arraygrad.tensor import Tensor

__all__: list[str] = []


# -- settings --------------------------------------------------------------------------------------------------------
def check_lr(lr: float | Tensor, message: str = "Invalid learning rate: {}") -> None:
    """Refuse learning rates that are negative, and tensors of several elements."""
    if isinstance(lr, Tensor) and lr.numel() != 1:
        raise ValueError("Tensor lr must be 1-element")
    if not lr >= 0.0:
        raise ValueError(message.format(lr))


def check_not_negative(name: str, value: float) -> None:
    """Refuse a setting below zero."""
    if not value >= 0.0:
        raise ValueError(f"Invalid {name} value: {value}")


def check_betas(betas: tuple[float, float]) -> None:
    """Refuse decays of running means that are not in [0, 1)."""
    for i, beta in enumerate(betas):
        if not 0.0 <= beta < 1.0:
            raise ValueError(f"Invalid beta parameter at index {i}: {beta}")


def scalar_for(value: float | Tensor, param: Tensor) -> Any:
    """A setting as the arithmetic takes it: a tensor without dimensions beside the parameter, or a number."""
    if not isinstance(value, Tensor):
        return value
    if value.requires_grad and ag.is_grad_enabled():
        return value.to(param.device).reshape(())
    return value.detach().reshape(()) if value.device == param.device else value.item()


# -- state -----------------------------------------------------------------------------------------------------------
def scalar_dtype() -> DType:
    """Dtype of the numbers that are kept for a parameter."""
    return float64 if get_default_dtype() == float64 else float32


def step_count(param: Tensor, beside_param: bool) -> Tensor:
    """A step count of zero, on the host or on the parameter's device."""
    return ag.zeros((), dtype=scalar_dtype(), device=param.device if beside_param else "cpu")


# -- steps -----------------------------------------------------------------------------------------------------------
def gradients(group: dict[str, Any]) -> Iterator[tuple[Tensor, Tensor]]:
    """Parameters of a group that have a gradient, with the gradient to go down."""
    for param in group["params"]:
        if param.grad is not None:
            yield param, -param.grad if group.get("maximize") else param.grad


def decayed(
    param: Tensor, grad: Tensor, lr: float | Tensor = 0.0, weight_decay: float = 0.0, decoupled: bool = False
) -> Tensor:
    """The gradient with the decay added; if it is decoupled, the parameter is made smaller instead."""
    if weight_decay == 0:
        return grad
    if decoupled:
        param.mul_(1 - lr * weight_decay)
        return grad
    return grad.add(param, alpha=weight_decay)


def descend(param: Tensor, direction: Tensor, denominator: Tensor, size: float | Tensor) -> None:
    """Take ``size * direction / denominator`` off a parameter."""
    if isinstance(size, Tensor):
        param.sub_(direction / denominator * size)
    else:
        param.addcdiv_(direction, denominator, value=-size)


def by_parts(update: Callable[..., None], param: Tensor, grad: Tensor, *state: Tensor | None, **settings: Any) -> None:
    """Call an update rule; the real and imaginary parts of complex numbers are parameters of their own."""
    if not param.is_complex():
        update(param, grad, *state, **settings)
        return
    tensors = (param, grad, *state)
    halves = []
    for part in (ag.real, ag.imag):
        half = [None if tensor is None else part(tensor).clone() for tensor in tensors]
        update(*half, **settings)
        halves.append(half)
    for tensor, real, imag in zip(tensors, *halves, strict=True):
        if tensor is not None and tensor is not grad:
            tensor.copy_(ag.complex(real, imag))
