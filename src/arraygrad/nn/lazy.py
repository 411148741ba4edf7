"""Modules whose parameters take their shapes from the first input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from arraygrad.nn.module import Module
from arraygrad.nn.parameter import UninitializedTensorMixin, is_lazy
from arraygrad.tensor import Tensor

__all__ = ["LazyModuleMixin"]


class LazyModuleMixin(Module):
    """What lazy modules share, to be named before the class that they become.

    A lazy module has `UninitializedParameter` and `UninitializedBuffer` where it does not know the shapes of tensors.
    At the first call `initialize_parameters` gets the inputs and gives them their shapes; then the module becomes
    one of the class `cls_to_become`. Until then it can be moved, cast, copied, saved and loaded. A state with values
    gives the shapes, too.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> model = nn.Sequential(nn.LazyLinear(3), nn.ReLU())
    >>> model.state_dict()["0.weight"]
    <UninitializedParameter>
    >>> _ = model(ag.zeros(5, 4))
    >>> model[0]
    Linear(in_features=4, out_features=3, bias=True)
    """

    #: The class of the module once all shapes are known; None if it stays what it is.
    cls_to_become: ClassVar[type[Module] | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load_hook = self.register_load_state_dict_pre_hook(_materialize_loaded)
        self._initialize_hook = self.register_forward_pre_hook(_infer_parameters, with_kwargs=True)

    def initialize_parameters(self, *args: Any, **kwargs: Any) -> None:
        """Give the parameters and buffers their shapes, from what the module is called with."""
        raise NotImplementedError(f"initialize_parameters is not implemented for {type(self).__name__}")

    def has_uninitialized_params(self) -> bool:
        """Whether there are parameters or buffers of the module itself without a shape."""
        return any(is_lazy(tensor) for _, tensor in _own_tensors(self))


def _own_tensors(module: Module) -> Iterator[tuple[str, Tensor | None]]:
    yield from module._parameters.items()
    yield from module._buffers.items()


def _materialize_loaded(module: Module, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
    """Before a state is loaded: what it has values for gets their shape."""
    for name, tensor in _own_tensors(module):
        given = state_dict.get(prefix + name)
        if isinstance(tensor, UninitializedTensorMixin) and isinstance(given, Tensor) and not is_lazy(given):
            tensor.materialize(given.shape)


def _infer_parameters(module: LazyModuleMixin, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Before the first call of `forward`."""
    module.initialize_parameters(*args, **kwargs)
    if module.has_uninitialized_params():
        raise RuntimeError(f"module {module._get_name()} has not been fully initialized")
    module._initialize_hook.remove()
    module._load_hook.remove()
    del module._initialize_hook, module._load_hook
    if module.cls_to_become is not None:
        module.__class__ = module.cls_to_become  # type: ignore[assignment]
