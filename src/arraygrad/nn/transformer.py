"""Transformers."""

from __future__ import annotations

import copy
import math

import arraygrad.functions as ag
from arraygrad.autograd import is_grad_enabled
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import init
from arraygrad.nn.containers import ModuleList
from arraygrad.nn.module import Module
from arraygrad.nn.normalization import LayerNorm
from arraygrad.nn.transformer_layers import Activation, TransformerDecoderLayer, TransformerEncoderLayer
from arraygrad.tensor import Tensor

__all__ = ["Transformer", "TransformerDecoder", "TransformerEncoder"]


def _copies(module: Module, number: int) -> ModuleList:
    return ModuleList([copy.deepcopy(module) for _ in range(number)])


def _may_skip_padding(layer: Module) -> bool:
    """Whether PyTorch leaves out the padding for layers like this one."""
    return (
        isinstance(layer, TransformerEncoderLayer)
        and not layer.norm_first
        and layer.self_attn.batch_first
        and layer.self_attn.in_proj_bias is not None
        and layer.self_attn.num_heads % 2 == 0
        and layer.activation_relu_or_gelu != 0
        and layer.norm1.eps == layer.norm2.eps
    )


class TransformerEncoder(Module):
    """Several encoder layers one after the other (Vaswani et al. 2017).

    Parameters
    ----------
    encoder_layer : TransformerEncoderLayer
        It is copied, with the values of its parameters.
    num_layers : int
    norm : Module, optional
        Applied to the output of the last layer.
    enable_nested_tensor : bool
        Whether outputs at padded places are zero in evaluation, where nothing is recorded: as in PyTorch if the layers
        are `TransformerEncoderLayer` with `batch_first`, biases, an even number of heads, "relu" or "gelu", one
        `layer_norm_eps` and not `norm_first`, and the padding is the only mask. Else they are computed like others.
    mask_check : bool
        Whether that is so only if all padding is at the ends of the sequences.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), num_layers=3)
    >>> tuple(encoder(ag.zeros(5, 3, 8)).shape)
    (5, 3, 8)
    """

    def __init__(
        self,
        encoder_layer: Module,
        num_layers: int,
        norm: Module | None = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = _copies(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        self.use_nested_tensor = enable_nested_tensor and _may_skip_padding(encoder_layer)
        self.mask_check = mask_check

    def _skips_padding(self, src: Tensor, mask: Tensor | None) -> bool:
        if not self.use_nested_tensor or mask is not None or src.ndim != 3 or self.layers[0].training:
            return False
        return not (is_grad_enabled() and any(t.requires_grad for t in (src, *self.layers[0].parameters())))

    def forward(
        self,
        src: Tensor,
        mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        is_causal: bool | None = None,
    ) -> Tensor:
        """The output of the last layer, in the form of `src`; for the masks see `MultiheadAttention`.

        Only if `is_causal` is true is `mask` taken to be the causal mask without a look at it.
        """
        output, padding, skipped = src, src_key_padding_mask, None
        if padding is not None and self._skips_padding(src, mask):
            skipped = padding.bool()
            if self.mask_check:
                skipped = skipped & (skipped[:, 1:] | ~skipped[:, :-1]).all()
            if padding.is_floating_point():
                padding = padding.masked_fill(skipped, -math.inf)
        for layer in self.layers:
            output = layer(output, src_mask=mask, is_causal=bool(is_causal), src_key_padding_mask=padding)
        if skipped is not None:
            output = output.masked_fill(skipped.unsqueeze(-1), 0.0)
        return output if self.norm is None else self.norm(output)


class TransformerDecoder(Module):
    """Several decoder layers one after the other (Vaswani et al. 2017).

    Parameters
    ----------
    decoder_layer : TransformerDecoderLayer
        It is copied, with the values of its parameters.
    num_layers : int
    norm : Module, optional
        Applied to the output of the last layer.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16), num_layers=3)
    >>> tuple(decoder(ag.zeros(5, 3, 8), ag.zeros(7, 3, 8)).shape)
    (5, 3, 8)
    """

    def __init__(self, decoder_layer: Module, num_layers: int, norm: Module | None = None) -> None:
        super().__init__()
        self.layers = _copies(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """The output of the last layer, in the form of `tgt`; for the masks see `MultiheadAttention`.

        Only if `tgt_is_causal` is true is `tgt_mask` taken to be the causal mask without a look at it.
        """
        output = tgt
        for layer in self.layers:
            output = layer(
                output,
                memory,
                tgt_mask=tgt_mask,
                memory_mask=memory_mask,
                tgt_key_padding_mask=tgt_key_padding_mask,
                memory_key_padding_mask=memory_key_padding_mask,
                tgt_is_causal=bool(tgt_is_causal),
                memory_is_causal=memory_is_causal,
            )
        return output if self.norm is None else self.norm(output)


class Transformer(Module):
    """An encoder, and a decoder that attends to its output (Vaswani et al. 2017).

    Parameters
    ----------
    d_model, nhead : int
        See `TransformerEncoderLayer`.
    num_encoder_layers, num_decoder_layers : int
    dim_feedforward, dropout, activation
        See `TransformerEncoderLayer`.
    custom_encoder, custom_decoder : Module, optional
        In place of the usual ones.
    layer_norm_eps, batch_first, norm_first, bias, device, dtype
        See `TransformerEncoderLayer`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> model = nn.Transformer(8, 2, 1, 1, 16)
    >>> mask = model.generate_square_subsequent_mask(5)
    >>> tuple(model(ag.zeros(7, 3, 8), ag.zeros(5, 3, 8), tgt_mask=mask).shape)
    (5, 3, 8)
    """

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Activation = "relu",
        custom_encoder: Module | None = None,
        custom_decoder: Module | None = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        settings = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first)
        norm = LayerNorm(d_model, layer_norm_eps, bias=bias, device=device, dtype=dtype)
        if custom_encoder is None:
            encoder_layer = TransformerEncoderLayer(*settings, bias, device, dtype)
            custom_encoder = TransformerEncoder(encoder_layer, num_encoder_layers, copy.deepcopy(norm))
        self.encoder: Module = custom_encoder
        if custom_decoder is None:
            decoder_layer = TransformerDecoderLayer(*settings, bias, device, dtype)
            custom_decoder = TransformerDecoder(decoder_layer, num_decoder_layers, norm)
        self.decoder: Module = custom_decoder
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first
        self._reset_parameters()

    def _reset_parameters(self) -> None:
        for parameter in self.parameters():
            if parameter.ndim > 1:
                init.xavier_uniform_(parameter)

    @staticmethod
    def generate_square_subsequent_mask(
        sz: int, device: str | Device | None = None, dtype: DType | None = None
    ) -> Tensor:
        """The causal mask: minus infinity above the diagonal, else zero.

        Examples
        --------
        >>> from arraygrad import nn
        >>> nn.Transformer.generate_square_subsequent_mask(2)
        tensor([[0., -inf],
                [0., 0.]])
        """
        return ag.full((sz, sz), -math.inf, device=device, dtype=dtype).triu(1)

    def forward(
        self,
        src: Tensor,
        tgt: Tensor,
        src_mask: Tensor | None = None,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """The decoder's output, in the form of `tgt`.

        Parameters
        ----------
        src, tgt : Tensor
            Shapes (S, N, d_model) and (T, N, d_model), (N, S, d_model) and (N, T, d_model) with `batch_first`, or
            without N.
        src_mask, tgt_mask, memory_mask : Tensor, optional
            See `attn_mask` of `MultiheadAttention`; of the encoder, the decoder, and the decoder's attention to what
            the encoder gives.
        src_key_padding_mask, tgt_key_padding_mask, memory_key_padding_mask : Tensor, optional
            See `key_padding_mask` there.
        src_is_causal, tgt_is_causal, memory_is_causal : bool, optional
            Whether the masks are the causal ones, which then need not be looked at.

        Returns
        -------
        Tensor

        Raises
        ------
        RuntimeError
            If the batches or the last dimensions differ.
        """
        batch = 0 if self.batch_first else 1
        if src.ndim == 3 and src.shape[batch] != tgt.shape[batch]:
            raise RuntimeError(
                f"the batch number of src and tgt must be equal, got {src.shape[batch]} and {tgt.shape[batch]}"
            )
        if not src.shape[-1] == tgt.shape[-1] == self.d_model:
            raise RuntimeError(
                f"the feature number of src and tgt must be equal to d_model, got {src.shape[-1]} and "
                f"{tgt.shape[-1]}, not {self.d_model}"
            )
        memory = self.encoder(src, mask=src_mask, src_key_padding_mask=src_key_padding_mask, is_causal=src_is_causal)
        output: Tensor = self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
            tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )
        return output
