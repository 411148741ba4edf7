"""The base class of optimizers."""

from __future__ import annotations

import functools
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from arraygrad.autograd import enable_grad, no_grad
from arraygrad.dtypes import float32
from arraygrad.functions import typename
from arraygrad.graph import HookHandle
from arraygrad.nn.hooks import HookTable, register
from arraygrad.nn.parameter import clear_grad
from arraygrad.tensor import Tensor

__all__ = ["Optimizer", "ParamsT"]

#: What an optimizer takes: tensors, tensors with names, or groups of them with settings of their own.
ParamsT = Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]

_HOOKS = (
    "_step_pre_hooks",
    "_step_post_hooks",
    "_state_dict_pre_hooks",
    "_state_dict_post_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)


def _hooked(step: Callable[..., Any]) -> Callable[..., Any]:
    """`step` with the hooks around it; run once if one class's `step` calls another's."""

    @functools.wraps(step)
    def wrapper(self: Optimizer, *args: Any, **kwargs: Any) -> Any:
        if self._stepping:
            return step(self, *args, **kwargs)
        everything: tuple[Any, ...] = (self, *args)
        for pre_hook in list(self._step_pre_hooks.values()):
            result = pre_hook(self, everything, kwargs)
            if result is not None:
                if not (isinstance(result, tuple) and len(result) == 2):
                    raise RuntimeError(
                        f"{step.__qualname__} must return None or a tuple of (new_args, new_kwargs), but got {result}."
                    )
                everything, kwargs = result
        self._stepping = True
        try:
            out = step(*everything, **kwargs)
        finally:
            self._stepping = False
        self._stepped = True
        for post_hook in list(self._step_post_hooks.values()):
            post_hook(self, everything, kwargs)
        return out

    return wrapper


class Optimizer:
    """Base class of optimizers.

    A subclass passes its settings as `defaults` and defines ``_update(group)``, which changes the parameters of a group
    that have a gradient, or overrides `step`.

    Parameters
    ----------
    params : iterable
        Tensors to optimise, pairs of name and tensor, or dictionaries, one per group, with the tensors under
        ``"params"`` and settings of the group.
    defaults : dict
        Settings for groups that do not say otherwise.

    Attributes
    ----------
    param_groups : list of dict
        The groups: ``"params"`` and the settings, which may be changed between steps.
    state : dict
        By parameter, a dictionary of what the rule keeps from step to step.

    Raises
    ------
    TypeError
        If `params` is a tensor, or something in it is not one.
    ValueError
        If there are no parameters, one of them is computed from others, or it is in two groups.
    """

    _step_pre_hooks: HookTable
    _step_post_hooks: HookTable
    _state_dict_pre_hooks: HookTable
    _state_dict_post_hooks: HookTable
    _load_state_dict_pre_hooks: HookTable
    _load_state_dict_post_hooks: HookTable

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "step" in cls.__dict__:
            cls.step = _hooked(cls.step)  # type: ignore[method-assign]

    def __init__(self, params: ParamsT, defaults: dict[str, Any]) -> None:
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of Tensors or dicts, but got "
                + typename(params)
            )
        self._prepare()
        self.defaults = defaults
        self.state: defaultdict[Any, Any] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        groups: list[Any] = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def _prepare(self) -> None:
        """What is not part of the optimizer's state."""
        self._stepping = False
        #: Whether `step` has run: a schedule warns if it has not.
        self._stepped = False
        for table in _HOOKS:
            setattr(self, table, OrderedDict())

    def __getstate__(self) -> dict[str, Any]:
        return {"defaults": self.defaults, "state": self.state, "param_groups": self.param_groups}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._prepare()
        self.__dict__.update(state)

    def __repr__(self) -> str:
        groups = [
            "".join([f"\nParameter Group {i}\n", *(f"    {k}: {group[k]}\n" for k in sorted(group) if k != "params")])
            for i, group in enumerate(self.param_groups)
        ]
        return f"{type(self).__name__} ({''.join(groups)})"

    # -- the step ------------------------------------------------------------------------------------------------
    @_hooked
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change the parameters that have a gradient, once.

        Parameters
        ----------
        closure : callable, optional
            Computes the loss anew, with gradients, and returns it.

        Returns
        -------
        The loss from `closure`, or None.
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        with no_grad():
            for group in self.param_groups:
                self._update(group)
        return loss

    def _update(self, group: dict[str, Any]) -> None:
        raise NotImplementedError(f"{type(self).__name__} defines neither step() nor _update()")

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drop the gradients of all parameters, or fill them with zeros if `set_to_none` is false."""
        for group in self.param_groups:
            for param in group["params"]:
                clear_grad(param, set_to_none)

    # -- groups --------------------------------------------------------------------------------------------------
    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group of parameters with settings of its own.

        Parameters
        ----------
        param_group : dict
            The tensors, or pairs of name and tensor, under ``"params"``, and settings.

        Raises
        ------
        TypeError, ValueError
            As for the class. The optimizer is then as it was.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        group = dict(param_group)
        params = group["params"]
        if isinstance(params, set | frozenset):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets "
                "will change between runs. Please use a list instead."
            )
        entries = [params] if isinstance(params, Tensor) else list(params)
        names = [entry[0] for entry in entries if isinstance(entry, tuple)]
        tensors = [entry[1] if isinstance(entry, tuple) else entry for entry in entries]
        if names and len(names) != len(tensors):
            raise ValueError("all optimizer params should be with/without names. Some param names are missing")
        group["params"] = tensors
        if names:
            group["param_names"] = names
        for tensor in tensors:
            if not isinstance(tensor, Tensor):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is " + typename(tensor))
            if not (tensor.is_leaf or tensor.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
        for name, default in self.defaults.items():
            group.setdefault(name, default)
        own = {id(tensor) for tensor in tensors}
        if len(own) != len(tensors):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error",
                stacklevel=3,
            )
        for other in self.param_groups:
            if ("param_names" in group) != ("param_names" in other):
                kind = "with names" if "param_names" in group else "without names"
                raise ValueError(
                    "all optimizer param groups should be with/without names. cannot add param group "
                    f"{kind} to the optimizer"
                )
            if not own.isdisjoint(id(tensor) for tensor in other["params"]):
                raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(group)

    # -- saving and loading --------------------------------------------------------------------------------------
    def state_dict(self) -> dict[str, Any]:
        """The state as a dictionary, with numbers in place of the parameters.

        Returns
        -------
        dict
            ``"state"``: by number, what is kept for the parameter. ``"param_groups"``: the groups. The tensors are the
            optimizer's own.

        Examples
        --------
        >>> import arraygrad as ag
        >>> from arraygrad import optim
        >>> optim.SGD([ag.zeros(1, requires_grad=True)], lr=0.5).state_dict()["param_groups"][0]["params"]
        [0]
        """
        for pre_hook in self._state_dict_pre_hooks.values():
            pre_hook(self)
        numbers: dict[int, int] = {}
        start = 0
        groups = []
        for group in self.param_groups:
            packed = {key: value for key, value in group.items() if key != "params"}
            for i, param in enumerate(group["params"], start):
                numbers.setdefault(id(param), i)
            packed["params"] = [numbers[id(param)] for param in group["params"]]
            start += len(group["params"])
            groups.append(packed)
        state = {numbers[id(key)] if isinstance(key, Tensor) else key: value for key, value in self.state.items()}
        result: dict[str, Any] = {"state": state, "param_groups": groups}
        for post_hook in self._state_dict_post_hooks.values():
            changed = post_hook(self, result)
            result = result if changed is None else changed
        return result

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over a state that `state_dict` gave.

        Tensors are copied to the devices and dtypes of the parameters.

        Raises
        ------
        ValueError
            If the groups differ in number or size; the optimizer is then as it was.
        """
        state_dict = dict(state_dict)
        for pre_hook in self._load_state_dict_pre_hooks.values():
            changed = pre_hook(self, state_dict)
            state_dict = state_dict if changed is None else changed
        saved_groups = deepcopy(state_dict["param_groups"])
        if len(saved_groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        params: dict[Any, tuple[Tensor, dict[str, Any]]] = {}
        for group, saved in zip(self.param_groups, saved_groups, strict=True):
            if len(saved["params"]) != len(group["params"]):
                raise ValueError(
                    "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
                )
            for number, param in zip(saved["params"], group["params"], strict=True):
                params[number] = param, saved
        state: defaultdict[Any, Any] = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in params:
                param, saved = params[key]
                state[param] = _placed(value, param, saved)
            else:
                state[key] = value
        for group, saved in zip(self.param_groups, saved_groups, strict=True):
            saved["params"] = group["params"]
            for key in (*self.defaults, "param_names"):
                if key in group:
                    saved.setdefault(key, group[key])
        self.state = state
        self.param_groups = saved_groups
        for post_hook in self._load_state_dict_post_hooks.values():
            post_hook(self)

    # -- hooks ---------------------------------------------------------------------------------------------------
    def register_step_pre_hook(self, hook: Callable[..., Any]) -> HookHandle:
        """Call ``hook(optimizer, args, kwargs)`` before each step; it may return new ``(args, kwargs)``.

        `args` begins with the optimizer itself.
        """
        return register(self._step_pre_hooks, hook)

    def register_step_post_hook(self, hook: Callable[..., None]) -> HookHandle:
        """Call ``hook(optimizer, args, kwargs)`` after each step."""
        return register(self._step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook: Callable[..., None], prepend: bool = False) -> HookHandle:
        """Call ``hook(optimizer)`` before the state is collected."""
        return register(self._state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook: Callable[..., Any], prepend: bool = False) -> HookHandle:
        """Call ``hook(optimizer, state_dict)`` after it; it may change the dictionary or return another."""
        return register(self._state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> HookHandle:
        """Call ``hook(optimizer, state_dict)`` before loading; it may change the dictionary or return another."""
        return register(self._load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook: Callable[..., None], prepend: bool = False) -> HookHandle:
        """Call ``hook(optimizer)`` after loading."""
        return register(self._load_state_dict_post_hooks, hook, prepend)


def _placed(value: Any, param: Tensor, group: dict[str, Any], key: str | None = None) -> Any:
    """A copy of a loaded value where the rule expects it: with the parameter, but a step count on the host."""
    if isinstance(value, Tensor):
        if key == "step":
            on_device = group.get("capturable", False)
            return value.to(param.device, float32, copy=True) if on_device else value.detach().clone()
        if param.is_floating_point():
            return value.to(param.device, param.dtype, copy=True)
        return value.to(param.device, copy=True)
    if isinstance(value, dict):
        return {k: _placed(v, param, group, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_placed(v, param, group) for v in value)
    return value
