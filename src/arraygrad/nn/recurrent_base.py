"""What recurrent networks have in common."""

from __future__ import annotations

import math
import numbers
import warnings
from typing import Any, ClassVar

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.nn.recurrence import State, Step, gru_step, lstm_step, relu_step, run_backwards, run_forwards, tanh_step
from arraygrad.nn.utils.rnn import PackedSequence
from arraygrad.tensor import Tensor

__all__ = ["RNNBase"]

#: The step of each mode, and of how many linear maps it consists.
_MODES: dict[str, tuple[Step, int]] = {
    "RNN_TANH": (tanh_step, 1),
    "RNN_RELU": (relu_step, 1),
    "LSTM": (lstm_step, 4),
    "GRU": (gru_step, 3),
}


def _require_type(kind: type, **arguments: Any) -> None:
    for name, value in arguments.items():
        if not isinstance(value, kind):
            raise TypeError(f"{name} should be of type {kind.__name__}, got: {type(value).__name__}")


class RNNBase(Module):
    """What the recurrent networks have in common: layers, directions, and the forms of the input.

    Parameters
    ----------
    mode : {"RNN_TANH", "RNN_RELU", "LSTM", "GRU"}
        What happens at a step.
    input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size, device, dtype
        See `LSTM`.
    """

    #: What the parts of the state are called in messages.
    _state_names: ClassVar[tuple[str, ...]] = ("hx",)

    mode: str
    input_size: int
    hidden_size: int
    num_layers: int
    bias: bool
    batch_first: bool
    dropout: float
    bidirectional: bool
    proj_size: int

    def __init__(
        self,
        mode: str,
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
        super().__init__()
        if not isinstance(dropout, numbers.Real) or isinstance(dropout, bool) or not 0 <= dropout <= 1:
            raise ValueError(
                "dropout should be a number in range [0, 1] representing the probability of an element being zeroed, "
                f"but got {dropout}"
            )
        if dropout > 0 and num_layers == 1:
            warnings.warn(
                "dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
                f"num_layers greater than 1, but got dropout={dropout} and num_layers={num_layers}",
                stacklevel=3,
            )
        _require_type(bool, bias=bias, batch_first=batch_first)
        _require_type(int, input_size=input_size, hidden_size=hidden_size)
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size), ("num_layers", num_layers)):
            if size <= 0:
                raise ValueError(f"{name} must be greater than zero, but got {size}")
        if proj_size < 0:
            raise ValueError(
                f"proj_size should be a positive integer or zero to disable projections, but got {proj_size}"
            )
        if proj_size >= hidden_size:
            raise ValueError(f"proj_size has to be smaller than hidden_size, but got {proj_size} and {hidden_size}")
        if mode not in _MODES:
            raise ValueError(f"Unrecognized RNN mode: {mode}")
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size

        rows, width = _MODES[mode][1] * hidden_size, proj_size or hidden_size
        directions = ("", "_reverse") if bidirectional else ("",)
        self._all_weights: list[list[str]] = []
        for layer in range(num_layers):
            shapes: dict[str, tuple[int, ...]] = {
                "weight_ih": (rows, input_size if layer == 0 else width * len(directions)),
                "weight_hh": (rows, width),
            }
            if bias:
                shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
            if proj_size:
                shapes["weight_hr"] = (proj_size, hidden_size)
            for direction in directions:
                names = {f"{name}_l{layer}{direction}": shape for name, shape in shapes.items()}
                for name, shape in names.items():
                    self.register_parameter(name, Parameter(ag.empty(shape, device=device, dtype=dtype)))
                self._all_weights.append(list(names))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the parameters anew."""
        bound = 1 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each direction of each layer."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self) -> None:
        """Change nothing: the parameters need no common storage here. Programs for PyTorch on CUDA call it."""

    # -- the forms of the input and of the state -----------------------------------------------------------------
    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Outputs of the last layer for all steps, and the last state of each layer and direction.

        Parameters
        ----------
        input : Tensor or PackedSequence
            Shape (steps, batch, input_size), (batch, steps, input_size) with `batch_first`, or (steps, input_size).
        hx : Tensor or tuple of Tensor, optional
            The first state, shape (num_layers * directions, batch, hidden_size), without the batch if the input has
            none; zeros if not given. It is a pair (hidden, cell) for an LSTM.

        Returns
        -------
        output : Tensor or PackedSequence
            In the form of the input, with a last dimension of size ``directions * hidden_size``.
        state : Tensor or tuple of Tensor
            In the form of `hx`.

        Raises
        ------
        ValueError, RuntimeError
            If the input or the state does not have the number of dimensions, the sizes or the dtype that it should.
        """
        state = None if hx is None else self._parts(hx)
        if isinstance(input, PackedSequence):
            data, batch_sizes, order, way_back = input
            self._check_input(data, 2)
            state = self._first_state(state, data, batch_sizes.tolist()[0], 3, order)
            data, state = self._layers(data, batch_sizes.tolist(), state)
            if way_back is not None:
                state = tuple(part.index_select(1, way_back) for part in state)
            return PackedSequence(data, batch_sizes, order, way_back), self._whole(state)

        dimensions = input.ndim
        if dimensions not in (2, 3):
            raise ValueError(f"{type(self).__name__}: Expected input to be 2D or 3D, got {dimensions}D instead")
        steps_first = not self.batch_first or dimensions == 2
        data = input.unsqueeze(1) if dimensions == 2 else input if steps_first else input.transpose(0, 1)
        self._check_input(data, 3)
        steps, batch = data.shape[:2]
        if steps == 0:
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        state = self._first_state(state, data, batch, dimensions, None)
        data, state = self._layers(data.reshape(steps * batch, self.input_size), [batch] * steps, state)
        if dimensions == 2:
            return data, self._whole(tuple(part.squeeze(1) for part in state))
        data = data.reshape(steps, batch, data.shape[-1])
        return (data if steps_first else data.transpose(0, 1)), self._whole(state)

    def _parts(self, hx: Any) -> State:
        return (hx,)

    def _whole(self, state: State) -> Any:
        return state[0]

    def _check_input(self, data: Tensor, dimensions: int) -> None:
        weight: Parameter = getattr(self, self._all_weights[0][0])
        if data.dtype != weight.dtype:
            raise ValueError(
                f"RNN input dtype ({data.dtype}) does not match weight dtype ({weight.dtype}). Convert input: "
                f"input.to({weight.dtype}), or convert model: model.to({data.dtype})"
            )
        if data.ndim != dimensions:
            raise RuntimeError(f"input must have {dimensions} dimensions, got {data.ndim}")
        if data.shape[-1] != self.input_size:
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {data.shape[-1]}"
            )

    def _first_state(
        self, state: State | None, data: Tensor, batch: int, dimensions: int, order: Tensor | None
    ) -> State:
        """The given state with a batch, in the order of the packed sequences; zeros if there is none."""
        rows = self.num_layers * (2 if self.bidirectional else 1)
        shapes = [(rows, batch, width) for width in (self.proj_size or self.hidden_size, self.hidden_size)]
        shapes = shapes[: len(self._state_names)]
        if state is None:
            return tuple(ag.zeros(shape, dtype=data.dtype, device=data.device) for shape in shapes)
        if any(part.ndim != dimensions for part in state):
            raise RuntimeError(
                f"For {'batched' if dimensions == 3 else 'unbatched'} {dimensions}-D input, "
                f"{' and '.join(self._state_names)} should also be {dimensions}-D but got "
                f"{', '.join(f'{part.ndim}-D' for part in state)} tensor{'s' if len(state) > 1 else ''}"
            )
        if dimensions == 2:
            state = tuple(part.unsqueeze(1) for part in state)
        for number, (part, shape) in enumerate(zip(state, shapes, strict=True)):
            if tuple(part.shape) != shape:
                which = f"hidden[{number}]" if len(shapes) > 1 else "hidden"
                raise RuntimeError(f"Expected {which} size {shape}, got {list(part.shape)}")
        return state if order is None else tuple(part.index_select(1, order) for part in state)

    # -- the computation -----------------------------------------------------------------------------------------
    def _layers(self, data: Tensor, sizes: list[int], state: State) -> tuple[Tensor, State]:
        """Outputs and last states from the rows of all steps, `sizes` of them at each."""
        step = _MODES[self.mode][0]
        directions = 2 if self.bidirectional else 1
        last: list[State] = []
        for layer in range(self.num_layers):
            outputs = []
            for run in (run_forwards, run_backwards)[:directions]:
                number = len(last)
                weights: list[Any] = [getattr(self, name) for name in self._all_weights[number]]
                projection = weights.pop() if self.proj_size else None
                weight_ih, weight_hh, bias_ih, bias_hh = weights if self.bias else (*weights, None, None)
                projected = F.linear(data, weight_ih, bias_ih).split(sizes)
                results, end = run(
                    step, projected, tuple(part[number] for part in state), weight_hh, bias_hh, projection
                )
                outputs.append(ag.cat(results))
                last.append(end)
            data = outputs[0] if directions == 1 else ag.cat(outputs, -1)
            if layer < self.num_layers - 1:
                data = F.dropout(data, self.dropout, self.training)
        return data, tuple(ag.stack(parts) for parts in zip(*last, strict=True))

    def extra_repr(self) -> str:
        usual = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        shown = [f"{name}={getattr(self, name)}" for name, value in usual.items() if getattr(self, name) != value]
        return ", ".join([str(self.input_size), str(self.hidden_size), *shown])
