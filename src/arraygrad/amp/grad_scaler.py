"""Scaling the loss, so that gradients in float16 do not vanish."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from arraygrad.amp.settings import known
from arraygrad.autograd import no_grad
from arraygrad.backend import available
from arraygrad.dtypes import finfo, float16, float32
from arraygrad.functions import isfinite, tensor
from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from arraygrad.optim import Optimizer

__all__ = ["GradScaler", "OptState"]


class OptState(Enum):
    """What has been done with an optimizer since the last update of the scale."""

    READY = 0
    UNSCALED = 1
    STEPPED = 2


class GradScaler:
    """Multiplies losses by a scale, divides gradients by it, and leaves out steps with infinite gradients or NaN.

    The scale shrinks whenever a step was left out, and grows after a number of steps that were not.

    Parameters
    ----------
    device : str
        Type of the device that the model is on.
    init_scale : float
    growth_factor : float
        What the scale is multiplied by after `growth_interval` successful steps; above 1.
    backoff_factor : float
        What it is multiplied by when a step was left out; below 1.
    growth_interval : int
    enabled : bool
        False makes all methods do nothing, and `step` that of the optimizer.

    Warns
    -----
    UserWarning
        If the device cannot be used: the scaler is then not enabled.

    Examples
    --------
    >>> import arraygrad as ag
    >>> w = ag.ones(2, requires_grad=True)
    >>> optimizer = ag.optim.SGD([w], lr=0.5)
    >>> scaler = ag.amp.GradScaler("cpu", init_scale=1024.0)
    >>> scaler.scale(w.sum()).backward()
    >>> w.grad
    tensor([1024., 1024.])
    >>> scaler.step(optimizer)
    >>> scaler.update()
    >>> w
    tensor([0.5000, 0.5000], requires_grad=True)
    """

    def __init__(
        self,
        device: str = "cuda",
        init_scale: float = 2.0**16,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None:
        self._device = known(device)
        reason = available(device) if enabled else None
        if reason is not None:
            warnings.warn(f"GradScaler is enabled, but '{device}' is not available: {reason}. Disabling.", stacklevel=2)
        self._enabled = enabled and reason is None
        if self._enabled:
            if not growth_factor > 1.0:
                raise AssertionError("The growth factor must be > 1.0.")
            if not backoff_factor < 1.0:
                raise AssertionError("The backoff factor must be < 1.0.")
        self._scale = _number(init_scale)
        self._growth_factor = growth_factor
        self._backoff_factor = backoff_factor
        self._growth_interval = growth_interval
        self._growth_tracker = 0
        self._stages: dict[int, OptState] = {}
        #: Whether an optimizer's gradients are finite, since the last update.
        self._finite: dict[int, bool] = {}

    def scale(self, outputs: Any) -> Any:
        """A tensor, or each of an iterable of them, multiplied by the scale.

        Raises
        ------
        ValueError
            If there is something else in `outputs`.
        """
        if not self._enabled:
            return outputs
        if isinstance(outputs, Tensor):
            return outputs * self._scale.item()
        if isinstance(outputs, Iterable) and not isinstance(outputs, (str, bytes)):
            made = map(self.scale, outputs)
            return type(outputs)(made) if isinstance(outputs, (list, tuple)) else made
        raise ValueError("outputs must be a Tensor or an iterable of Tensors")

    def unscale_(self, optimizer: Optimizer) -> None:
        """Divide the gradients of an optimizer's parameters by the scale, for example to clip them before the step.

        Raises
        ------
        RuntimeError
            If it has been called for this optimizer, or `step` has, since the last `update`.
        ValueError
            If a gradient is in float16: parameters belong in float32.
        """
        if not self._enabled:
            return
        stage = self._stages.get(id(optimizer), OptState.READY)
        if stage is OptState.UNSCALED:
            raise RuntimeError("unscale_() has already been called on this optimizer since the last update().")
        if stage is OptState.STEPPED:
            raise RuntimeError("unscale_() is being called after step().")
        gradients = [p.grad for group in optimizer.param_groups for p in group["params"] if p.grad is not None]
        if any(g.dtype is float16 for g in gradients):
            raise ValueError("Attempting to unscale FP16 gradients.")
        inverse = self._scale.double().reciprocal().float().item()
        with no_grad():
            for g in gradients:
                g.mul_(inverse)
            found = [isfinite(g).all() for g in gradients]
        if found:
            self._finite[id(optimizer)] = all(map(bool, found))
        self._stages[id(optimizer)] = OptState.UNSCALED

    def step(self, optimizer: Optimizer, *args: Any, **kwargs: Any) -> Any:
        """The optimizer's step, unless a gradient is infinite or NaN; gradients are unscaled first if they are not.

        Returns
        -------
        object
            What the optimizer's step returns; None if it was left out.

        Raises
        ------
        RuntimeError
            If it has been called for this optimizer since the last `update`, or a closure is given.
        AssertionError
            If the optimizer's parameters have no gradients.
        """
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs:
            raise RuntimeError("Closure use is not currently supported if GradScaler is enabled.")
        stage = self._stages.get(id(optimizer), OptState.READY)
        if stage is OptState.STEPPED:
            raise RuntimeError("step() has already been called since the last update().")
        if stage is OptState.READY:
            self.unscale_(optimizer)
        if id(optimizer) not in self._finite:
            raise AssertionError("No inf checks were recorded for this optimizer.")
        result = optimizer.step(*args, **kwargs) if self._finite[id(optimizer)] else None
        self._stages[id(optimizer)] = OptState.STEPPED
        return result

    def update(self, new_scale: float | Tensor | None = None) -> None:
        """Adapt the scale to how the steps went, or set it; once at the end of each iteration.

        Raises
        ------
        AssertionError
            If no gradients were unscaled since the last update.
        """
        if not self._enabled:
            return
        if new_scale is not None:
            self._scale = _number(new_scale.item() if isinstance(new_scale, Tensor) else new_scale)
        elif not self._finite:
            raise AssertionError("No inf checks were recorded prior to update.")
        elif not all(self._finite.values()):
            self._scale = _number(self._scale.item() * self._backoff_factor)
            self._growth_tracker = 0
        else:
            self._growth_tracker += 1
            if self._growth_tracker == self._growth_interval:
                grown = self._scale.item() * self._growth_factor
                if grown <= finfo(float32).max:
                    self._scale = _number(grown)
                self._growth_tracker = 0
        self._stages.clear()
        self._finite.clear()

    def get_scale(self) -> float:
        """The scale; 1.0 if not enabled."""
        return float(self._scale.item()) if self._enabled else 1.0

    def get_growth_factor(self) -> float:
        """What the scale is multiplied by when it grows."""
        return self._growth_factor

    def set_growth_factor(self, new_factor: float) -> None:
        """Set what the scale is multiplied by when it grows."""
        self._growth_factor = new_factor

    def get_backoff_factor(self) -> float:
        """What the scale is multiplied by when a step was left out."""
        return self._backoff_factor

    def set_backoff_factor(self, new_factor: float) -> None:
        """Set what the scale is multiplied by when a step was left out."""
        self._backoff_factor = new_factor

    def get_growth_interval(self) -> int:
        """After how many successful steps the scale grows."""
        return self._growth_interval

    def set_growth_interval(self, new_interval: int) -> None:
        """Set after how many successful steps the scale grows."""
        self._growth_interval = new_interval

    def is_enabled(self) -> bool:
        """Whether the scaler does anything."""
        return self._enabled

    def state_dict(self) -> dict[str, Any]:
        """Scale, factors, interval and count of successful steps, for a checkpoint; empty if not enabled."""
        if not self._enabled:
            return {}
        return {
            "scale": self.get_scale(),
            "growth_factor": self._growth_factor,
            "backoff_factor": self._backoff_factor,
            "growth_interval": self._growth_interval,
            "_growth_tracker": self._growth_tracker,
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict` gave.

        Raises
        ------
        RuntimeError
            If it is empty.
        """
        if not self._enabled:
            return
        if not state_dict:
            raise RuntimeError(
                "The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler."
            )
        self._scale = _number(state_dict["scale"])
        self._growth_factor = state_dict["growth_factor"]
        self._backoff_factor = state_dict["backoff_factor"]
        self._growth_interval = state_dict["growth_interval"]
        self._growth_tracker = state_dict["_growth_tracker"]


def _number(scale: float) -> Tensor:
    """A scale in float32, as the arithmetic on it is."""
    return tensor(scale, dtype=float32, device="cpu")
