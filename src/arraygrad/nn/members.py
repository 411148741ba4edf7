"""What a module holds: parameters, buffers and other modules, how they get there and how they are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from arraygrad.functions import typename
from arraygrad.nn.global_hooks import registered
from arraygrad.nn.parameter import Buffer, Parameter
from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from arraygrad.nn.module import Module

__all__ = ["Members"]

_KINDS = ("_parameters", "_buffers", "_modules")


class Members:
    """The part of `Module` that keeps its members."""

    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Module | None]
    _non_persistent_buffers_set: set[str]

    def __init__(self) -> None:
        assign = super().__setattr__
        assign("_parameters", {})
        assign("_buffers", {})
        assign("_modules", {})
        assign("_non_persistent_buffers_set", set())

    def _get_name(self) -> str:
        return type(self).__name__

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    # -- attributes ----------------------------------------------------------------------------------------------
    def __getattr__(self, name: str) -> Any:
        own = self.__dict__
        for kind in _KINDS:
            members = own.get(kind)
            if members is not None and name in members:
                return members[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'", name=name, obj=self)

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        if "_parameters" not in own:
            for cls, kind in ((Parameter, "parameters"), (Members, "module"), (Buffer, "buffer")):
                if isinstance(value, cls):
                    raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
            object.__setattr__(self, name, value)
        elif isinstance(value, Parameter):
            self._forget(name, except_for="_parameters")
            self.register_parameter(name, value)
        elif name in own["_parameters"]:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as parameter '{name}' (nn.Parameter or None expected)"
                )
            own["_parameters"][name] = None
        elif isinstance(value, Members):
            self._forget(name, except_for="_modules")
            own["_modules"][name] = registered("module", self, name, value)
        elif name in own["_modules"]:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as child module '{name}' (nn.Module or None expected)"
                )
            own["_modules"][name] = None
        elif isinstance(value, Buffer):
            self.register_buffer(name, value, value.persistent)
        elif name in own["_buffers"]:
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(
                    f"cannot assign '{typename(value)}' as buffer '{name}' (nn.Buffer, Tensor or None expected)"
                )
            own["_buffers"][name] = registered("buffer", self, name, value)
        else:
            object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        for kind in _KINDS:
            members = self.__dict__.get(kind)
            if members is not None and name in members:
                del members[name]
                self._non_persistent_buffers_set.discard(name)
                return
        object.__delattr__(self, name)

    def _forget(self, name: str, except_for: str) -> None:
        """Make room for a member: nothing else keeps its name."""
        self.__dict__.pop(name, None)
        for kind in _KINDS:
            if kind != except_for:
                self.__dict__[kind].pop(name, None)
        self._non_persistent_buffers_set.discard(name)

    def __dir__(self) -> list[str]:
        names = [*dir(type(self)), *self.__dict__, *self._parameters, *self._buffers, *self._modules]
        return sorted(name for name in names if not name[:1].isdigit())

    # -- registration --------------------------------------------------------------------------------------------
    def _check_name(self, kind: str, name: str, members: str) -> None:
        if members not in self.__dict__:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
        if "." in name:
            raise KeyError(f'{kind} name can\'t contain "."' + (f", got: {name}" if kind == "module" else ""))
        if name == "":
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if name not in self.__dict__[members] and hasattr(self, name):
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Add a parameter under a name; None keeps the name without a parameter.

        Raises
        ------
        KeyError
            If the name is empty, has a dot in it, or is another attribute's.
        TypeError
            If `param` is not a `Parameter`.
        ValueError
            If it is the result of a recorded operation.
        """
        self._check_name("parameter", name, "_parameters")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter '{name}' (nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be created explicitly. "
                f"To express '{name}' as a function of another Tensor, compute the value in the forward() method."
            )
        self._parameters[name] = None if param is None else registered("parameter", self, name, param)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Add a tensor that is part of the module's state without being a parameter.

        Parameters
        ----------
        name : str
            Attribute under which it is found.
        tensor : Tensor or None
            None keeps the name without a buffer.
        persistent : bool
            Whether it is part of the `state_dict`.

        Raises
        ------
        KeyError
            If the name is empty, has a dot in it, or is another attribute's.
        TypeError
            If `tensor` is not a tensor.
        """
        self._check_name("buffer", name, "_buffers")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"cannot assign '{typename(tensor)}' object to buffer '{name}' (Tensor or None required)")
        self._buffers[name] = registered("buffer", self, name, tensor)
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name: str, module: Module | None) -> None:
        """Add a child module under a name.

        Raises
        ------
        KeyError
            If the name is empty, has a dot in it, or is another attribute's.
        TypeError
            If `module` is not a module.
        """
        if module is not None and not isinstance(module, Members):
            raise TypeError(f"{typename(module)} is not a Module subclass")
        self._check_name("module", name, "_modules")
        self._modules[name] = registered("module", self, name, module)

    def register_module(self, name: str, module: Module | None) -> None:
        """Alias of `add_module`."""
        self.add_module(name, module)

    # -- finding by path -----------------------------------------------------------------------------------------
    def get_submodule(self, target: str) -> Module:
        """The module at a dotted path, such as ``"encoder.0"``; the module itself for the empty path.

        Raises
        ------
        AttributeError
            If the path leads nowhere or to something that is not a module.
        """
        module: Members = self
        for name in target.split(".") if target else ():
            found = module._get_member(name)
            if not isinstance(found, Members):
                raise AttributeError(f"`{name}` is not an nn.Module")
            module = found
        return cast("Module", module)

    def set_submodule(self, target: str, module: Module, strict: bool = False) -> None:
        """Put a module at a dotted path; with `strict`, only where there is one already.

        Raises
        ------
        ValueError
            If the path is empty or `module` is not a module.
        AttributeError
            If the path leads nowhere or to something that is not a module.
        """
        if not target:
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, Members):
            raise ValueError(f"`module` is not an nn.Module, found {type(module)}")
        path, _, name = target.rpartition(".")
        parent = self.get_submodule(path)
        if (strict or hasattr(parent, name)) and not isinstance(parent._get_member(name), Members):
            raise AttributeError(f"`{name}` is not an nn.Module")
        setattr(parent, name, module)

    def get_parameter(self, target: str) -> Parameter:
        """The parameter at a dotted path.

        Raises
        ------
        AttributeError
            If the path leads nowhere or to something that is not a parameter.
        """
        path, _, name = target.rpartition(".")
        found = self.get_submodule(path)._get_member(name)
        if not isinstance(found, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")
        return found

    def get_buffer(self, target: str) -> Tensor:
        """The buffer at a dotted path.

        Raises
        ------
        AttributeError
            If the path leads nowhere or to something that is not a buffer.
        """
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        found = module._get_member(name)
        if name not in module._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        return cast(Tensor, found)

    def _get_member(self, name: str) -> Any:
        if not hasattr(self, name):
            raise AttributeError(f"{self._get_name()} has no attribute `{name}`")
        return getattr(self, name)

    # -- walking -------------------------------------------------------------------------------------------------
    def named_modules(
        self, memo: set[Any] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """All modules with their dotted names: this one (under the name `prefix`), its children, theirs, ...

        Parameters
        ----------
        memo : set, optional
            Modules to leave out; those that are passed are added to it.
        prefix : str
            Name of this module.
        remove_duplicate : bool
            Whether a module that is found in several places is passed once only.
        """
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, cast("Module", self)
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f"{prefix}.{name}" if prefix else name, remove_duplicate)

    def modules(self, remove_duplicate: bool = True) -> Iterator[Module]:
        """All modules: this one, its children, theirs, ..., each once (or wherever it is found)."""
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The immediate child modules with their names, each once."""
        seen: set[int] = set()
        for name, module in self._modules.items():
            if module is not None and id(module) not in seen:
                seen.add(id(module))
                yield name, module

    def children(self) -> Iterator[Module]:
        """The immediate child modules, each once."""
        for _, module in self.named_children():
            yield module

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Parameters with their dotted names, in the order of registration.

        Parameters
        ----------
        prefix : str
            Put before all names, with a dot.
        recurse : bool
            Whether to pass those of the modules below, too.
        remove_duplicate : bool
            Whether a parameter that is found in several places is passed once only.

        Examples
        --------
        >>> from arraygrad import nn
        >>> [name for name, _ in nn.Sequential(nn.Linear(2, 1)).named_parameters()]
        ['0.weight', '0.bias']
        """
        return cast(
            "Iterator[tuple[str, Parameter]]", self._named_members("_parameters", prefix, recurse, remove_duplicate)
        )

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Parameters, each once, in the order of registration; `recurse` says whether also those of modules below."""
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """Buffers with their dotted names; arguments as for `named_parameters`."""
        return self._named_members("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """Buffers, each once; `recurse` says whether also those of modules below."""
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def _named_members(
        self, kind: str, prefix: str, recurse: bool, remove_duplicate: bool
    ) -> Iterator[tuple[str, Tensor]]:
        modules: Iterable[tuple[str, Members]] = (
            self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]
        )
        seen: set[int] = set()
        for path, module in modules:
            for name, member in module.__dict__[kind].items():
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
                yield f"{path}.{name}" if path else name, member
