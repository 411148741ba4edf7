"""More elements around the input, as modules. Each applies `nn.functional.pad`."""

from __future__ import annotations

from collections.abc import Sequence

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.nn.sizes import per_dim
from arraygrad.tensor import Tensor

__all__ = [
    "CircularPad1d",
    "CircularPad2d",
    "CircularPad3d",
    "ConstantPad1d",
    "ConstantPad2d",
    "ConstantPad3d",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReflectionPad3d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ReplicationPad3d",
    "ZeroPad1d",
    "ZeroPad2d",
    "ZeroPad3d",
]


class _Pad(Module):
    """What the modules of this file share.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after, the last dimension first; a single number for all sides.
    """

    dims: int
    mode: str

    def __init__(self, padding: int | Sequence[int]) -> None:
        super().__init__()
        self.padding = per_dim(padding, 2 * self.dims)

    def forward(self, input: Tensor) -> Tensor:
        """The padded input."""
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _ConstantPadNd(_Pad):
    """Padding with a value.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after, the last dimension first; a single number for all sides.
    value : float
        What is added.
    """

    mode = "constant"

    def __init__(self, padding: int | Sequence[int], value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, input: Tensor) -> Tensor:
        """The padded input."""
        return F.pad(input, self.padding, self.mode, self.value)

    def extra_repr(self) -> str:
        return f"padding={self.padding}, value={self.value}"


class _ZeroPad(_ConstantPadNd):
    def __init__(self, padding: int | Sequence[int]) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _ReflectionPadNd(_Pad):
    mode = "reflect"


class _ReplicationPadNd(_Pad):
    mode = "replicate"


class _CircularPadNd(_Pad):
    mode = "circular"

    def forward(self, input: Tensor) -> Tensor:
        """The padded input."""
        expected = (self.dims + 1, self.dims + 2)
        if input.ndim not in expected:
            raise ValueError(f"expected {expected[0]}D or {expected[1]}D input (got {input.ndim}D input)")
        return super().forward(input)


class ConstantPad1d(_ConstantPadNd):
    """Around the last dimension, a given value.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after; a single number for both.
    value : float
        What is added.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.ConstantPad1d(1, 7.0)(ag.tensor([[1.0, 2.0, 3.0]])).tolist()
    [[7.0, 1.0, 2.0, 3.0, 7.0]]
    """

    dims = 1


class ConstantPad2d(_ConstantPadNd):
    """Around the last two dimensions, a given value; the parameters are those of `ConstantPad1d`.

    `padding` has 4 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ConstantPad2d((1, 2, 0, 1), 7.0)(ag.zeros(1, 3, 3)).shape)
    (1, 4, 6)
    """

    dims = 2


class ConstantPad3d(_ConstantPadNd):
    """Around the last three dimensions, a given value; the parameters are those of `ConstantPad1d`.

    `padding` has 6 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ConstantPad3d((1, 2, 0, 0, 0, 1), 7.0)(ag.zeros(1, 3, 3, 3)).shape)
    (1, 4, 3, 6)
    """

    dims = 3


class ZeroPad1d(_ZeroPad):
    """Around the last dimension, zeros.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after; a single number for both.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.ZeroPad1d(1)(ag.tensor([[1.0, 2.0, 3.0]])).tolist()
    [[0.0, 1.0, 2.0, 3.0, 0.0]]
    """

    dims = 1


class ZeroPad2d(_ZeroPad):
    """Around the last two dimensions, zeros; the parameters are those of `ZeroPad1d`.

    `padding` has 4 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ZeroPad2d((1, 2, 0, 1))(ag.zeros(1, 3, 3)).shape)
    (1, 4, 6)
    """

    dims = 2


class ZeroPad3d(_ZeroPad):
    """Around the last three dimensions, zeros; the parameters are those of `ZeroPad1d`.

    `padding` has 6 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ZeroPad3d((1, 2, 0, 0, 0, 1))(ag.zeros(1, 3, 3, 3)).shape)
    (1, 4, 3, 6)
    """

    dims = 3


class ReflectionPad1d(_ReflectionPadNd):
    """Around the last dimension, the elements mirrored at the edge.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after; a single number for both.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.ReflectionPad1d(1)(ag.tensor([[1.0, 2.0, 3.0]])).tolist()
    [[2.0, 1.0, 2.0, 3.0, 2.0]]
    """

    dims = 1


class ReflectionPad2d(_ReflectionPadNd):
    """Around the last two dimensions, the elements mirrored at the edge; parameters as for `ReflectionPad1d`.

    `padding` has 4 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ReflectionPad2d((1, 2, 0, 1))(ag.zeros(1, 3, 3)).shape)
    (1, 4, 6)
    """

    dims = 2


class ReflectionPad3d(_ReflectionPadNd):
    """Around the last three dimensions, the elements mirrored at the edge; parameters as for `ReflectionPad1d`.

    `padding` has 6 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ReflectionPad3d((1, 2, 0, 0, 0, 1))(ag.zeros(1, 3, 3, 3)).shape)
    (1, 4, 3, 6)
    """

    dims = 3


class ReplicationPad1d(_ReplicationPadNd):
    """Around the last dimension, copies of the edge.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after; a single number for both.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.ReplicationPad1d(1)(ag.tensor([[1.0, 2.0, 3.0]])).tolist()
    [[1.0, 1.0, 2.0, 3.0, 3.0]]
    """

    dims = 1


class ReplicationPad2d(_ReplicationPadNd):
    """Around the last two dimensions, copies of the edge; the parameters are those of `ReplicationPad1d`.

    `padding` has 4 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ReplicationPad2d((1, 2, 0, 1))(ag.zeros(1, 3, 3)).shape)
    (1, 4, 6)
    """

    dims = 2


class ReplicationPad3d(_ReplicationPadNd):
    """Around the last three dimensions, copies of the edge; the parameters are those of `ReplicationPad1d`.

    `padding` has 6 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ReplicationPad3d((1, 2, 0, 0, 0, 1))(ag.zeros(1, 3, 3, 3)).shape)
    (1, 4, 3, 6)
    """

    dims = 3


class CircularPad1d(_CircularPadNd):
    """Around the last dimension, the elements at the opposite end.

    Parameters
    ----------
    padding : int or sequence of int
        Elements before and after; a single number for both.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.CircularPad1d(1)(ag.tensor([[1.0, 2.0, 3.0]])).tolist()
    [[3.0, 1.0, 2.0, 3.0, 1.0]]
    """

    dims = 1


class CircularPad2d(_CircularPadNd):
    """Around the last two dimensions, the elements at the opposite end; the parameters are those of `CircularPad1d`.

    `padding` has 4 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.CircularPad2d((1, 2, 0, 1))(ag.zeros(1, 3, 3)).shape)
    (1, 4, 6)
    """

    dims = 2


class CircularPad3d(_CircularPadNd):
    """Around the last three dimensions, the elements at the opposite end; the parameters are those of `CircularPad1d`.

    `padding` has 6 numbers, before and after, the last dimension first; or one for all sides.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.CircularPad3d((1, 2, 0, 0, 0, 1))(ag.zeros(1, 3, 3, 3)).shape)
    (1, 4, 3, 6)
    """

    dims = 3
