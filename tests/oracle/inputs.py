"""Calls to compare: what PyTorch's own table of operators draws, and the cases of our op records for the rest.

Arguments are PyTorch's tensors; `arraygrad_of` turns a call's into ours.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import OpInfo

import arraygrad as ag
from arraygrad.dtypes import DTYPES
from arraygrad.op import OPS, Op
from arraygrad_conformance.samples import arrays_of, fill

#: Elements that the tensors of a call may have together.
LARGEST = 1000
#: Data types that are not compared: NumPy has no such type, or PyTorch computes in float32 where NumPy does not.
LACKING = (torch.bfloat16, torch.float16, torch.complex32)
#: NumPy's largest number of dimensions.
NUMPY_DIMENSIONS = 64
#: Calls that are drawn from one entry of the table before some are chosen.
DRAWN = 60


@dataclass(frozen=True)
class Call:
    """Arguments of one call, and what makes its results comparable.

    Attributes
    ----------
    process : callable
        Takes out what is not determined, such as the signs of eigenvectors.
    wrapper : callable, optional
        ``wrapper(function, *args, **kwargs)``: how to call so that derivatives are determined.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    process: Callable[[Any], Any] | None = None
    wrapper: Callable[..., Any] | None = None

    def replaced(self, change: Callable[[Any], Any]) -> Call:
        """The call with its arguments changed."""
        args, kwargs = change((self.args, self.kwargs))
        return Call(args, kwargs, self.process, self.wrapper)


def walk(value: Any) -> Iterator[Any]:
    """Every argument, those within lists included."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        yield from walk(list(value.values()))
    else:
        yield value


def tensors_of(call: Call) -> list[torch.Tensor]:
    """The tensors among the arguments."""
    return [v for v in walk((call.args, call.kwargs)) if isinstance(v, torch.Tensor)]


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """Arguments with each leaf changed."""
    if isinstance(value, (list, tuple)) and not isinstance(value, (torch.Size, ag.Size)):
        items = [mapped(v, change) for v in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict):
        return {k: mapped(v, change) for k, v in value.items()}
    return change(value)


# -- PyTorch's arguments as ours -----------------------------------------------------------------------------------


class Untranslatable(Exception):
    """An argument that means nothing here: sparse tensors, generators, layouts."""


def arraygrad_of(value: Any) -> Any:
    """The same arguments with our tensors, over memory of their own."""
    return mapped(value, _ours)


def _ours(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        if value.layout is not torch.strided or value.is_quantized or value.device.type != "cpu":
            raise Untranslatable(f"{value.layout} on {value.device}")
        if name_of(value.dtype) not in DTYPES or value.dtype in LACKING or value.ndim > NUMPY_DIMENSIONS:
            raise Untranslatable(str(value.dtype))
        host = value.detach().numpy(force=True)
        return ag.from_numpy(_copied(host)).requires_grad_(value.requires_grad)
    if isinstance(value, torch.dtype):
        if value in LACKING or name_of(value) not in DTYPES:
            raise Untranslatable(str(value))
        return DTYPES[name_of(value)]
    if isinstance(value, torch.device):
        return ag.device(str(value))
    if isinstance(value, torch.Size):
        return ag.Size(value)
    if isinstance(value, (torch.Generator, torch.layout, torch.memory_format)) or callable(value):
        raise Untranslatable(repr(value))
    return value


def _copied(host: np.ndarray) -> np.ndarray:
    """A copy with the same gaps and order in memory."""
    if host.flags.c_contiguous or 0 in host.strides or not host.size:
        return host.copy()
    steps = [abs(s) // host.itemsize for s in host.strides]
    memory = np.empty(sum(s * (n - 1) for s, n in zip(steps, host.shape, strict=True)) + 1, dtype=host.dtype)
    copy = np.lib.stride_tricks.as_strided(memory, host.shape, host.strides)
    copy[...] = host
    return copy


def name_of(dtype: torch.dtype) -> str:
    """``"float32"`` of ``torch.float32``."""
    return str(dtype).removeprefix("torch.")


def rebound(function: Any) -> Any:
    """A function of PyTorch's table that speaks of `torch`, made to speak of arraygrad."""
    if not isinstance(function, types.FunctionType):
        return function
    code, scope = function.__code__, {**function.__globals__, "torch": ag}
    return types.FunctionType(code, scope, function.__name__, function.__defaults__, function.__closure__)


# -- where calls come from -----------------------------------------------------------------------------------------


@cache
def table() -> dict[str, list[OpInfo]]:
    """The entries of PyTorch's table by dotted name and alias."""
    found: dict[str, list[OpInfo]] = {}
    for info in op_db:
        for name in (info.name, *(alias.name for alias in info.aliases)):
            found.setdefault(name, []).append(info)
    return found


def entries(name: str, *prefixes: str) -> list[OpInfo]:
    """The entries for a dotted name, or for one of the same last part."""
    last = name.rpartition(".")[2]
    names = (name, *(f"{p}.{last}" if p else last for p in (*prefixes, "", "linalg", "special", "nn.functional")))
    return next((table()[n] for n in names if n in table()), [])


def _wrapper(info: OpInfo) -> Callable[..., Any] | None:
    name = info.gradcheck_wrapper.__name__
    return None if name == "<lambda>" or "masked" in name else info.gradcheck_wrapper


def drawn(info: OpInfo, dtype: torch.dtype, *, requires_grad: bool = False) -> list[Call]:
    """Calls that the table draws for a dtype."""
    torch.default_generator.manual_seed(0)  # torch.manual_seed keeps a traceback of each call
    made = []
    with torch.no_grad():  # as the entry's own method does, which also looks through the stack for each sample
        samples = list(islice(info.sample_inputs_func(info, "cpu", dtype, requires_grad), DRAWN))
    for sample in samples:
        process = sample.output_process_fn_grad
        made.append(Call((sample.input, *sample.args), dict(sample.kwargs), process, _wrapper(info)))
    return made


def bad_calls(info: OpInfo) -> list[Call]:
    """Calls that the table says are refused."""
    if info.error_inputs_func is None:
        return []
    made = []
    for error in islice(info.error_inputs_func(info, "cpu"), DRAWN):
        sample = error.sample_input
        made.append(Call((sample.input, *sample.args), dict(sample.kwargs)))
    return made


def from_cases(op: Op, dtype: torch.dtype, *, requires_grad: bool = False) -> list[Call]:
    """The cases of an op record, with floating samples in `dtype`."""
    made = []
    for number, case in enumerate(op.samples):
        values = []
        for array in arrays_of(op.name, number, case):
            tensor = torch.from_numpy(array)
            if tensor.dtype is torch.float64:
                tensor = tensor.to(dtype)
                tensor = tensor.requires_grad_(requires_grad and (dtype.is_floating_point or dtype.is_complex))
            values.append(tensor)
        args, params = fill(case, values)
        made.append(Call(args, params))
    return made


def calls(infos: list[OpInfo], op: Op | None, dtype: torch.dtype, most: int, *, grad: bool = False) -> list[Call]:
    """At most `most` calls in a dtype, as unlike one another as possible."""
    found: list[Call] = []
    for info in infos:
        if dtype in info.dtypes:
            found += drawn(info, dtype, requires_grad=grad and info.supports_autograd)
    if not infos and op is not None:
        found = from_cases(op, dtype, requires_grad=grad)
    return chosen([c for c in found if sum(t.numel() for t in tensors_of(c)) <= LARGEST], most)


def chosen(found: list[Call], most: int) -> list[Call]:
    """One call of each form in turn: the form is the options given, the kinds of arguments and the dimensions."""
    groups: dict[Any, list[Call]] = {}
    for call in found:
        groups.setdefault(_form(call), []).append(call)
    turns = [call for turn in zip(*map(_padded(len(found)), groups.values()), strict=True) for call in turn if call]
    return turns[:most]


def _padded(length: int) -> Callable[[list[Any]], list[Any]]:
    return lambda items: items + [None] * (length - len(items))


def _form(call: Call) -> Any:
    def kind(value: Any) -> str:
        if isinstance(value, torch.Tensor):
            return f"{value.ndim}{0 in value.shape}"
        return repr(value) if isinstance(value, (bool, str, torch.dtype)) else type(value).__name__

    return tuple(map(kind, walk(call.args))), tuple((k, *map(kind, walk(v))) for k, v in sorted(call.kwargs.items()))


def op_of(name: str) -> Op | None:
    """Our record of a name or alias."""
    last = name.rpartition(".")[2]
    return OPS.get(last) or next((op for op in OPS.values() if last in op.aliases), None)


def infos_of(names: Iterable[str]) -> list[OpInfo]:
    """The entries of all names."""
    return [info for name in names for info in entries(name)]
