"""The protocol buffer messages of TensorBoard's files, as tensorboardX has them."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import Any

__all__ = ["message", "pillow", "tool"]

#: Where messages are found, for those that are not in a file of their own name.
_FILES = {
    "AttrValue": "attr_value",
    "DataType": "api",
    "Event": "event",
    "Experiment": "api",
    "GraphDef": "graph",
    "HParamInfo": "api",
    "HParamsPluginData": "plugin_hparams",
    "MeshPluginData": "plugin_mesh",
    "MetricInfo": "api",
    "MetricName": "api",
    "NodeDef": "node_def",
    "SessionEndInfo": "plugin_hparams",
    "SessionLog": "event",
    "SessionStartInfo": "plugin_hparams",
    "Status": "api",
    "Summary": "summary",
    "SummaryMetadata": "summary",
    "TensorProto": "tensor",
    "TensorShapeProto": "tensor_shape",
    "VersionDef": "versions",
}
_PACKAGE = "tensorboardX"
_importing = Lock()


def message(name: str) -> Any:
    """The class of a message.

    Raises
    ------
    ImportError
        If tensorboardX is not installed; the message says how to install it.
    """
    return getattr(_module(f"proto.{_FILES[name]}_pb2"), name)


def tool(module: str, name: str) -> Any:
    """A function of tensorboardX; raises as `message` does."""
    return getattr(_module(module), name)


def pillow() -> Any:
    """Pillow's module ``Image``.

    Raises
    ------
    ImportError
        If Pillow is not installed; the message says how to install it.
    """
    try:
        return import_module("PIL.Image")
    except ImportError as error:
        raise ImportError("pictures need the package Pillow: pip install 'arraygrad[tensorboard]'") from error


def _module(name: str) -> Any:
    """A module of tensorboardX, without what the package itself imports when it is there (another framework, say)."""
    full_name = f"{_PACKAGE}.{name}"
    if full_name in sys.modules:
        return sys.modules[full_name]
    with _importing:
        if sys.modules.get(_PACKAGE) is not None:
            return import_module(full_name)
        spec = find_spec(_PACKAGE)
        if spec is None:
            raise ImportError("SummaryWriter needs the package tensorboardX: pip install 'arraygrad[tensorboard]'")
        sys.modules[_PACKAGE] = module_from_spec(spec)  # a package whose __init__ has not run
        try:
            return import_module(full_name)
        finally:
            del sys.modules[_PACKAGE]
