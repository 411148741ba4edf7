"""Hooks for all modules at once: meant for debugging and profiling."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from arraygrad.graph import HookHandle
from arraygrad.nn.hooks import ForwardHook, HookTable, register

__all__ = [
    "AROUND_CALLS",
    "hooks_around",
    "register_module_buffer_registration_hook",
    "register_module_forward_hook",
    "register_module_forward_pre_hook",
    "register_module_full_backward_hook",
    "register_module_full_backward_pre_hook",
    "register_module_module_registration_hook",
    "register_module_parameter_registration_hook",
    "registered",
]

#: Pairs of the name of the module's own table that a hook goes before, and the hook.
AROUND_CALLS: HookTable = OrderedDict()
#: Pairs of what is registered, and the hook.
_ON_REGISTRATION: HookTable = OrderedDict()


def hooks_around(table: str) -> dict[int, Any]:
    """The hooks for all modules that go before those in a table of a module's own."""
    return {number: hook for number, (kind, hook) in AROUND_CALLS.items() if kind == table}


def registered(kind: str, module: Any, name: str, member: Any) -> Any:
    """What is registered in the end, after the hooks for that kind of member."""
    for wanted, hook in list(_ON_REGISTRATION.values()):
        if wanted == kind:
            changed = hook(module, name, member)
            member = member if changed is None else changed
    return member


def register_module_forward_pre_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, args)`` before the `forward` of every module; see `Module.register_forward_pre_hook`.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(AROUND_CALLS, ("_forward_pre_hooks", ForwardHook(hook, False)))


def register_module_forward_hook(
    hook: Callable[..., Any], *, with_kwargs: bool = False, always_call: bool = False
) -> HookHandle:
    """Call ``hook(module, args, output)`` after the `forward` of every module; see `Module.register_forward_hook`.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> from arraygrad.nn.modules.module import register_module_forward_hook
    >>> with register_module_forward_hook(lambda module, args, output: print(type(module).__name__)):
    ...     _ = nn.Sequential(nn.Linear(2, 1), nn.ReLU())(ag.zeros(3, 2))
    Linear
    ReLU
    Sequential
    """
    made = ForwardHook(hook, with_kwargs, always_call)
    return register(AROUND_CALLS, ("_forward_hooks", made))


def register_module_full_backward_pre_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, grad_output)`` for every module; see `Module.register_full_backward_pre_hook`.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(AROUND_CALLS, ("_backward_pre_hooks", hook))


def register_module_full_backward_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, grad_input, grad_output)`` for every module; see `Module.register_full_backward_hook`.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(AROUND_CALLS, ("_backward_hooks", hook))


def register_module_parameter_registration_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, name, parameter)`` when a parameter is registered; what it returns takes its place.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(_ON_REGISTRATION, ("parameter", hook))


def register_module_buffer_registration_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, name, buffer)`` when a buffer is registered; what it returns takes its place.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(_ON_REGISTRATION, ("buffer", hook))


def register_module_module_registration_hook(hook: Callable[..., Any]) -> HookHandle:
    """Call ``hook(module, name, child)`` when a child module is registered; what it returns takes its place.

    Returns
    -------
    HookHandle
        Its ``remove()`` takes the hook off.
    """
    return register(_ON_REGISTRATION, ("module", hook))
