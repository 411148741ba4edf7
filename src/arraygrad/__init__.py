"""arraygrad: tensors, automatic differentiation and neural networks over the Python array API standard.

Tensors live on NumPy, CuPy or JAX arrays, chosen at run time by a device string. Names and behaviour are PyTorch's.

Examples
--------
>>> import arraygrad as ag
>>> x = ag.tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> y = (x**2).sum()
>>> y.backward()
>>> x.grad
tensor([2., 4., 6.])
"""

from __future__ import annotations

from typing import Any

from arraygrad import functions as _functions
from arraygrad.autograd.modes import *  # noqa: F403
from arraygrad.functions import *  # noqa: F403
from arraygrad.methods import install as _install

__version__ = "0.1.0"

_install()


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f"arraygrad.{name}")
    if name in _ELSEWHERE:
        value = getattr(import_module(f"arraygrad.{_ELSEWHERE[name]}"), name)
        globals()[name] = value
        return value
    value = getattr(_functions, name)
    globals()[name] = value
    return value


_SUBMODULES = frozenset(
    (
        "accelerator",
        "amp",
        "array_api",
        "autograd",
        "backend",
        "backends",
        "compiler",
        "cpu",
        "cuda",
        "distributions",
        "distributed",
        "fft",
        "func",
        "jit",
        "linalg",
        "masked",
        "mps",
        "multiprocessing",
        "nn",
        "onnx",
        "optim",
        "profiler",
        "random",
        "serialization",
        "signal",
        "sparse",
        "special",
        "utils",
        "viz",
        "xpu",
    )
)

#: Functions at top level from modules that build on all others.
_ELSEWHERE = {
    "install_as_torch": "as_torch",
    "autocast": "amp",
    "clear_autocast_cache": "amp.settings",
    "compile": "compiler",
    "get_autocast_cpu_dtype": "amp.settings",
    "get_autocast_dtype": "amp.settings",
    "get_autocast_gpu_dtype": "amp.settings",
    "get_device_module": "accelerator",
    "is_autocast_cache_enabled": "amp.settings",
    "is_autocast_cpu_enabled": "amp.settings",
    "is_autocast_enabled": "amp.settings",
    "set_autocast_cache_enabled": "amp.settings",
    "set_autocast_cpu_dtype": "amp.settings",
    "set_autocast_cpu_enabled": "amp.settings",
    "set_autocast_dtype": "amp.settings",
    "set_autocast_enabled": "amp.settings",
    "set_autocast_gpu_dtype": "amp.settings",
    "is_anomaly_check_nan_enabled": "autograd.anomaly_mode",
    "is_anomaly_enabled": "autograd.anomaly_mode",
    "load": "serialization",
    "save": "serialization",
    "sparse_coo_tensor": "sparse",
    "sparse_csr_tensor": "sparse",
    "spmm": "sparse",
    "vmap": "func",
}
