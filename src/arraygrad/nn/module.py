"""The base class of all neural network modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import arraygrad.functions as ag
from arraygrad.autograd import no_grad
from arraygrad.backend import Device, place_on
from arraygrad.dtypes import DType, bfloat16, float16, float32, float64
from arraygrad.nn.calls import Calls
from arraygrad.nn.members import Members
from arraygrad.nn.parameter import clear_grad
from arraygrad.nn.state import State
from arraygrad.tensor import Tensor
from arraygrad.tensor_types import TensorType

__all__ = ["Module"]


class Module(Calls, State):
    """Base class of all modules: layers, losses and whole models.

    A subclass calls ``super().__init__()``, assigns its parameters and its child modules to attributes, which registers
    them, and defines `forward`. A module is used by calling it.

    Attributes
    ----------
    training : bool
        Set by `train` and `eval`; some modules, such as `Dropout`, do something else in training.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> class Line(nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.a = nn.Parameter(ag.tensor(1.0))
    ...         self.b = nn.Parameter(ag.tensor(2.0))
    ...     def forward(self, x):
    ...         return self.a + self.b * x
    >>> line = Line()
    >>> line(ag.tensor([0.0, 1.0])).tolist()
    [1.0, 3.0]
    >>> [name for name, _ in line.named_parameters()]
    ['a', 'b']
    """

    #: Whether the `__init__` of classes that come after `Module` among the bases is called, with the arguments given.
    call_super_init: bool = False

    training: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if (args or kwargs) and not self.call_super_init:
            keyword, positional = next(iter(kwargs), None), f"1 positional argument but {len(args) + 1} were given"
            what = f"takes {positional}" if keyword is None else f"got an unexpected keyword argument {keyword!r}"
            raise TypeError(f"{type(self).__name__}.__init__() {what}")
        super().__init__()
        self.training = True
        if self.call_super_init:
            super(Members, self).__init__(*args, **kwargs)

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Call a function with each module below, then with this one; returns the module.

        Examples
        --------
        >>> from arraygrad import nn
        >>> _ = nn.Sequential(nn.ReLU()).apply(lambda m: print(type(m).__name__))
        ReLU
        Sequential
        """
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    # -- moving and casting --------------------------------------------------------------------------------------
    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """Pass the values of all parameters, gradients and buffers through a function.

        Parameters and gradients stay the objects that they are, and what is shared stays shared. All values are
        computed before the first is replaced, so that a function that raises changes nothing.
        """
        modules = list(self.modules()) if recurse else [self]
        tensors = {
            id(tensor): tensor
            for module in modules
            for parameter in module._parameters.values()
            if parameter is not None
            for tensor in (parameter, parameter.grad)
            if tensor is not None
        }
        buffers = {
            id(buffer): buffer for module in modules for buffer in module._buffers.values() if buffer is not None
        }
        with no_grad():
            changed = [(tensor, values, fn(values)) for tensor, values in ((t, t.detach()) for t in tensors.values())]
            moved = {key: fn(buffer) for key, buffer in buffers.items()}
        for tensor, values, new in changed:
            if new is not values:
                tensor.data = new
        for module in modules:
            for name, buffer in module._buffers.items():
                if buffer is not None:
                    module._buffers[name] = moved[id(buffer)]
        return self

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Move or cast the parameters and buffers, in place.

        It is called as ``to(device)``, ``to(dtype)``, ``to(device, dtype)`` or ``to(tensor)``, also with keywords. The
        dtype of integer and bool buffers stays.

        Parameters
        ----------
        device : str or Device, optional
            Where to.
        dtype : DType, optional
            A floating point or complex type.
        tensor : Tensor, optional
            Its device and dtype are taken.
        non_blocking : bool, optional
            Whether the transfer may still be under way on return, where the backend can do so.

        Returns
        -------
        Module
            The module itself; its parameters are the same objects as before.

        Raises
        ------
        TypeError
            If the dtype is neither floating point nor complex.

        Examples
        --------
        >>> import arraygrad as ag
        >>> from arraygrad import nn
        >>> nn.Linear(2, 2).to(ag.float64).weight.dtype
        arraygrad.float64
        """
        device, dtype, non_blocking = _parse_to(args, kwargs)
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(
                f"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}"
            )

        def convert(t: Tensor) -> Tensor:
            casts = dtype is not None and (t.is_floating_point() or t.is_complex())
            return t.to(device=device, dtype=dtype if casts else None, non_blocking=non_blocking)

        return self._apply(convert)

    def to_empty(self, *, device: str | Device | None, recurse: bool = True) -> Self:
        """Move the parameters and buffers without their values, which are not set afterwards, in place.

        Parameters
        ----------
        device : str, Device or None
            Where to; None leaves them where they are.
        recurse : bool
            Whether those of the modules below are moved, too.
        """
        return self._apply(lambda t: ag.empty_like(t, device=device), recurse=recurse)

    def cpu(self) -> Self:
        """Move all parameters and buffers to the host's memory, in place."""
        return self.to("cpu")

    def cuda(self, device: int | str | Device | None = None) -> Self:
        """Move all parameters and buffers to a CUDA device, in place."""
        return self.to(place_on("cuda", device))

    def type(self, dst_type: DType | TensorType | str) -> Self:
        """Cast all parameters and buffers, those of integers too, in place."""
        return self._apply(lambda t: t.type(dst_type))

    def _cast(self, dtype: DType) -> Self:
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def float(self) -> Self:
        """Cast floating point parameters and buffers to float32, in place."""
        return self._cast(float32)

    def double(self) -> Self:
        """Cast floating point parameters and buffers to float64, in place."""
        return self._cast(float64)

    def half(self) -> Self:
        """Cast floating point parameters and buffers to float16, in place."""
        return self._cast(float16)

    def bfloat16(self) -> Self:
        """Cast floating point parameters and buffers to bfloat16, in place."""
        return self._cast(bfloat16)

    # -- modes and gradients -------------------------------------------------------------------------------------
    def train(self, mode: bool = True) -> Self:
        """Set the training mode of this module and of all below; returns the module.

        Raises
        ------
        ValueError
            If `mode` is not a bool.
        """
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self) -> Self:
        """Set the evaluation mode: ``train(False)``."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set whether gradients are computed for the parameters, in place; returns the module."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def share_memory(self) -> Self:
        """Move the memory of all parameters and buffers to where other processes can see it; see
        `Tensor.share_memory_`."""
        from arraygrad.shared_memory import share

        share([*self.parameters(), *self.buffers()])
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drop the gradients of all parameters, or fill them with zeros if `set_to_none` is false."""
        for parameter in self.parameters():
            clear_grad(parameter, set_to_none)

    # -- text ----------------------------------------------------------------------------------------------------
    def extra_repr(self) -> str:
        """What else to show between the parentheses; override it to describe the module's settings."""
        return ""

    def __repr__(self) -> str:
        extra = self.extra_repr()
        extra_lines = extra.split("\n") if extra else []
        child_lines = [f"({name}): {indent(repr(module))}" for name, module in self._modules.items()]
        if len(extra_lines) == 1 and not child_lines:
            return f"{self._get_name()}({extra})"
        lines = extra_lines + child_lines
        inside = "\n  " + "\n  ".join(lines) + "\n" if lines else ""
        return f"{self._get_name()}({inside})"


def indent(text: str) -> str:
    """The text with all lines but the first moved right by two; blank lines are left empty."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"  {line}" if line.strip() else "" for line in rest)])


def _parse_to(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Device | None, DType | None, bool]:
    """Device, dtype and `non_blocking` from the forms in which `to` is called."""
    names = ["device", "dtype", "non_blocking"]
    kwargs = {name: value for name, value in kwargs.items() if name != "memory_format"}  # changes nothing
    if args and isinstance(args[0], Tensor):
        args = (args[0].device, args[0].dtype, *args[1:])
    elif args and isinstance(args[0], DType):
        names.remove("device")
    elif "tensor" in kwargs:
        kwargs = {**kwargs, "device": kwargs["tensor"].device, "dtype": kwargs["tensor"].dtype}
        del kwargs["tensor"]
    given = dict(zip(names, args, strict=False))
    wrong = [name for name in kwargs if name not in names or name in given]
    if len(args) > len(names) or wrong:
        raise TypeError(
            "to() received an invalid combination of arguments: expected (device, dtype, non_blocking), "
            "(dtype, non_blocking) or (tensor, non_blocking)"
        )
    given.update(kwargs)
    device, dtype = given.get("device"), given.get("dtype")
    if dtype is not None and not isinstance(dtype, DType):
        raise TypeError(f"to(): dtype must be a data type, not {type(dtype).__name__}")
    if isinstance(device, int):
        device = f"cuda:{device}"
    return None if device is None else Device(device), dtype, bool(given.get("non_blocking", False))
