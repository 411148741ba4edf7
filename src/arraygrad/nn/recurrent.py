"""Recurrent networks."""

from __future__ import annotations

from typing import Any

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn.recurrence import State
from arraygrad.nn.recurrent_base import RNNBase

__all__ = ["GRU", "LSTM", "RNN", "RNNBase"]


class RNN(RNNBase):
    """Elman's recurrent network (1990): ``h[t] = tanh(W_ih @ x[t] + b_ih + W_hh @ h[t-1] + b_hh)``.

    Parameters
    ----------
    input_size, hidden_size, num_layers
        See `LSTM`.
    nonlinearity : {"tanh", "relu"}
    bias, batch_first, dropout, bidirectional, device, dtype
        See `LSTM`; the parameters have the same names, their first sizes are `hidden_size`.

    Raises
    ------
    ValueError
        If the nonlinearity is unknown, or an argument out of its range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> output, hidden = nn.RNN(10, 20, num_layers=2)(ag.zeros(5, 3, 10))
    >>> tuple(output.shape), tuple(hidden.shape)
    ((5, 3, 20), (2, 3, 20))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        mode = f"RNN_{nonlinearity.upper()}"
        super().__init__(
            mode, input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, 0, device, dtype
        )
        self.nonlinearity = nonlinearity


class LSTM(RNNBase):
    """Long short-term memory (Hochreiter and Schmidhuber 1997), if asked with projected outputs (Sak et al. 2014).

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes of the last dimension of the input and of the state.
    num_layers : int
        How many networks there are, each of which takes the outputs of the one before.
    bias : bool
        Whether there are biases.
    batch_first : bool
        Whether a batch is (batch, steps, size) instead of (steps, batch, size); the states are not concerned.
    dropout : float
        Probability with which outputs of all layers but the last are set to zero in training.
    bidirectional : bool
        Whether each layer has a second network that goes from the last step to the first; their outputs are joined.
    proj_size : int
        If not zero, the outputs are multiplied by a matrix that makes them of this size.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight_ih_l0, weight_hh_l0 : Parameter
        Of shapes (4 * hidden_size, input_size) and (4 * hidden_size, hidden_size or proj_size): the rows of the input
        gate, the forget gate, the new values and the output gate. There are further ones with the number of the layer,
        and with ``_reverse`` at the end. At first all are spread evenly over ``+-1/sqrt(hidden_size)``.
    bias_ih_l0, bias_hh_l0 : Parameter
        Of shape (4 * hidden_size,), if there are biases.
    weight_hr_l0 : Parameter
        Of shape (proj_size, hidden_size), if there is a projection.

    Raises
    ------
    ValueError, TypeError
        If an argument is out of its range or of another type.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> output, (hidden, cell) = nn.LSTM(10, 20, num_layers=2, bidirectional=True)(ag.zeros(5, 3, 10))
    >>> tuple(output.shape), tuple(hidden.shape), tuple(cell.shape)
    ((5, 3, 40), (4, 3, 20), (4, 3, 20))
    """

    _state_names = ("hx", "cx")

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        sizes = (input_size, hidden_size, num_layers)
        super().__init__("LSTM", *sizes, bias, batch_first, dropout, bidirectional, proj_size, device, dtype)

    def _parts(self, hx: Any) -> State:
        hidden, cell = hx
        return hidden, cell

    def _whole(self, state: State) -> Any:
        return state


class GRU(RNNBase):
    """Gated recurrent units (Cho et al. 2014), with the reset after the product.

    Parameters
    ----------
    input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, device, dtype
        See `LSTM`; the parameters have the same names, their first sizes are ``3 * hidden_size``: the rows of the
        reset gate, the update gate and the new values.

    Raises
    ------
    ValueError, TypeError
        If an argument is out of its range or of another type.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> output, hidden = nn.GRU(10, 20, batch_first=True)(ag.zeros(3, 5, 10))
    >>> tuple(output.shape), tuple(hidden.shape)
    ((3, 5, 20), (1, 3, 20))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        sizes = (input_size, hidden_size, num_layers)
        super().__init__("GRU", *sizes, bias, batch_first, dropout, bidirectional, 0, device, dtype)
