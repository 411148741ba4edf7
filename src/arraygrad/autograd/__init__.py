"""Automatic differentiation: modes, backward passes, gradients of functions.

Examples
--------
>>> import arraygrad as ag
>>> x = ag.tensor([1.0, 2.0], requires_grad=True)
>>> ag.autograd.grad((x**2).sum(), x)
(tensor([2., 4.]),)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from arraygrad.autograd.modes import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    no_grad,
    set_grad_enabled,
)

if TYPE_CHECKING:
    from arraygrad.autograd import anomaly_mode, functional, graph
    from arraygrad.autograd.anomaly_mode import detect_anomaly, set_detect_anomaly
    from arraygrad.autograd.checking import gradcheck, gradgradcheck
    from arraygrad.autograd.function import Function, FunctionCtx, once_differentiable
    from arraygrad.autograd.passes import backward, grad
    from arraygrad.autograd.variable import Variable

__all__ = [
    "Function",
    "FunctionCtx",
    "Variable",
    "anomaly_mode",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "graph",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "once_differentiable",
    "set_detect_anomaly",
    "set_grad_enabled",
]

_LATER = {
    "backward": "arraygrad.autograd.passes",
    "grad": "arraygrad.autograd.passes",
    "Function": "arraygrad.autograd.function",
    "FunctionCtx": "arraygrad.autograd.function",
    "Variable": "arraygrad.autograd.variable",
    "once_differentiable": "arraygrad.autograd.function",
    "gradcheck": "arraygrad.autograd.checking",
    "gradgradcheck": "arraygrad.autograd.checking",
    "detect_anomaly": "arraygrad.autograd.anomaly_mode",
    "set_detect_anomaly": "arraygrad.autograd.anomaly_mode",
}
_MODULES = frozenset(("anomaly_mode", "functional", "graph"))

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        # The passes need tensors, and tensors need the modes: looked up when used.
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"arraygrad.autograd.{name}")
        if name in _LATER:
            value = getattr(import_module(_LATER[name]), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module 'arraygrad.autograd' has no attribute {name!r}")
