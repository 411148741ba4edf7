"""`Variable`: what a tensor that records was called once."""

from __future__ import annotations

import warnings
from typing import Any

from arraygrad.tensor import Tensor

__all__ = ["Variable"]


class VariableType(type):
    """The class of `Variable`: every tensor is one, and calling it gives a tensor."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor)

    def __call__(cls, data: Tensor | None = None, requires_grad: bool = False, volatile: Any = None) -> Tensor:
        """A tensor over the memory of another one, outside its graph."""
        if volatile is not None:
            warnings.warn(
                "volatile was removed and now has no effect. Use `with torch.no_grad():` instead.", stacklevel=2
            )
        if data is None:
            data = Tensor()
        if not isinstance(data, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(data).__name__}")
        made = data.detach()
        made.requires_grad = requires_grad
        return made


class Variable(metaclass=VariableType):
    """A tensor, by the name that those which record had before PyTorch 0.4.

    Parameters
    ----------
    data : Tensor, optional
        Whose memory to share; without it the result is empty.
    requires_grad : bool
    volatile : optional
        Warns: use ``no_grad``.

    Returns
    -------
    Tensor
        Not of this class: ``isinstance(x, Variable)`` is true of every tensor.

    Raises
    ------
    TypeError
        If `data` is not a tensor.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.autograd import Variable
    >>> x = Variable(ag.ones(2), requires_grad=True)
    >>> x, isinstance(x, Variable)
    (tensor([1., 1.], requires_grad=True), True)
    """
