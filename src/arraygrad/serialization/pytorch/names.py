"""What the names in a pickle stand for."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from typing import Any

import numpy as np

import arraygrad.functions as functions
from arraygrad.dtypes import DTYPES
from arraygrad.serialization.allowed import find_allowed
from arraygrad.serialization.errors import ForbiddenGlobalError, UnreadableFileError
from arraygrad.serialization.placing import Placement, device_or_name
from arraygrad.serialization.pytorch.arrays import known_arrays
from arraygrad.serialization.pytorch.known import Known, Opaque
from arraygrad.serialization.pytorch.tensors import Reference, StorageType, Tensors, reference
from arraygrad.serialization.structure_writer import FACTORIES, valid_key

__all__ = ["Names", "Survey"]

_STORAGES = {
    "Bool": "bool", "Byte": "uint8", "Char": "int8", "Short": "int16", "Int": "int32", "Long": "int64",
    "Half": "float16", "BFloat16": "bfloat16", "Float": "float32", "Double": "float64",
    "ComplexFloat": "complex64", "ComplexDouble": "complex128",
}  # fmt: skip

#: What there is no such thing for here, by the names that stand for it.
_LACKING = {
    r"torch\._utils\._rebuild_(sparse|nested|q|meta)_?tensor\w*": "{1} tensor",
    r"torch\._utils\._rebuild_wrapper_subclass": "tensor of a subclass",
    r"torch\.((float8|float4|q?u?int\d|bits|complex32)\w*)": "tensor of dtype {1}",
    r"torch\.(QU?Int\w*|ComplexHalf)Storage": "tensor of {1}",
    r"torch\.serialization\._get_layout": "layout",
    r"torch\.jit\.\w+|__torch__.*": "TorchScript program",
}


class Names:
    """Finds what pickles refer to: `Known` things, dtypes, and what was allowed.

    Parameters
    ----------
    tensors : Tensors
        Makes the tensors.
    """

    def __init__(self, tensors: Tensors) -> None:
        self._known = {known.name: known for known in (*_CONTAINERS, *known_arrays(), *tensors.known())}

    def find(self, module: str, name: str) -> Any:
        """What a name stands for.

        Raises
        ------
        ForbiddenGlobalError
            If it was not allowed.
        UnreadableFileError
            If there is no such thing here.
        """
        full = full_name(module, name)
        if full in self._known:
            return self._known[full]
        if module == "torch" and name in DTYPES:
            return DTYPES[name]
        if full == "torch.storage.UntypedStorage":
            return StorageType(full, None)
        if module == "torch" and name.endswith("Storage") and name[:-7] in _STORAGES:
            return StorageType(full, _STORAGES[name[:-7]])
        allowed = find_allowed(full)
        if allowed is not None:
            return allowed
        for pattern, what in _LACKING.items():
            if match := re.fullmatch(pattern, full):
                what = what.format("", *({"q": "quantized"}.get(part, part) for part in match.groups()))
                raise UnreadableFileError(f"it has a {what} ({full}), which does not exist here")
        raise ForbiddenGlobalError([full])


def full_name(module: str, name: str) -> str:
    """The name of today's Python and NumPy for one of older ones."""
    module = {"__builtin__": "builtins", "copy_reg": "copyreg"}.get(module, module)
    return f"{module.replace('numpy.core.', 'numpy._core.')}.{name}"


class Survey(Names):
    """Finds names for a pickle that is only looked through: nothing is made of them.

    Attributes
    ----------
    forbidden : set of str
        Names that were not allowed.
    memory : dict
        By name, the tensors' memory that the pickle refers to.
    """

    def __init__(self) -> None:
        super().__init__(Tensors(lambda memory: np.empty(0, np.uint8), 0, Placement(None)))
        self.forbidden: set[str] = set()
        self.memory: dict[str, Reference] = {}

    def find(self, module: str, name: str) -> Any:
        try:
            found = super().find(module, name)
        except ForbiddenGlobalError:
            self.forbidden.add(full_name(module, name))
            return Opaque()
        plain = isinstance(found, StorageType) or (isinstance(found, Known) and not found.name.startswith("torch."))
        return found if plain else Opaque()

    def note(self, value: object) -> Opaque:
        """Note a reference to memory."""
        found = reference(value)
        if self.memory.setdefault(found.key, found).nbytes != found.nbytes:
            raise UnreadableFileError("a pickle in it gives two sizes for one memory")
        return Opaque()


# -- Python's containers -------------------------------------------------------------------------------------------


def _keys(items: Any) -> Any:
    if not all(valid_key(item) for item in items):
        raise UnreadableFileError("a pickle in it has a set or dictionary with a malformed key")
    return items


def _ordered(items: Any = ()) -> OrderedDict[Any, Any]:
    if not all(isinstance(item, (list, tuple)) and len(item) == 2 for item in items):
        raise UnreadableFileError("a pickle in it has a dictionary with a malformed item")
    _keys(item[0] for item in items)
    return OrderedDict(items)


def _default(factory: Any = None) -> defaultdict[Any, Any]:
    if factory is None:
        return defaultdict(None)
    kind = FACTORIES.get(factory.name.removeprefix("builtins.")) if isinstance(factory, Known) else None
    if kind is None:
        raise UnreadableFileError("it has a defaultdict whose factory is not a plain type: save dict(...) of it")
    return defaultdict(kind)


def _encode(text: str, encoding: str) -> bytes:
    try:
        if encoding in ("latin1", "latin-1"):
            return text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    raise UnreadableFileError("a pickle in it has malformed bytes")


def _bytearray(data: str | bytes = b"", encoding: str = "latin-1") -> bytearray:
    return bytearray(_encode(data, encoding) if isinstance(data, str) else data)


def _size(sizes: tuple[Any, ...]) -> functions.Size:
    if not all(type(n) is int for n in sizes):
        raise UnreadableFileError("it has a torch.Size that is not one of integers")
    return functions.Size(sizes)


def _device(kind: str, index: int | None = None) -> Any:
    return device_or_name(kind if index is None else f"{kind}:{index}")


def _complex(real: float, imag: float) -> complex:
    return complex(real, imag)


_CONTAINERS = [
    Known("collections.OrderedDict", _ordered, (list, tuple), required=0),
    Known("collections.defaultdict", _default, None, required=0),
    Known("collections.Counter", lambda counts: Counter(dict(counts)), dict),
    Known("builtins.set", lambda items: set(_keys(items)), (list, tuple)),
    Known("builtins.frozenset", lambda items: frozenset(_keys(items)), (list, tuple)),
    Known("builtins.bytearray", _bytearray, (str, bytes), str, required=0),
    Known("builtins.complex", _complex, float, float),
    Known("_codecs.encode", _encode, str, str),
    Known("torch.Size", _size, (tuple, list)),
    Known("torch.device", _device, str, int, required=1),
    # Named by defaultdicts, never called.
    *(Known(f"builtins.{name}", lambda: None, required=1) for name in FACTORIES if name not in ("set", "complex")),
]
