"""The modules under the paths that they have in PyTorch: ``nn.modules.conv.Conv2d`` is ``nn.Conv2d``.

Each path stands for files of `arraygrad.nn`, where its names are looked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import arraygrad.nn

#: The files of `arraygrad.nn` behind each path.
_PATHS = {
    "activation": "activation rectifiers leaky_rectifiers multihead_attention",
    "adaptive": "adaptive_softmax",
    "batchnorm": "batchnorm sync_batchnorm lazy_layers",
    "channelshuffle": "rearrangement",
    "container": "containers parameter_containers",
    "conv": "conv conv_transpose lazy_layers sizes",
    "distance": "distance",
    "dropout": "dropout",
    "flatten": "flatten",
    "fold": "rearrangement",
    "instancenorm": "instancenorm lazy_layers",
    "lazy": "lazy",
    "linear": "linear multihead_attention lazy_layers",
    "linear_cross_entropy_options": "linear_loss",
    "loss": "loss margin_loss likelihood_loss linear_loss",
    "module": "module global_hooks state",
    "normalization": "normalization",
    "padding": "padding sizes",
    "pixelshuffle": "rearrangement",
    "pooling": "pooling adaptive_pooling unpooling sizes",
    "rnn": "recurrent recurrent_base recurrent_cells",
    "sparse": "sparse",
    "transformer": "transformer transformer_layers",
    "upsampling": "upsampling",
    "utils": "sizes prefixes",
}


class _Path(ModuleType):
    """A module whose names are those of other modules."""

    def _files(self) -> list[ModuleType]:
        return [import_module(f"arraygrad.nn.{file}") for file in _PATHS[self.__name__.rpartition(".")[2]].split()]

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return dir(self)
        for file in self._files() if not name.startswith("__") else ():
            if hasattr(file, name):
                return getattr(file, name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({name for file in self._files() for name in file.__all__ if name in arraygrad.nn.__all__})


for _path in _PATHS:
    globals()[_path] = sys.modules[f"{__name__}.{_path}"] = _Path(f"{__name__}.{_path}", f"See `{__name__}`.")

_NAMES = [
    name
    for name in arraygrad.nn.__all__
    if isinstance(value := getattr(arraygrad.nn, name), type) and issubclass(value, arraygrad.nn.Module)
]


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return _NAMES
    if name in _NAMES:
        return getattr(arraygrad.nn, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted((*_NAMES, *_PATHS))
