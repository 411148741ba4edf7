"""Which module of arraygrad answers for one of PyTorch's."""

from __future__ import annotations

__all__ = ["ours"]

#: Modules that lie elsewhere; all others are found by the same path.
_ELSEWHERE = {
    "torch.__config__": "arraygrad.as_torch.config",
    "torch.autograd.grad_mode": "arraygrad.autograd.modes",
    "torch.autograd.profiler": "arraygrad.profiler",
    "torch.functional": "arraygrad.functions",
    "torch.torch_version": "arraygrad.as_torch.version",
    "torch.version": "arraygrad.as_torch.version",
}


def ours(name: str) -> str:
    """The name of our module for PyTorch's ``torch.x.y``, whether there is one or not."""
    return _ELSEWHERE.get(name) or "arraygrad" + name.removeprefix("torch")
