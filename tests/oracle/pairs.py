"""Every public name, ours beside PyTorch's: what the functions are and what is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.testing._internal.opinfo.core import OpInfo

import arraygrad as ag
from arraygrad import faces, functions, switches, tensor_types
from arraygrad.op import Op

from .comparison import described, errors_differ, flat, form, outcome, values_differ
from .inputs import (
    LACKING,
    Call,
    Untranslatable,
    arraygrad_of,
    bad_calls,
    calls,
    chosen,
    entries,
    mapped,
    name_of,
    op_of,
    rebound,
    table,
    tensors_of,
)
from .variations import detached, special, ties, variations

MODULES = ("torch", "nn.functional", "linalg", "fft", "special", "signal.windows", "masked")
DTYPES = (
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.complex64, torch.complex128,
)  # fmt: skip
#: Results that are random or not initialised: form, shape and dtype are compared.
UNDETERMINED = frozenset(
    """empty_strided empty_permuted new_empty_strided fractional_max_pool2d_with_indices
    fractional_max_pool3d_with_indices alpha_dropout bernoulli binomial cauchy dropout dropout1d dropout2d dropout3d
    binomial empty empty_like exponential feature_alpha_dropout feature_dropout fractional_max_pool2d
    fractional_max_pool3d geometric gumbel_softmax initial_seed log_normal multinomial new_empty normal
    poisson rand rand_like randint randint_like randn randn_like random randperm rrelu seed pca_lowrank
    svd_lowrank uniform data_ptr""".split()
)
#: PyTorch reads and writes beyond its memory when these are given arguments that do not fit.
FRAGILE = frozenset(
    """lstsq lu_unpack lu_solve ldl_solve ldl_factor ldl_factor_ex householder_product ormqr orgqr cholesky_solve
    lu_factor lu_factor_ex lu geqrf embedding_bag ctc_loss max_unpool1d max_unpool2d max_unpool3d as_strided
    as_strided_copy as_strided_scatter set_ resize_ as_strided_ fractional_max_pool2d fractional_max_pool3d""".split()
)
#: Public names that are no operations: they are compared elsewhere, by the claims and tests of their own.
NO_OPERATIONS = frozenset((*switches.__all__, *tensor_types.__all__)) | frozenset(
    """DType Generator Size Tensor device dtype enable_grad no_grad inference_mode set_grad_enabled fork_rng finfo iinfo
    get_default_dtype get_printoptions get_rng_state set_default_device set_default_dtype set_printoptions set_rng_state
    manual_seed initial_seed seed from_dlpack is_grad_enabled asarray as_tensor from_numpy tensor
    backward register_hook register_post_accumulate_grad_hook retain_grad requires_grad_ detach_ cuda get_device
    data_ptr numpy to type share_memory_ share_memory new_tensor tolist dtype Layout layout strided
    sparse_coo sparse_csr sparse_mask to_dense to_sparse to_sparse_csr new is_shared is_storage get_default_device
    is_inference_mode_enabled memory_format MemoryFormat""".split()
)


@dataclass
class Record:
    """What was compared of one name, and what differed."""

    counts: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[str, str]] = field(default_factory=list)

    def add(self, aspect: str, why: str | None, call: Call) -> None:
        """Count a comparison, and keep it if something differed."""
        self.counts[aspect] += 1
        if why:
            self.differing.append((aspect, f"{why}  <- ({described(call.args, call.kwargs)})"))


@dataclass(frozen=True)
class Pair:
    """A public name in both libraries."""

    module: str
    name: str
    theirs: Any
    ours: Any
    infos: list[OpInfo]
    op: Op | None
    full: bool

    def is_undetermined(self, call: Call) -> bool:
        """Whether random numbers are drawn, or memory is shown as it was found."""
        chance = call.kwargs.get("dropout_p", 0.0)
        if self.name == "multi_head_attention_forward" and len(call.args) > 10:
            chance = call.args[10]
        return self.name.rstrip("_") in UNDETERMINED or (isinstance(chance, float) and chance > 0)


# -- names ---------------------------------------------------------------------------------------------------------


def public_names() -> list[str]:
    """All our public functions and methods: ``torch.add``, ``Tensor.add_``, ``linalg.svd``."""
    found = []
    for module in MODULES:
        names = set(faces.names_of(module))
        if module == "torch":
            names |= {*functions.VIEWS, *functions.__all__}
        found += [
            f"{module}.{n}"
            for n in names
            if n not in NO_OPERATIONS and (n in ag.__dict__ or callable(_member(ag, module, n)))
        ]
    found += [f"Tensor.{n}" for n in dir(ag.Tensor) if not n.startswith("_") and n not in NO_OPERATIONS]
    found += [f"Tensor.{n}" for n in OPERATORS]
    return sorted(n for n in set(found) if not isinstance(_member(ag, *n.rsplit(".", 1)), (int, float, ag.DType)))


def _is_public(module: str, name: str) -> bool:
    return _member(torch, module or "torch", name) is not None or (not module and hasattr(torch.Tensor, name))


def missing_names() -> dict[str, list[str]]:
    """Names of PyTorch's table that are public there and missing here, by module."""
    found: dict[str, list[str]] = {}
    for dotted in table():
        module, _, name = dotted.rpartition(".")
        if (
            name.startswith("_")
            or _member(torch.Tensor if not module and not hasattr(torch, name) else torch, module or "torch", name)
            is None
        ):
            continue
        if _member(ag, module or "torch", name) is None and (module or not hasattr(ag.Tensor, name)):
            found.setdefault(module or "torch", []).append(name)
    return {module: sorted(names) for module, names in found.items()}


OPERATORS = [
    f"__{p}{n}__"
    for n in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
    for p in ("", "r", "i")
] + [f"__{n}__" for n in "eq ne lt le gt ge neg pos abs invert getitem".split()]
_OPERATOR_NAMES = {
    "truediv": "div", "floordiv": "floor_divide", "mod": "remainder", "and": "bitwise_and", "or": "bitwise_or",
    "xor": "bitwise_xor", "lshift": "bitwise_left_shift", "rshift": "bitwise_right_shift", "pos": "positive",
    "invert": "bitwise_not",
}  # fmt: skip


def _member(library: Any, module: str, name: str) -> Any:
    for part in () if module == "torch" else module.split("."):
        library = getattr(library, part, None)
    return getattr(library, name, None)


def _base_name(name: str) -> str:
    """The operation behind an operator or an in-place name."""
    if name.startswith("__"):
        plain = name.strip("_")
        if plain in ("getitem", "rsub", "rpow", "rmod", "rmatmul", "rand", "ror", "rxor"):
            return name
        for prefix in ("r", "i"):
            if plain[0] == prefix and f"__{plain[1:]}__" in OPERATORS and plain not in ("invert",):
                plain = plain[1:]
                break
        return _OPERATOR_NAMES.get(plain, plain)
    return name.rstrip("_")


def _method(library: Any, name: str) -> Callable[..., Any]:
    """A method as a function; in-place methods write into a copy, which they have to give back."""
    member = getattr(library.Tensor, name)
    if not callable(member):
        return lambda input: getattr(input, name)
    if (name.endswith("_") and not name.startswith("__")) or (name.startswith("__i") and name != "__invert__"):

        def in_place(input: Any, *args: Any, **kwargs: Any) -> Any:
            copy = input.clone()
            result = getattr(copy, name)(*args, **kwargs)
            if result is not copy and result is not NotImplemented:
                raise AssertionError(f"{name} gave another tensor than the one it wrote to")
            return result

        return in_place
    return lambda input, *args, **kwargs: getattr(input, name)(*args, **kwargs)


def pair_of(public: str) -> Pair | None:
    """The functions of a public name, or None if PyTorch has no such name."""
    module, _, name = public.rpartition(".")
    if module == "Tensor":
        if not hasattr(torch.Tensor, name):
            return None
        base = _base_name(name)
        infos = [i for i in entries(base) if i.sample_inputs_func is not None]
        return Pair(module, name, _method(torch, name), _method(ag, name), infos, op_of(base), False)
    theirs, ours = _member(torch, module, name), _member(ag, module, name)
    if theirs is None:
        return None
    dotted = name if module == "torch" else f"{module}.{name}"
    in_place = name.endswith("_")
    infos = entries(dotted.rstrip("_"))
    op = op_of(name.rstrip("_"))
    if in_place:
        theirs, ours = _copying(theirs), _copying(ours)
    for info in infos:
        if info.op.__name__ == "<lambda>" and not in_place:
            theirs, ours = info.op, rebound(info.op)
            break
    full = not in_place and (op is None or name == op.name)
    return Pair(module, name, theirs, ours, infos, op, full)


def _copying(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda input, *args, **kwargs: function(input.clone(), *args, **kwargs)


# -- comparing -----------------------------------------------------------------------------------------------------


def _fresh(value: Any) -> Any:
    """PyTorch's arguments, copied: a function may write into them."""
    return mapped(
        value, lambda v: v.detach().clone().requires_grad_(v.requires_grad) if isinstance(v, torch.Tensor) else v
    )


def _shapes_only(value: Any) -> Any:
    def blank(v: Any) -> Any:
        if isinstance(v, torch.Tensor):
            return torch.zeros(v.shape, dtype=v.dtype)
        return ag.zeros(tuple(v.shape), dtype=v.dtype) if isinstance(v, ag.Tensor) else None

    return mapped(value, blank)


class Comparison:
    """All comparisons of one name."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.record = Record()

    def run(self) -> Record:
        """Compare on calls of all kinds."""
        pair, full = self.pair, self.pair.full
        doubles = calls(pair.infos, pair.op, torch.float64, 12 if full else 3, grad=True)
        if pair.module == "Tensor":
            doubles = [c for c in doubles if c.args and isinstance(c.args[0], torch.Tensor)]
        for call in doubles:
            self.values("values", call)
            self.derivatives(call)
        for call in calls(pair.infos, pair.op, torch.float32, 4 if full else 1):
            self.values("values", call)
        self.dtypes(2 if full else 1)
        if pair.name in FRAGILE:
            return self.record
        if full:
            for call in chosen(doubles, 3):
                self.values("values", special(call))
                self.values("values", ties(call))
                self.derivatives(ties(call), second=False)
            for info in pair.infos:
                for call in chosen(bad_calls(info), 12):
                    self.values("values", call)
        base = [c for c in doubles if all(t.numel() for t in tensors_of(c))] or doubles
        for call in chosen(base, 2 if full else 1):
            for changed in variations(call, method=pair.module == "Tensor"):
                self.values("values", changed)
        self.devices(base)
        return self.record

    def dtypes(self, most: int) -> None:
        """Integers, bools and complex numbers: those that the table draws, and those that it says are refused."""
        for dtype in DTYPES:
            found = calls(self.pair.infos, self.pair.op, dtype, most)
            if not found:
                found = [
                    c.replaced(lambda all: mapped(all, lambda v: _as(v, dtype)))  # noqa: B023
                    for c in map(detached, calls(self.pair.infos, self.pair.op, torch.float64, most))
                ]
            for call in found:
                self.values("dtypes", call)

    def values(self, aspect: str, call: Call) -> None:
        """One call in both libraries: the same result or the same error."""
        try:
            ours_args, ours_kwargs = arraygrad_of((call.args, call.kwargs))
        except (Untranslatable, TypeError, RuntimeError):
            return
        args, kwargs = _fresh((call.args, call.kwargs))
        theirs = outcome(self.pair.theirs, *args, **kwargs)
        if theirs.value is NotImplemented or not _translatable(theirs.value):
            return
        ours = outcome(self.pair.ours, *ours_args, **ours_kwargs)
        if self.pair.module == "Tensor" and self.pair.name.endswith("_"):
            aspect = "in place"
        if theirs.error is not None:
            if ours.error is None:
                why: str | None = f"accepted, expected {type(theirs.error).__name__}: {str(theirs.error)[:100]!r}"
            else:
                why = errors_differ(theirs.error, ours.error)
            self.record.add("errors", why, call)
        elif ours.error is not None:
            why = f"refused: {type(ours.error).__name__}: {' '.join(str(ours.error).split())[:140]}"
            self.record.add(aspect, why, call)
        else:
            self.record.add(aspect, self.results_differ(theirs.value, ours.value, call), call)

    def results_differ(self, theirs: Any, ours: Any, call: Call) -> str | None:
        if self.pair.is_undetermined(call):
            theirs, ours = _shapes_only(theirs), _shapes_only(ours)
        elif call.process is not None and form(theirs) == form(ours):
            before = values_differ(_shapes_only(theirs), _shapes_only(ours))
            if before is not None:
                return before
            done = outcome(rebound(call.process), ours)
            if done.error is None:
                theirs, ours = call.process(theirs), done.value
        single = any(t.dtype in (torch.float32, torch.complex64) for t in tensors_of(call))
        return values_differ(theirs, ours, single=single)

    def derivatives(self, call: Call, *, second: bool = True) -> None:
        """Flags, gradients and second derivatives of one call."""
        if self.pair.is_undetermined(call) or not any(t.requires_grad for t in tensors_of(call)):
            return
        try:
            ours_args, ours_kwargs = arraygrad_of((call.args, call.kwargs))
        except Untranslatable:
            return
        args, kwargs = _fresh((call.args, call.kwargs))
        twice = second and all(i.supports_gradgrad for i in self.pair.infos)
        theirs = outcome(_derivatives, torch, self.pair.theirs, args, kwargs, call, twice)
        if theirs.error is not None:
            twice = False
            args, kwargs = _fresh((call.args, call.kwargs))
            theirs = outcome(_derivatives, torch, self.pair.theirs, args, kwargs, call, twice)
            if theirs.error is not None:
                return
        ours = outcome(_derivatives, ag, self.pair.ours, ours_args, ours_kwargs, call, twice)
        if ours.error is not None:
            self.record.add("gradients", f"refused: {type(ours.error).__name__}: {str(ours.error)[:140]}", call)
            return
        for aspect, a, b in zip(("flags", "gradients", "second derivatives"), theirs.value, ours.value, strict=True):
            if aspect == "flags":
                if a != b:
                    self.record.add("gradients", f"requires_grad of results: {b}, expected {a}", call)
                    return
            elif a is not None:
                self.record.add(aspect, _gradients_differ(a, b), call)

    def devices(self, base: list[Call]) -> None:
        """Tensors of two devices do not mix."""
        for call in chosen([c for c in base if len(tensors_of(c)) > 1], 1):
            try:
                args, kwargs = arraygrad_of((detached(call).args, detached(call).kwargs))
            except Untranslatable:
                continue
            moved = [0]

            def move(value: Any) -> Any:
                moved[0] += isinstance(value, ag.Tensor)  # noqa: B023
                return value.to("readonly") if isinstance(value, ag.Tensor) and moved[0] > 1 else value  # noqa: B023

            args, kwargs = mapped((args, kwargs), move)
            ours = outcome(self.pair.ours, *args, **kwargs)
            why = None
            if ours.error is None:
                why = "devices: tensors of cpu and readonly accepted"
            elif not isinstance(ours.error, RuntimeError) or "device" not in str(ours.error):
                why = f"devices: {type(ours.error).__name__}: {str(ours.error)[:120]}"
            self.record.add("errors", why, call)


def _as(value: Any, dtype: torch.dtype) -> Any:
    return value.to(dtype) if isinstance(value, torch.Tensor) and value.dtype.is_floating_point else value


def _translatable(value: Any) -> bool:
    return not any(
        isinstance(v, torch.Tensor) and (v.layout is not torch.strided or v.dtype in LACKING) for v in flat(value)
    )


def _derivatives(library: Any, function: Any, args: Any, kwargs: Any, call: Call, twice: bool) -> Any:
    """Which results require gradients; gradients for fixed cotangents; the gradients of those."""
    process, wrapper = call.process, call.wrapper
    if library is ag:
        process, wrapper = rebound(process), rebound(wrapper)
    out = wrapper(function, *args, **kwargs) if wrapper else function(*args, **kwargs)
    if process is not None:
        out = process(out)
    outs = [o for o in flat(out) if isinstance(o, library.Tensor)]
    leaves = [v for v in _walk((args, kwargs)) if isinstance(v, library.Tensor) and v.requires_grad]
    flags = [bool(o.requires_grad) for o in outs]
    tracked = [o for o in outs if o.requires_grad]
    if not tracked:
        return flags, None, None
    first = library.autograd.grad(tracked, leaves, _weights(library, tracked, 1), create_graph=twice, allow_unused=True)
    second = None
    if twice:
        again = [g for g in first if g is not None and g.requires_grad]
        second = [None] * len(leaves)
        if again:
            second = library.autograd.grad(again, leaves, _weights(library, again, 2), allow_unused=True)
    return flags, list(first), second


def _walk(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        yield from _walk(list(value.values()))
    else:
        yield value


def _weights(library: Any, tensors: list[Any], seed: int) -> list[Any]:
    made = []
    for i, t in enumerate(tensors):
        rng = np.random.default_rng((seed, i))
        w = rng.uniform(-1, 1, tuple(t.shape))
        if t.dtype.is_complex:
            w = w + 1j * rng.uniform(-1, 1, tuple(t.shape))
        made.append(library.tensor(w, dtype=t.dtype))
    return made


def _gradients_differ(theirs: list[Any], ours: list[Any]) -> str | None:
    for i, (a, b) in enumerate(zip(theirs, ours, strict=True)):
        if a is None and b is None:
            continue
        a = torch.zeros(tuple(b.shape), dtype=getattr(torch, b.dtype.name)) if a is None else a.detach()
        b = ag.zeros(tuple(a.shape), dtype=getattr(ag, name_of(a.dtype))) if b is None else b.detach()
        why = values_differ(a, b, loose=10.0)
        if why:
            return f"of tensor {i}: {why}"
    return None
