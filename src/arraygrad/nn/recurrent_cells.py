"""Single steps of recurrent networks."""

from __future__ import annotations

import math

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.nn.recurrence import State, Step, gru_step, lstm_step, relu_step, tanh_step
from arraygrad.tensor import Tensor

__all__ = ["GRUCell", "LSTMCell", "RNNCell", "RNNCellBase"]


class RNNCellBase(Module):
    """What the cells have in common: weights for `num_chunks` linear maps of the input and of the state."""

    weight_ih: Parameter
    weight_hh: Parameter
    bias_ih: Parameter | None
    bias_hh: Parameter | None

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool,
        num_chunks: int,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(ag.empty((rows, input_size), device=device, dtype=dtype))
        self.weight_hh = Parameter(ag.empty((rows, hidden_size), device=device, dtype=dtype))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, Parameter(ag.empty(rows, device=device, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the parameters anew."""
        bound = 1 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    def extra_repr(self) -> str:
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else f", bias={self.bias}")

    def _check(self, input: Tensor, state: State, names: tuple[str, ...]) -> None:
        for name, part in (("input", input), *zip(names, state, strict=True)):
            if part.ndim not in (1, 2):
                what = "hidden" if name == "hx" else name
                raise ValueError(f"{type(self).__name__}: Expected {what} to be 1D or 2D, got {part.ndim}D instead")
        if input.shape[-1] != self.input_size:
            raise RuntimeError(f"input has inconsistent input_size: got {input.shape[-1]} expected {self.input_size}")
        for number, part in enumerate(state):
            if part.shape[:-1] != input.shape[:-1]:
                raise RuntimeError(
                    f"Input batch size {list(input.shape[:-1])} doesn't match hidden{number} batch size "
                    f"{list(part.shape[:-1])}"
                )
            if part.shape[-1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden{number} has inconsistent hidden_size: got {part.shape[-1]}, expected {self.hidden_size}"
                )

    def _next(self, step: Step, input: Tensor, state: State | None, names: tuple[str, ...]) -> State:
        """The next state, one of zeros being the first."""
        if state is None:
            zeros = ag.zeros((*input.shape[:-1], self.hidden_size), dtype=input.dtype, device=input.device)
            state = (zeros,) * len(names)
        self._check(input, state, names)
        return step(F.linear(input, self.weight_ih, self.bias_ih), state, self.weight_hh, self.bias_hh, None)


class RNNCell(RNNCellBase):
    """A step of Elman's network (1990): ``tanh(W_ih @ x + b_ih + W_hh @ h + b_hh)``.

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes of the last dimension of the input and of the state.
    bias : bool
        Whether there are biases.
    nonlinearity : {"tanh", "relu"}
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight_ih, weight_hh : Parameter
        Of shapes (hidden_size, input_size) and (hidden_size, hidden_size), at first spread evenly over
        ``+-1/sqrt(hidden_size)``, like the biases.
    bias_ih, bias_hh : Parameter or None
        Of shape (hidden_size,).

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.RNNCell(10, 20)(ag.zeros(3, 10)).shape)
    (3, 20)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """The next state from an input of shape (batch, input_size) or (input_size,) and the state, zeros if None."""
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        step = tanh_step if self.nonlinearity == "tanh" else relu_step
        return self._next(step, input, None if hx is None else (hx,), ("hx",))[0]

    def extra_repr(self) -> str:
        text = super().extra_repr()
        return text if self.nonlinearity == "tanh" else f"{text}, nonlinearity={self.nonlinearity}"


class LSTMCell(RNNCellBase):
    """A step of a long short-term memory (Hochreiter and Schmidhuber 1997).

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes of the last dimension of the input and of the state.
    bias : bool
        Whether there are biases.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight_ih, weight_hh : Parameter
        Of shapes (4 * hidden_size, input_size) and (4 * hidden_size, hidden_size): the rows of the input gate, the
        forget gate, the new values and the output gate. At first all parameters are spread evenly over
        ``+-1/sqrt(hidden_size)``.
    bias_ih, bias_hh : Parameter or None
        Of shape (4 * hidden_size,).

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> hidden, cell = nn.LSTMCell(10, 20)(ag.zeros(3, 10))
    >>> tuple(hidden.shape), tuple(cell.shape)
    ((3, 20), (3, 20))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell from an input of shape (batch, input_size) or (input_size,) and the last."""
        hidden, cell = self._next(lstm_step, input, hx, ("hx[0]", "hx[1]"))
        return hidden, cell


class GRUCell(RNNCellBase):
    """A step of gated recurrent units (Cho et al. 2014).

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes of the last dimension of the input and of the state.
    bias : bool
        Whether there are biases.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight_ih, weight_hh : Parameter
        Of shapes (3 * hidden_size, input_size) and (3 * hidden_size, hidden_size): the rows of the reset gate, the
        update gate and the new values. At first all parameters are spread evenly over ``+-1/sqrt(hidden_size)``.
    bias_ih, bias_hh : Parameter or None
        Of shape (3 * hidden_size,).

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.GRUCell(10, 20)(ag.zeros(3, 10)).shape)
    (3, 20)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """The next state from an input of shape (batch, input_size) or (input_size,) and the state, zeros if None."""
        return self._next(gru_step, input, None if hx is None else (hx,), ("hx",))[0]
