"""Which module of arraygrad answers for one of PyTorch's."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["is_torch", "ours"]

#: Modules that lie elsewhere; all others are found by the same path.
_ELSEWHERE = {
    "torch.__config__": "arraygrad.as_torch.config",
    "torch.autograd.grad_mode": "arraygrad.autograd.modes",
    "torch.autograd.profiler": "arraygrad.profiler",
    "torch.functional": "arraygrad.functions",
    "torch.torch_version": "arraygrad.as_torch.version",
    "torch.version": "arraygrad.as_torch.version",
}


def is_torch(name: str) -> bool:
    """Whether the name of a module is PyTorch's."""
    return name == "torch" or name.startswith("torch.")


def ours(name: str) -> ModuleType | None:
    """Our module for PyTorch's ``torch.x.y``; None if there is none."""
    path = _ELSEWHERE.get(name) or "arraygrad" + name.removeprefix("torch")
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{path}.".startswith(f"{error.name}."):
            raise  # one of our modules lacks something itself
        return None
