"""The array API standard over tensors: its functions, rules and names, differentiable, on every backend.

It is what ``Tensor.__array_namespace__`` returns. Arrays are tensors under the standard's rules: where these disagree
with PyTorch's, the tensors that this namespace makes follow the standard.

Examples
--------
>>> import arraygrad.array_api as xp
>>> x = xp.asarray([1.0, 2.0, 3.0])
>>> xp.std(x)
tensor(0.8165)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from arraygrad.array_api import (
    constants,
    creation,
    dtypes,
    elementwise,
    indexing,
    inspection,
    linear_algebra,
    manipulation,
    searching,
    sets,
    sorting,
    statistical,
    utility,
)
from arraygrad.array_api.constants import *  # noqa: F403
from arraygrad.array_api.creation import *  # noqa: F403
from arraygrad.array_api.dtypes import *  # noqa: F403
from arraygrad.array_api.elementwise import *  # noqa: F403
from arraygrad.array_api.indexing import *  # noqa: F403
from arraygrad.array_api.linear_algebra import *  # noqa: F403
from arraygrad.array_api.manipulation import *  # noqa: F403
from arraygrad.array_api.searching import *  # noqa: F403
from arraygrad.array_api.sets import *  # noqa: F403
from arraygrad.array_api.sorting import *  # noqa: F403
from arraygrad.array_api.statistical import *  # noqa: F403
from arraygrad.array_api.utility import *  # noqa: F403

__array_api_version__ = "2025.12"

#: Versions of the standard whose names and rules are here: each adds to those before it.
VERSIONS = ("2021.12", "2022.12", "2023.12", "2024.12", __array_api_version__)

_EXTENSIONS = ("fft", "linalg", "special")
_CHAPTERS = (
    constants,
    creation,
    dtypes,
    elementwise,
    indexing,
    linear_algebra,
    manipulation,
    searching,
    sets,
    sorting,
    statistical,
    utility,
)


def __array_namespace_info__() -> Any:
    """The namespace of what can be asked: `capabilities`, `default_device`, `default_dtypes`, `devices`, `dtypes`."""
    return inspection


def __getattr__(name: str) -> Any:
    if name in _EXTENSIONS:
        return import_module(f"arraygrad.array_api.{name}")
    raise AttributeError(f"module 'arraygrad.array_api' has no attribute {name!r}")


def __dir__() -> list[str]:
    own = ("__array_api_version__", "__array_namespace_info__", *_EXTENSIONS)
    return sorted({*own, *(name for chapter in _CHAPTERS for name in chapter.__all__)})
