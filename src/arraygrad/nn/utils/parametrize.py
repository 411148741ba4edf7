"""Parameters and buffers that are computed from others whenever they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from arraygrad.autograd import no_grad
from arraygrad.nn.containers import ModuleDict, ModuleList
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = [
    "ParametrizationList",
    "cached",
    "is_parametrized",
    "register_parametrization",
    "remove_parametrizations",
    "transfer_parametrizations_and_params",
    "type_before_parametrizations",
]

#: What was computed within `cached`, by module and name.
_CACHE: ContextVar[dict[tuple[Module, str], Tensor] | None] = ContextVar("parametrization cache", default=None)


@contextmanager
def cached() -> Iterator[None]:
    """Within this context each parametrized tensor is computed once, at first use.

    For networks that use a parametrized tensor several times, as recurrent ones do. After a change of the originals the
    tensor is the old one until the context ends.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.utils import parametrizations, parametrize
    >>> layer = parametrizations.weight_norm(ag.nn.Linear(2, 2))
    >>> layer.weight is layer.weight
    False
    >>> with parametrize.cached():
    ...     layer.weight is layer.weight
    True
    """
    token = _CACHE.set({}) if _CACHE.get() is None else None
    try:
        yield
    finally:
        if token is not None:
            _CACHE.reset(token)


def _require_like(made: Any, before: Tensor, what: str, how: str) -> None:
    """Check that a parametrization gave a tensor with the dtype and shape of what it stands for."""
    if not isinstance(made, Tensor):
        raise ValueError(f"{what} must return a tensor. Got {type(made).__name__}.")
    for aspect in ("dtype", "shape"):
        found, expected = getattr(made, aspect), getattr(before, aspect)
        if found != expected:
            raise ValueError(
                f"{how} may not change the {aspect} of the tensor, unless the `unsafe` flag is enabled.\n"
                f"{aspect} before: {expected}\n{aspect} after: {found}"
            )


def _register(module: Module, name: str, tensor: Tensor) -> None:
    if isinstance(tensor, Parameter):
        module.register_parameter(name, tensor)
    else:
        module.register_buffer(name, tensor)


class ParametrizationList(ModuleList):
    """The parametrizations of one tensor, in the order in which they are applied, with what they start from.

    Made by `register_parametrization`.

    Parameters
    ----------
    modules : sequence of Module
    original : Tensor
        The tensor that is parametrized.
    unsafe : bool
        Whether dtype and shape may change.

    Attributes
    ----------
    original : Tensor
        What the first parametrization is applied to; `original0`, `original1`, ... if these are several tensors.
    """

    def __init__(self, modules: Sequence[Module], original: Tensor, unsafe: bool = False) -> None:
        if len(modules) == 0:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        with no_grad():
            new: Any = original
            for module in reversed(list(self)):
                new = _inverted(module, new)
        if not isinstance(new, (Tensor, Sequence)):
            raise ValueError(
                "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got "
                f"{type(new).__name__}"
            )
        self.is_tensor = isinstance(new, Tensor)
        self.ntensors = 1 if isinstance(new, Tensor) else len(new)
        before = original.detach()
        if isinstance(new, Tensor):
            for aspect in ("dtype", "device"):
                found, expected = getattr(new, aspect), getattr(original, aspect)
                if found != expected:
                    raise ValueError(
                        f"When `right_inverse` outputs one tensor, it may not change the {aspect}.\n"
                        f"original.{aspect}: {expected}\nright_inverse(original).{aspect}: {found}"
                    )
            original.data = new.detach()
            _register(self, "original", original)
        else:
            for number, part in enumerate(new):
                _require_part(number, part)
                made = Parameter(part) if isinstance(original, Parameter) else part.detach()
                _register(self, f"original{number}", made.requires_grad_(original.requires_grad))
        if not unsafe:
            try:
                _require_like(self(), before, "A parametrization", "Registering a parametrization")
            except Exception:
                original.data = before
                raise

    def _originals(self) -> list[Tensor]:
        names = ["original"] if self.is_tensor else [f"original{number}" for number in range(self.ntensors)]
        return [getattr(self, name) for name in names]

    def right_inverse(self, value: Tensor) -> None:
        """Set the originals so that `value` comes out, by the `right_inverse` of each parametrization from the last.

        Raises
        ------
        RuntimeError
            If a parametrization has none.
        ValueError
            If one gives something that does not fit the originals.
        """
        new: Any = value
        with no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(f"parametrization {type(module).__name__} does not implement right_inverse.")
                new = module.right_inverse(new)
        if self.is_tensor:
            if not isinstance(new, Tensor):
                raise ValueError(f"`right_inverse` should return a tensor. Got {type(new).__name__}")
            new = [new]
        elif not isinstance(new, Sequence):
            raise ValueError(f"'right_inverse' must return a sequence of tensors. Got {type(new).__name__}.")
        elif len(new) != self.ntensors:
            raise ValueError(
                f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. Got a sequence of "
                f"length {len(new)}."
            )
        originals = self._originals()
        for number, (original, part) in enumerate(zip(originals, new, strict=True)):
            _require_part(number, part)
            if part.dtype != original.dtype:
                raise ValueError(
                    f"Tensor {number} returned by `right_inverse` has dtype {part.dtype} while the original has dtype "
                    f"{original.dtype}"
                )
        for original, part in zip(originals, new, strict=True):
            original.data = part.detach()

    def forward(self) -> Tensor:
        """The tensor that comes out."""
        first, *rest = self
        x = first(*self._originals())
        for module in rest:
            x = module(x)
        return cast(Tensor, x)


def _require_part(number: int, part: Any) -> None:
    if not isinstance(part, Tensor):
        raise ValueError(
            "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got element "
            f"{number} of the sequence with type {type(part).__name__}."
        )


def _inverted(module: Module, value: Any) -> Any:
    """What a parametrization makes `value` from, or the value itself if it cannot say."""
    if not hasattr(module, "right_inverse"):
        return value
    try:
        return module.right_inverse(value)
    except NotImplementedError:
        return value


class _Parametrized(Module):
    """What comes before the class of a module that has parametrized tensors: these are attributes that are computed."""

    def __getattr__(self, name: str) -> Any:
        lists = self.__dict__.get("_modules", {}).get("parametrizations")
        if lists is None or name not in lists:
            return super().__getattr__(name)
        made = _CACHE.get()
        if made is None:
            return lists[name]()
        if (self, name) not in made:
            made[self, name] = lists[name]()
        return made[self, name]

    def __setattr__(self, name: str, value: Any) -> None:
        lists = self.__dict__["_modules"].get("parametrizations")
        if lists is not None and name in lists:
            lists[name].right_inverse(value)
        else:
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.parametrizations})

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return _new_parametrized, (type_before_parametrizations(self),), self.__dict__


#: The class of modules of a class that have parametrized tensors.
_CLASSES: dict[type[Module], type[Module]] = {}


def _parametrized(cls: type[Module]) -> type[Module]:
    if cls not in _CLASSES:
        _CLASSES[cls] = type(f"Parametrized{cls.__name__}", (_Parametrized, cls), {"__module__": __name__})
    return _CLASSES[cls]


def _new_parametrized(cls: type[Module]) -> Module:
    made = _parametrized(cls)
    return made.__new__(made)


def register_parametrization(
    module: Module, tensor_name: str, parametrization: Module, *, unsafe: bool = False
) -> Module:
    """Compute a parameter or buffer of a module by another module whenever it is read.

    The module becomes one of a class ``Parametrized...``. Its tensor moves to
    ``module.parametrizations.<name>.original`` and is what is trained. If there is a parametrization already, the new
    one is applied to its result.

    Parameters
    ----------
    module : Module
    tensor_name : str
        Attribute of a parameter or buffer.
    parametrization : Module
        Called with the original. If it has a method `right_inverse`, that finds the original from the tensor, now and
        whenever the attribute is assigned to. It may give a sequence of tensors, which are then the originals, and the
        arguments of the first parametrization.
    unsafe : bool
        Whether dtype and shape of the tensor may change. They are not checked then.

    Returns
    -------
    Module
        The module itself.

    Raises
    ------
    ValueError
        If there is no such tensor, or its dtype or shape would change.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> from arraygrad.nn.utils import parametrize
    >>> class Symmetric(nn.Module):
    ...     def forward(self, x):
    ...         return x.triu() + x.triu(1).T
    >>> layer = parametrize.register_parametrization(nn.Linear(3, 3), "weight", Symmetric())
    >>> ag.equal(layer.weight, layer.weight.T)
    True
    >>> list(layer.state_dict())
    ['bias', 'parametrizations.weight.original']
    """
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            before = getattr(module, tensor_name)
            after = parametrization(before)
            _require_like(after, before, "A parametrization", "Registering a parametrization")
            inverse = _inverted(parametrization, after)
            _require_like(inverse, before, "parametrization.right_inverse", "The right_inverse of a parametrization")
        parametrizations = _lists(module)[tensor_name]
        parametrizations.append(parametrization)
        parametrizations.unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        made = ParametrizationList([parametrization], getattr(module, tensor_name), unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            module.__class__ = _parametrized(type(module))
            module.parametrizations = ModuleDict()
        _lists(module)[tensor_name] = made
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name "
            f"'{tensor_name}'"
        )
    return module


def _lists(module: Module) -> Any:
    return module._modules["parametrizations"]


def is_parametrized(module: Module, tensor_name: str | None = None) -> bool:
    """Whether a tensor of the module is parametrized; any, if no name is given."""
    parametrizations = getattr(module, "parametrizations", None)
    if not isinstance(parametrizations, ModuleDict):
        return False
    return len(parametrizations) > 0 if tensor_name is None else tensor_name in parametrizations


def remove_parametrizations(module: Module, tensor_name: str, leave_parametrized: bool = True) -> Module:
    """Make a parametrized tensor a parameter or buffer again.

    Parameters
    ----------
    module : Module
    tensor_name : str
    leave_parametrized : bool
        Whether it gets the values that it has now, or those of the original.

    Returns
    -------
    Module
        The module itself; of its first class again if nothing else is parametrized.

    Raises
    ------
    ValueError
        If it is not parametrized, or there are several originals to leave.
    """
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    lists = _lists(module)
    parametrizations = lists[tensor_name]
    if parametrizations.is_tensor:
        tensor = parametrizations.original
        if leave_parametrized:
            with no_grad():
                tensor.data = getattr(module, tensor_name).detach()
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        tensor = Parameter(value) if value.requires_grad else value
    else:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a "
            "sequence of tensors."
        )
    del lists[tensor_name]
    if len(lists) == 0:
        del module.parametrizations
        module.__class__ = type(module).__bases__[-1]
    _register(module, tensor_name, tensor)
    return module


def type_before_parametrizations(module: Module) -> type:
    """The class that a module has or, if it is parametrized, had before."""
    return type(module).__bases__[-1] if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(
    from_module: Module, to_module: Module, tensor_name: str | None = None
) -> Module:
    """Give the parametrizations of one module, and what they start from, to another, too.

    Parameters
    ----------
    from_module, to_module : Module
    tensor_name : str, optional
        Only those of one tensor. A tensor that `to_module` lacks is made.

    Returns
    -------
    Module
        `to_module` itself.
    """
    if not is_parametrized(from_module):
        return to_module
    lists = _lists(from_module)
    for name in list(lists) if tensor_name is None else [tensor_name]:
        if not hasattr(to_module, name):
            setattr(to_module, name, Parameter(getattr(from_module, name)))
        for parametrization in lists[name]:
            register_parametrization(to_module, name, parametrization)
        target = _lists(to_module)[name]
        for kind in ("_parameters", "_buffers"):
            getattr(target, kind).update(getattr(lists[name], kind))
    return to_module
