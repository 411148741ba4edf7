"""Attention by several heads."""

from __future__ import annotations

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.linear import Linear
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = ["MultiheadAttention"]


class NonDynamicallyQuantizableLinear(Linear):
    """The projection after the attention, under the name that it has in the text of PyTorch's module."""


class MultiheadAttention(Module):
    """Attention by several heads, with projections before and after (Vaswani et al. 2017).

    Parameters
    ----------
    embed_dim : int
        Size of the last dimension of queries and of the output.
    num_heads : int
        A divisor of `embed_dim`; each head has an equal part of it.
    dropout : float
        Probability with which a weight is set to zero in training.
    bias : bool
        Whether the projections have biases.
    add_bias_kv : bool
        Whether there is one more key and value, which are parameters.
    add_zero_attn : bool
        Whether there is one more key and value of zeros.
    kdim, vdim : int, optional
        Sizes of the last dimension of keys and of values; `embed_dim` if not given.
    batch_first : bool
        Whether a batch is (batch, length, size) instead of (length, batch, size).
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    in_proj_weight : Parameter or None
        Of shape (3 * embed_dim, embed_dim): for queries, keys and values, if all are of that size. Otherwise there are
        `q_proj_weight`, `k_proj_weight` and `v_proj_weight`. At first as by `init.xavier_uniform_`.
    in_proj_bias : Parameter or None
        Of shape (3 * embed_dim,), at first zero.
    bias_k, bias_v : Parameter or None
        Of shape (1, 1, embed_dim).
    out_proj : Linear
        The projection of the joined heads.

    Raises
    ------
    ValueError
        If a size is not positive.
    AssertionError
        If the heads do not divide `embed_dim`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> query, memory = ag.zeros(5, 3, 8), ag.zeros(7, 3, 8)
    >>> output, weights = nn.MultiheadAttention(8, 2)(query, memory, memory)
    >>> tuple(output.shape), tuple(weights.shape)
    ((5, 3, 8), (3, 5, 7))
    """

    in_proj_weight: Parameter | None
    q_proj_weight: Parameter | None
    k_proj_weight: Parameter | None
    v_proj_weight: Parameter | None
    in_proj_bias: Parameter | None
    bias_k: Parameter | None
    bias_v: Parameter | None

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                f"embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} "
                "instead"
            )
        if embed_dim % num_heads:
            raise AssertionError(f"embed_dim must be divisible by num_heads, got {embed_dim} and {num_heads}")
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        self.add_zero_attn = add_zero_attn
        separate = (self.kdim, self.vdim) != (embed_dim, embed_dim)
        shapes: dict[str, tuple[int, ...] | None] = {
            "q_proj_weight": (embed_dim, embed_dim) if separate else None,
            "k_proj_weight": (embed_dim, self.kdim) if separate else None,
            "v_proj_weight": (embed_dim, self.vdim) if separate else None,
            "in_proj_weight": None if separate else (3 * embed_dim, embed_dim),
            "in_proj_bias": (3 * embed_dim,) if bias else None,
            "bias_k": (1, 1, embed_dim) if add_bias_kv else None,
            "bias_v": (1, 1, embed_dim) if add_bias_kv else None,
        }
        for name, shape in shapes.items():
            values = None if shape is None else Parameter(ag.empty(shape, device=device, dtype=dtype))
            self.register_parameter(name, values)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias, device, dtype)
        self._reset_parameters()

    def _reset_parameters(self) -> None:
        for weight in (self.in_proj_weight, self.q_proj_weight, self.k_proj_weight, self.v_proj_weight):
            if weight is not None:
                init.xavier_uniform_(weight)
        for bias in (self.in_proj_bias, self.out_proj.bias):
            if bias is not None:
                init.zeros_(bias)
        for extra in (self.bias_k, self.bias_v):
            if extra is not None:
                init.xavier_normal_(extra)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """What the queries find, and where.

        Parameters
        ----------
        query : Tensor
            Shape (L, N, embed_dim), (N, L, embed_dim) with `batch_first`, or (L, embed_dim).
        key, value : Tensor
            Shapes (S, N, kdim) and (S, N, vdim), in the form of the query.
        key_padding_mask : Tensor, optional
            Shape (N, S) or (S,): true where a key is to be ignored, or numbers added to the products.
        need_weights : bool
            Whether to give the weights too.
        attn_mask : Tensor, optional
            Shape (L, S) or (N * num_heads, L, S): true where a query does not see a key, or numbers added to the
            products.
        average_attn_weights : bool
            Whether weights are averaged over the heads.
        is_causal : bool
            A hint that `attn_mask` is the causal mask, which then need not be looked at.

        Returns
        -------
        output : Tensor
            In the form of the query.
        weights : Tensor or None
            Shape (N, L, S), or (N, num_heads, L, S) if not averaged; without N if the query is.

        Raises
        ------
        AssertionError, RuntimeError
            If the arguments do not fit one another.
        """
        turns = self.batch_first and query.ndim == 3
        inputs = (query, key, value)
        if turns:
            turned = {id(x): x.transpose(0, 1) for x in inputs}  # what was one tensor remains one
            inputs = (turned[id(query)], turned[id(key)], turned[id(value)])
        output, weights = F.multi_head_attention_forward(
            *inputs,
            self.embed_dim,
            self.num_heads,
            self.in_proj_weight,
            self.in_proj_bias,
            self.bias_k,
            self.bias_v,
            self.add_zero_attn,
            self.dropout,
            self.out_proj.weight,
            self.out_proj.bias,
            training=self.training,
            key_padding_mask=key_padding_mask,
            need_weights=need_weights,
            attn_mask=attn_mask,
            use_separate_proj_weight=self.in_proj_weight is None,
            q_proj_weight=self.q_proj_weight,
            k_proj_weight=self.k_proj_weight,
            v_proj_weight=self.v_proj_weight,
            average_attn_weights=average_attn_weights,
            is_causal=is_causal,
        )
        return (output.transpose(0, 1) if turns else output), weights
