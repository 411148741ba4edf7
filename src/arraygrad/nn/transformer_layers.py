"""The layers of which transformers consist."""

from __future__ import annotations

from collections.abc import Callable

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn.activation import GELU
from arraygrad.nn.dropout import Dropout
from arraygrad.nn.linear import Linear
from arraygrad.nn.module import Module
from arraygrad.nn.multihead_attention import MultiheadAttention
from arraygrad.nn.normalization import LayerNorm
from arraygrad.nn.rectifiers import ReLU
from arraygrad.tensor import Tensor

__all__ = ["Activation", "TransformerDecoderLayer", "TransformerEncoderLayer"]

#: A function of a tensor, or the name of one.
Activation = str | Callable[[Tensor], Tensor]


def _activation(activation: Activation) -> Callable[[Tensor], Tensor]:
    if not isinstance(activation, str):
        return activation
    if activation not in ("relu", "gelu"):
        raise RuntimeError(f"activation should be relu/gelu, not {activation}")
    function: Callable[[Tensor], Tensor] = getattr(F, activation)
    return function


class TransformerEncoderLayer(Module):
    """Self-attention and a network of two linear maps, each with normalisation and added to its input.

    It is the layer of Vaswani et al. (2017).

    Parameters
    ----------
    d_model : int
        Size of the last dimension of input and output.
    nhead : int
        Heads of the attention, a divisor of `d_model`.
    dim_feedforward : int
        Size between the two linear maps.
    dropout : float
        Probability with which elements are set to zero in training.
    activation : {"relu", "gelu"} or callable
        Between the two linear maps.
    layer_norm_eps : float
        Added to variances.
    batch_first : bool
        Whether a batch is (batch, length, size) instead of (length, batch, size).
    norm_first : bool
        Whether the input of the two parts is normalised (Xiong et al. 2020) instead of the sums.
    bias : bool
        Whether linear maps and normalisations have biases.
    device, dtype : optional
        Of the parameters.

    Raises
    ------
    RuntimeError
        If there is no activation of that name.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.TransformerEncoderLayer(8, 2, 16)(ag.zeros(5, 3, 8)).shape)
    (5, 3, 8)
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Activation = "relu",
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.self_attn = MultiheadAttention(
            d_model, nhead, dropout, bias, batch_first=batch_first, device=device, dtype=dtype
        )
        self.linear1 = Linear(d_model, dim_feedforward, bias, device, dtype)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias, device, dtype)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.activation = _activation(activation)

    @property
    def activation_relu_or_gelu(self) -> int:
        """1 if the activation is ReLU, 2 if it is GELU, else 0."""
        kinds = ((F.relu, ReLU), (F.gelu, GELU))
        found = (n for n, (f, cls) in enumerate(kinds, 1) if self.activation is f or isinstance(self.activation, cls))
        return next(found, 0)

    def forward(
        self,
        src: Tensor,
        src_mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        is_causal: bool = False,
    ) -> Tensor:
        """The layer's output, in the form of `src`; for the masks see `MultiheadAttention`."""

        def attention(x: Tensor) -> Tensor:
            x, _ = self.self_attn(
                x,
                x,
                x,
                attn_mask=src_mask,
                key_padding_mask=src_key_padding_mask,
                need_weights=False,
                is_causal=is_causal,
            )
            output: Tensor = self.dropout1(x)
            return output

        def feedforward(x: Tensor) -> Tensor:
            output: Tensor = self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))
            return output

        x = src
        for part, norm in ((attention, self.norm1), (feedforward, self.norm2)):
            x = x + part(norm(x)) if self.norm_first else norm(x + part(x))
        return x


class TransformerDecoderLayer(Module):
    """Self-attention, attention to a memory, and two linear maps, each normalised and added to its input.

    It is the layer of Vaswani et al. (2017).

    Parameters
    ----------
    d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias, device, dtype
        See `TransformerEncoderLayer`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.TransformerDecoderLayer(8, 2, 16)(ag.zeros(5, 3, 8), ag.zeros(7, 3, 8)).shape)
    (5, 3, 8)
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Activation = "relu",
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.self_attn = MultiheadAttention(
            d_model, nhead, dropout, bias, batch_first=batch_first, device=device, dtype=dtype
        )
        self.multihead_attn = MultiheadAttention(
            d_model, nhead, dropout, bias, batch_first=batch_first, device=device, dtype=dtype
        )
        self.linear1 = Linear(d_model, dim_feedforward, bias, device, dtype)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias, device, dtype)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        self.norm3 = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.dropout3 = Dropout(dropout)
        self.activation = _activation(activation)

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """The layer's output, in the form of `tgt`; for the masks see `MultiheadAttention`."""

        def attention(x: Tensor) -> Tensor:
            x, _ = self.self_attn(
                x,
                x,
                x,
                attn_mask=tgt_mask,
                key_padding_mask=tgt_key_padding_mask,
                need_weights=False,
                is_causal=tgt_is_causal,
            )
            output: Tensor = self.dropout1(x)
            return output

        def recollection(x: Tensor) -> Tensor:
            x, _ = self.multihead_attn(
                x,
                memory,
                memory,
                attn_mask=memory_mask,
                key_padding_mask=memory_key_padding_mask,
                need_weights=False,
                is_causal=memory_is_causal,
            )
            output: Tensor = self.dropout2(x)
            return output

        def feedforward(x: Tensor) -> Tensor:
            output: Tensor = self.dropout3(self.linear2(self.dropout(self.activation(self.linear1(x)))))
            return output

        x = tgt
        for part, norm in ((attention, self.norm1), (recollection, self.norm2), (feedforward, self.norm3)):
            x = x + part(norm(x)) if self.norm_first else norm(x + part(x))
        return x
