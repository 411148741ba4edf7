"""The state of a module as a dictionary, and back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from arraygrad.autograd import no_grad
from arraygrad.graph import HookHandle
from arraygrad.nn.hooks import HookTable, register
from arraygrad.nn.members import Members
from arraygrad.nn.parameter import Parameter, is_lazy
from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from arraygrad.nn.module import Module

__all__ = ["State"]

_EXTRA_STATE = "_extra_state"


class _IncompatibleKeys(NamedTuple):
    missing_keys: list[str]
    unexpected_keys: list[str]

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return f"_IncompatibleKeys(missing_keys={self.missing_keys}, unexpected_keys={self.unexpected_keys})"


class State(Members):
    """The part of `Module` that saves and restores."""

    #: Raised by a class whose state changes, and kept with the state, so that an older one can be understood.
    _version: int = 1

    _state_dict_pre_hooks: HookTable
    _state_dict_hooks: HookTable
    _load_state_dict_pre_hooks: HookTable
    _load_state_dict_post_hooks: HookTable

    def __init__(self) -> None:
        super().__init__()
        for table in (
            "_state_dict_pre_hooks",
            "_state_dict_hooks",
            "_load_state_dict_pre_hooks",
            "_load_state_dict_post_hooks",
        ):
            self.__dict__[table] = OrderedDict()

    def get_extra_state(self) -> Any:
        """What else belongs to the module's state. A class that defines it also defines `set_extra_state`."""
        raise RuntimeError(f"{self._get_name()} has no extra state: define get_extra_state() to give it one")

    def set_extra_state(self, state: Any) -> None:
        """Take back what `get_extra_state` gave."""
        raise RuntimeError(f"{self._get_name()} has no extra state: define set_extra_state() to give it one")

    # -- saving --------------------------------------------------------------------------------------------------
    def state_dict(self, *, destination: Any = None, prefix: str = "", keep_vars: bool = False) -> dict[str, Any]:
        """Parameters and persistent buffers by their dotted names.

        The tensors share the module's memory: copy them to keep their values.

        Parameters
        ----------
        destination : dict, optional
            Where to put them; returned. Default: a new ordered dictionary.
        prefix : str
            Put before all names as it is.
        keep_vars : bool
            Whether the parameters themselves are given, not detached tensors.

        Examples
        --------
        >>> from arraygrad import nn
        >>> list(nn.BatchNorm1d(3).state_dict())
        ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked']
        """
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        metadata = {"version": self._version}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = metadata
        for pre_hook in self._state_dict_pre_hooks.values():
            pre_hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        for hook in self._state_dict_hooks.values():
            if hook(self, destination, prefix, metadata) is not None:
                raise RuntimeError("state_dict post-hook must return None")
        return cast("dict[str, Any]", destination)

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        """Put the module's own members, not those of its children, into `destination`."""
        for name, tensor in self._own_state().items():
            destination[prefix + name] = tensor if keep_vars else tensor.detach()
        if type(self).get_extra_state is not State.get_extra_state:
            destination[prefix + _EXTRA_STATE] = self.get_extra_state()

    def _own_state(self) -> dict[str, Tensor]:
        members: dict[str, Tensor | None] = {**self._parameters}
        members.update((k, b) for k, b in self._buffers.items() if k not in self._non_persistent_buffers_set)
        return {name: tensor for name, tensor in members.items() if tensor is not None}

    # -- loading -------------------------------------------------------------------------------------------------
    def load_state_dict(
        self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False
    ) -> _IncompatibleKeys:
        """Copy values from a dictionary that `state_dict` made into the module's parameters and buffers.

        Shapes and names are checked first: a call that raises leaves the module as it was (one with hooks after loading
        may have changed it).

        Parameters
        ----------
        state_dict : mapping of str to Tensor
            Values by dotted name.
        strict : bool
            Whether the names have to be exactly the module's.
        assign : bool
            Whether the tensors themselves take the place of the module's, with their dtype and device.

        Returns
        -------
        named tuple
            ``missing_keys`` and ``unexpected_keys``.

        Raises
        ------
        RuntimeError
            If shapes do not fit, or names in case of `strict`. The message lists all.
        TypeError
            If `state_dict` is not a mapping.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        metadata = getattr(state_dict, "_metadata", None)
        values = OrderedDict(state_dict)
        keys = _IncompatibleKeys([], [])
        errors: list[str] = []
        copies: list[Callable[[], None]] = []
        visited: list[State] = []

        def visit(module: State, values: dict[str, Any], prefix: str) -> None:
            own = {} if metadata is None else dict(metadata.get(prefix[:-1], {}))
            own["assign_to_params_buffers"] = assign
            own["copies"] = copies
            module._load_from_state_dict(values, prefix, own, True, keys.missing_keys, keys.unexpected_keys, errors)
            for name, child in module._modules.items():
                if child is not None:
                    below = f"{prefix}{name}."
                    visit(child, {k: v for k, v in values.items() if k.startswith(below)}, below)
            visited.append(module)

        visit(self, values, "")
        hooked = any(module._load_state_dict_post_hooks for module in visited)
        if errors or not hooked:
            self._check_loaded(keys, errors, strict)
        for copy in copies:
            copy()
        if hooked:
            for module in visited:
                for hook in module._load_state_dict_post_hooks.values():
                    if hook(module, keys) is not None:
                        raise AssertionError(
                            "Hooks registered with ``register_load_state_dict_post_hook`` are not expected to return "
                            "new values, if incompatible_keys need to be modified, it should be done inplace."
                        )
            self._check_loaded(keys, errors, strict)
        return keys

    def _check_loaded(self, keys: _IncompatibleKeys, errors: list[str], strict: bool) -> None:
        messages = []
        if strict and keys.missing_keys:
            messages.append("Missing key(s) in state_dict: {}. ".format(", ".join(f'"{k}"' for k in keys.missing_keys)))
        if strict and keys.unexpected_keys:
            messages.append(
                "Unexpected key(s) in state_dict: {}. ".format(", ".join(f'"{k}"' for k in keys.unexpected_keys))
            )
        messages += errors
        if messages:
            raise RuntimeError(
                "Error(s) in loading state_dict for {}:\n\t{}".format(self._get_name(), "\n\t".join(messages))
            )

    def _load_from_state_dict(
        self,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        """Load the module's own members, not those of its children.

        A class whose state has changed overrides this, mends `state_dict`, and calls it. The values are written after
        all modules have been checked: functions that do it are put into ``local_metadata["copies"]``.
        """
        for hook in self._load_state_dict_pre_hooks.values():
            hook(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
        copies: list[Callable[[], None]] = []
        own = self._own_state()
        for name, tensor in own.items():
            key = prefix + name
            if key in state_dict:
                assign = bool(local_metadata.get("assign_to_params_buffers", False))
                copy = self._prepare_copy(name, key, tensor, state_dict[key], assign, error_msgs)
                if copy is not None:
                    copies.append(copy)
            elif strict:
                missing_keys.append(key)
        extra_key = prefix + _EXTRA_STATE
        has_extra = type(self).set_extra_state is not State.set_extra_state
        if has_extra and extra_key in state_dict:
            copies.append(partial(self.set_extra_state, state_dict[extra_key]))
        elif strict and has_extra:
            missing_keys.append(extra_key)
        if strict:
            for key in state_dict:
                if not key.startswith(prefix) or (key == extra_key and has_extra):
                    continue
                name, dot, _ = key[len(prefix) :].partition(".")
                if name not in (self._modules if dot else own):
                    unexpected_keys.append(key)
        if "copies" in local_metadata:
            local_metadata["copies"] += copies
        else:
            for copy in copies:
                copy()

    def _prepare_copy(
        self, name: str, key: str, target: Tensor, source: Any, assign: bool, errors: list[str]
    ) -> Callable[[], None] | None:
        """A function that puts a loaded value in its place, or None and an error message."""
        if not isinstance(source, Tensor):
            errors.append(
                f'While copying the parameter named "{key}", expected Tensor or Tensor-like object from checkpoint but '
                f"received {type(source)}"
            )
            return None
        if is_lazy(source) and is_lazy(target):
            return None
        if target.ndim == 0 and tuple(source.shape) == (1,):
            source = source[0]
        if source.shape != target.shape:
            errors.append(
                f"size mismatch for {key}: copying a param with shape {source.shape} from checkpoint, the shape in "
                f"current model is {target.shape}."
            )
            return None
        if assign:
            if isinstance(target, Parameter):
                if isinstance(source, Parameter):
                    source.requires_grad_(target.requires_grad)
                else:
                    source = Parameter(source, requires_grad=target.requires_grad)
            return partial(setattr, self, name, source)
        try:
            source = source.detach().to(target.device, target.dtype)
        except Exception as error:  # whatever the backend cannot move or cast is reported with the others
            errors.append(
                f'While copying the parameter named "{key}", whose dimensions in the model are {target.shape} and '
                f"whose dimensions in the checkpoint are {source.shape}, an exception occurred : {error.args}."
            )
            return None
        return partial(_copy_into, target, source)

    # -- hooks ---------------------------------------------------------------------------------------------------
    def register_state_dict_pre_hook(self, hook: Callable[[Module, str, bool], None]) -> HookHandle:
        """Call ``hook(module, prefix, keep_vars)`` before the module's state is collected."""
        return register(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook: Callable[[Module, Any, str, Any], None]) -> HookHandle:
        """Call ``hook(module, state_dict, prefix, local_metadata)`` after it; it may change the dictionary in place."""
        return register(self._state_dict_hooks, hook)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., None]) -> HookHandle:
        """Call a function before the module's own members are loaded; it may change the dictionary in place.

        It is called as ``hook(module, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys,
        error_msgs)``.
        """
        return register(self._load_state_dict_pre_hooks, hook)

    def _register_load_state_dict_pre_hook(self, hook: Callable[..., None], with_module: bool = False) -> HookHandle:
        """The same under its older name, by which programs register hooks that do not get the module."""
        return self.register_load_state_dict_pre_hook(hook if with_module else partial(_without_module, hook))

    def register_load_state_dict_post_hook(self, hook: Callable[[Module, Any], None]) -> HookHandle:
        """Call ``hook(module, incompatible_keys)`` after loading; it may change the two lists in place."""
        return register(self._load_state_dict_post_hooks, hook)


def _without_module(hook: Callable[..., None], module: Module, *arguments: Any) -> None:
    hook(*arguments)


def _copy_into(target: Tensor, source: Tensor) -> None:
    with no_grad():
        target.copy_(source)
