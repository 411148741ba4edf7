"""Calling a module, with the hooks around it."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from arraygrad.graph import HookHandle
from arraygrad.nn.global_hooks import AROUND_CALLS, hooks_around
from arraygrad.nn.hooks import BackwardHooks, ForwardHook, HookTable, register
from arraygrad.nn.members import Members

__all__ = ["Calls"]


def _forward_unimplemented(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')


class Calls(Members):
    """The part of `Module` that is concerned with calls."""

    _forward_pre_hooks: HookTable
    _forward_hooks: HookTable
    _backward_pre_hooks: HookTable
    _backward_hooks: HookTable

    #: What a module does to its inputs; every subclass defines it. Call the module itself: only that runs the hooks.
    forward: Callable[..., Any] = _forward_unimplemented

    def __init__(self) -> None:
        super().__init__()
        for table in ("_forward_pre_hooks", "_forward_hooks", "_backward_pre_hooks", "_backward_hooks"):
            self.__dict__[table] = OrderedDict()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        own = self.__dict__
        if (
            own["_forward_pre_hooks"]
            or own["_forward_hooks"]
            or own["_backward_pre_hooks"]
            or own["_backward_hooks"]
            or AROUND_CALLS
        ):  # fmt: skip
            return self._call_with_hooks(args, kwargs)
        return self.forward(*args, **kwargs)

    def _call_with_hooks(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        result = None
        called: set[int] = set()
        try:
            for pre_hook in self._hooks("_forward_pre_hooks").values():
                args, kwargs = self._before_forward(pre_hook, args, kwargs)
            backward = None
            hooks, pre_hooks = self._hooks("_backward_hooks"), self._hooks("_backward_pre_hooks")
            if hooks or pre_hooks:
                backward = BackwardHooks(self, hooks, pre_hooks)
                args = backward.enter(args)
            result = self.forward(*args, **kwargs)
            for number, hook in self._hooks("_forward_hooks").items():
                called.add(number)
                result = self._after_forward(hook, args, kwargs, result)
            return result if backward is None else backward.leave(result)
        except Exception:
            for number, hook in self._hooks("_forward_hooks").items():
                if hook.always_call and number not in called:
                    try:
                        result = self._after_forward(hook, args, kwargs, result)
                    except Exception as error:  # the first error is the one to report
                        warnings.warn(
                            "module forward hook with ``always_call=True`` raised an exception that was silenced as "
                            f"another error was raised in forward: {error}",
                            stacklevel=3,
                        )
            raise

    def _hooks(self, table: str) -> dict[int, Any]:
        """The hooks to call now: those for all modules, then the module's own."""
        return {**hooks_around(table), **self.__dict__[table]}

    def _before_forward(self, hook: ForwardHook, args: Any, kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if hook.with_kwargs:
            changed = hook.function(self, args, kwargs)
            if changed is None:
                return args, kwargs
            if not (isinstance(changed, tuple) and len(changed) == 2):
                raise RuntimeError(
                    f"forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {changed}."
                )
            return changed
        changed = hook.function(self, args)
        if changed is None:
            return args, kwargs
        return (changed if isinstance(changed, tuple) else (changed,)), kwargs

    def _after_forward(self, hook: ForwardHook, args: Any, kwargs: Any, result: Any) -> Any:
        extra = (args, kwargs) if hook.with_kwargs else (args,)
        changed = hook.function(self, *extra, result)
        return result if changed is None else changed

    def register_forward_pre_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> HookHandle:
        """Call a function before `forward`.

        Parameters
        ----------
        hook : callable
            ``hook(module, args)``; what it returns other than None takes the place of the positional arguments. With
            `with_kwargs` it is ``hook(module, args, kwargs)`` and returns None or new ``(args, kwargs)``.
        prepend : bool
            Whether it goes before the hooks that are there.

        Returns
        -------
        HookHandle
            Its ``remove()`` takes the hook off.
        """
        return register(self._forward_pre_hooks, ForwardHook(hook, with_kwargs), prepend)

    def register_forward_hook(
        self,
        hook: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> HookHandle:
        """Call a function after `forward`.

        Parameters
        ----------
        hook : callable
            ``hook(module, args, output)``, or with `with_kwargs` ``hook(module, args, kwargs, output)``; what it
            returns other than None takes the place of the output.
        prepend : bool
            Whether it goes before the hooks that are there.
        always_call : bool
            Whether it is also called if `forward` raises.

        Returns
        -------
        HookHandle
            Its ``remove()`` takes the hook off.
        """
        return register(self._forward_hooks, ForwardHook(hook, with_kwargs, always_call), prepend)

    def register_full_backward_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> HookHandle:
        """Call a function when the gradients of the module's outputs are known.

        Parameters
        ----------
        hook : callable
            ``hook(module, grad_output)`` with a tuple; what it returns other than None takes its place.
        prepend : bool
            Whether it goes before the hooks that are there.

        Returns
        -------
        HookHandle
            Its ``remove()`` takes the hook off.
        """
        return register(self._backward_pre_hooks, hook, prepend)

    def register_full_backward_hook(self, hook: Callable[..., Any], prepend: bool = False) -> HookHandle:
        """Call a function when the gradients of the module's inputs are known.

        Parameters
        ----------
        hook : callable
            ``hook(module, grad_input, grad_output)`` with tuples that have an entry per positional argument and per
            output; what it returns other than None takes the place of `grad_input`.
        prepend : bool
            Whether it goes before the hooks that are there.

        Returns
        -------
        HookHandle
            Its ``remove()`` takes the hook off.

        Examples
        --------
        >>> import arraygrad as ag
        >>> from arraygrad import nn
        >>> layer = nn.ReLU()
        >>> handle = layer.register_full_backward_hook(lambda module, grad_input, grad_output: print(grad_input))
        >>> layer(ag.tensor([-1.0, 1.0], requires_grad=True)).sum().backward()
        (tensor([0., 1.]),)
        """
        return register(self._backward_hooks, hook, prepend)
