"""Attention: means of values, weighted by how well their keys agree with a query."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import bools, case, real
from arraygrad.op import Array, op


def _checked_mask(xp: Any, attn_mask: Any, query: Any, is_causal: bool) -> None:
    if attn_mask is None:
        return
    if is_causal:
        raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
    if attn_mask.dtype not in (xp.bool, xp.float32, query.dtype):
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: "
            f"{attn_mask.dtype} and  query.dtype: {query.dtype} instead."
        )


def _check(query: Any, key: Any, value: Any, enable_gqa: bool) -> None:
    if not query.dtype == key.dtype == value.dtype:
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: "
            f"{query.dtype} key.dtype: {key.dtype} and value.dtype: {value.dtype} instead."
        )
    if min(query.ndim, key.ndim, value.ndim) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
            f"{query.ndim}, key.dim: {key.ndim} and value.dim: {value.ndim} instead."
        )
    if enable_gqa and (query.ndim < 3 or query.shape[-3] % key.shape[-3] or query.shape[-3] % value.shape[-3]):
        raise RuntimeError(
            "Number of heads in key and value must divide the number of heads in query, but got sizes "
            f"{list(query.shape)}, {list(key.shape)} and {list(value.shape)}"
        )


@op(composite=True, faces=("nn.functional",))
def scaled_dot_product_attention(
    xp: Any,
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Array:
    """``softmax(query @ key.mT * scale) @ value`` (Vaswani et al. 2017).

    Parameters
    ----------
    query : Tensor
        Shape (..., L, E).
    key, value : Tensor
        Shapes (..., S, E) and (..., S, V).
    attn_mask : Tensor, optional
        Broadcasts to (..., L, S): False where a query does not see a key, or numbers added to the products.
    dropout_p : float
        Probability with which a weight is set to zero. There is no other switch for dropout: pass 0 outside of
        training.
    is_causal : bool
        A query sees the keys up to its own place only.
    scale : float, optional
        Factor of the products; ``1 / sqrt(E)`` if not given.
    enable_gqa : bool
        Whether key and value may have fewer heads (dimension -3) than the query: each then serves several.

    Returns
    -------
    Tensor
        Shape (..., L, V). A query that sees no key gives zeros.

    Raises
    ------
    RuntimeError
        If shapes or dtypes do not fit, or there are both a mask and `is_causal`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> query, key, value = ag.zeros(1, 2), ag.ones(2, 2), ag.tensor([[1.0], [3.0]])
    >>> ag.nn.functional.scaled_dot_product_attention(query, key, value)
    tensor([[2.]])
    """
    _check(query, key, value, enable_gqa)
    _checked_mask(xp, attn_mask, query, is_causal)
    if enable_gqa:
        heads = query.shape[-3]
        key = xp.repeat_interleave(key, heads // key.shape[-3], -3)
        value = xp.repeat_interleave(value, heads // value.shape[-3], -3)
    scale = 1 / math.sqrt(max(query.shape[-1], 1)) if scale is None else scale
    scores = xp.matmul(query * scale, xp.matrix_transpose(key))
    if is_causal:
        places = xp.arange(max(scores.shape[-2:]), device=query.device)
        attn_mask = xp.reshape(places[: scores.shape[-2]], (-1, 1)) >= places[: scores.shape[-1]]
    if attn_mask is not None:
        if attn_mask.dtype == xp.bool:
            scores = xp.where(attn_mask, scores, -math.inf)
        else:
            scores = scores + xp.astype(attn_mask, scores.dtype)
        blind = xp.all(scores.detach() == -math.inf, axis=-1, keepdims=True)
        weights = xp.where(blind, 0, xp.softmax(xp.where(blind, 0, scores), -1))
    else:
        weights = xp.softmax(scores, -1)
    return xp.matmul(xp.dropout(weights, dropout_p), value)


scaled_dot_product_attention.cases(
    case(real(2, 3, 2), real(2, 4, 2), real(2, 4, 3)),
    case(real(3, 2), real(3, 2), real(3, 2), is_causal=True, scale=0.7),
    case(real(1, 2, 3, 2), real(1, 1, 3, 2), real(1, 1, 3, 2), bools(3, 3), enable_gqa=True),
    case(real(2, 2), real(3, 2), real(3, 1), real(2, 3)),
)


# -- several heads -----------------------------------------------------------------------------------------------


def _require(fulfilled: bool, message: str) -> None:
    """PyTorch's checks of this function are assertions."""
    if not fulfilled:
        raise AssertionError(message)


def _check_ranks(query: Any, key: Any, value: Any, key_padding_mask: Any, attn_mask: Any, num_heads: int) -> None:
    _require(
        query.ndim in (2, 3),
        f"query should be unbatched 2D or batched 3D tensor but received {query.ndim}-D query tensor",
    )
    n = query.ndim
    kind = "batched" if n == 3 else "unbatched"
    expected = f"For {kind} ({n}-D) `query`, expected"
    _require(
        key.ndim == value.ndim == n,
        f"{expected} `key` and `value` to be {n}-D but found {key.ndim}-D and {value.ndim}-D tensors respectively",
    )
    _require(
        key_padding_mask is None or key_padding_mask.ndim == n - 1,
        f"{expected} `key_padding_mask` to be `None` or {n - 1}-D",
    )
    _require(attn_mask is None or attn_mask.ndim in (2, 3), f"{expected} `attn_mask` to be `None`, 2-D or 3-D")
    if n == 2 and attn_mask is not None and attn_mask.ndim == 3:
        shape = (num_heads, query.shape[0], key.shape[0])
        _require(
            tuple(attn_mask.shape) == shape,
            f"Expected `attn_mask` shape to be {shape} but got {tuple(attn_mask.shape)}",
        )


def _added_mask(xp: Any, mask: Any, name: str, dtype: Any) -> Any:
    """A mask as numbers to be added: minus infinity where a boolean one is true."""
    if mask is None:
        return None
    if mask.dtype == xp.bool:
        return xp.where(mask, -math.inf, xp.zeros(mask.shape, dtype=dtype, device=mask.device))
    _require(mask.dtype.is_floating_point, f"only bool and floating types of {name} are supported")
    return mask


def _projected(xp: Any, inputs: tuple[Any, Any, Any], weights: Any, bias: Any, separate: bool) -> list[Any]:
    """Query, key and value times their weights, which are packed in one matrix unless they are `separate`."""
    query, key, value = inputs
    if separate:
        biases = (None,) * 3 if bias is None else xp.chunk(bias, 3)
        return [xp.linear(x, w, b) for x, w, b in zip(inputs, weights, biases, strict=True)]
    if key is value and query is key:
        return list(xp.chunk(xp.linear(query, weights, bias), 3, -1))
    parts = xp.chunk(weights, 3)
    return _projected(xp, inputs, parts, bias, True)


def _longer(xp: Any, mask: Any) -> Any:
    """A mask that lets one more key be seen."""
    return None if mask is None else xp.pad(mask, (0, 1))


@op(composite=True, faces=("nn.functional",))
def multi_head_attention_forward(
    xp: Any,
    query: Array,
    key: Array,
    value: Array,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Any,
    in_proj_bias: Any,
    bias_k: Any,
    bias_v: Any,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Any,
    out_proj_bias: Any,
    training: bool = True,
    key_padding_mask: Any = None,
    need_weights: bool = True,
    attn_mask: Any = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Any = None,
    k_proj_weight: Any = None,
    v_proj_weight: Any = None,
    static_k: Any = None,
    static_v: Any = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> Any:
    """Attention by several heads, with projections before and after (Vaswani et al. 2017).

    Parameters
    ----------
    query : Tensor
        Shape (L, N, E) or (L, E).
    key, value : Tensor
        Shape (S, N, E) or (S, E); with separate projections their last dimensions may be other ones.
    embed_dim_to_check : int
        E.
    num_heads : int
        A divisor of E.
    in_proj_weight, in_proj_bias : Tensor, optional
        Shapes (3 * E, E) and (3 * E,): of query, key and value, in this order.
    bias_k, bias_v : Tensor, optional
        One more key and value for each head, shape (1, 1, E).
    add_zero_attn : bool
        Whether to add a key and a value of zeros.
    dropout_p : float
        Probability with which a weight is set to zero in training.
    out_proj_weight, out_proj_bias : Tensor, optional
        Shapes (E, E) and (E,).
    training : bool
    key_padding_mask : Tensor, optional
        Shape (N, S) or (S,): true where a key is to be ignored, or numbers added to the products.
    need_weights : bool
        Whether to give the weights too.
    attn_mask : Tensor, optional
        Shape (L, S) or (N * num_heads, L, S): true where a query does not see a key, or numbers added to the products.
    use_separate_proj_weight : bool
        Whether `q_proj_weight`, `k_proj_weight` and `v_proj_weight` stand in place of `in_proj_weight`.
    q_proj_weight, k_proj_weight, v_proj_weight : Tensor, optional
    static_k, static_v : Tensor, optional
        Projected keys and values, shape (N * num_heads, S, E / num_heads).
    average_attn_weights : bool
        Whether weights are averaged over the heads.
    is_causal : bool
        A hint that `attn_mask` is the causal mask, which then need not be looked at.

    Returns
    -------
    output : Tensor
        In the shape of `query`.
    weights : Tensor or None
        Shape (N, L, S), or (N, num_heads, L, S) if not averaged; without N if the query is.

    Raises
    ------
    AssertionError, RuntimeError
        If the arguments do not fit one another.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x, weight = ag.ones(3, 2), ag.ones(6, 2)
    >>> nothing = (None, None, None, False, 0.0)
    >>> out, weights = ag.nn.functional.multi_head_attention_forward(x, x, x, 2, 1, weight, *nothing, ag.eye(2), None)
    >>> out.shape, weights.shape
    (arraygrad.Size([3, 2]), arraygrad.Size([3, 3]))
    """
    _check_ranks(query, key, value, key_padding_mask, attn_mask, num_heads)
    if is_causal and attn_mask is None:
        raise RuntimeError(
            "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method "
            "`generate_square_subsequent_mask` to create this mask."
        )
    batched = query.ndim == 3
    inputs = (query, key, value)
    if not batched:
        wider = {id(x): xp.expand_dims(x, axis=1) for x in inputs}  # what was one tensor remains one
        inputs = (wider[id(query)], wider[id(key)], wider[id(value)])
        key_padding_mask = None if key_padding_mask is None else xp.expand_dims(key_padding_mask, axis=0)
    length, n, width = inputs[0].shape
    heads, head = n * num_heads, width // num_heads
    _require(width == embed_dim_to_check, f"was expecting embedding dimension of {embed_dim_to_check}, but got {width}")
    _require(head * num_heads == width, f"embed_dim {width} not divisible by num_heads {num_heads}")
    if use_separate_proj_weight:
        _require(
            tuple(inputs[1].shape[:2]) == tuple(inputs[2].shape[:2]),
            f"key's sequence and batch dims {list(inputs[1].shape[:2])} do not match value's "
            f"{list(inputs[2].shape[:2])}",
        )
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        for name, weight in zip("qkv", weights, strict=True):
            _require(weight is not None, f"use_separate_proj_weight is True but {name}_proj_weight is None")
    else:
        _require(
            tuple(key.shape) == tuple(value.shape),
            f"key shape {list(key.shape)} does not match value shape {list(value.shape)}",
        )
        weights = in_proj_weight
        _require(weights is not None, "use_separate_proj_weight is False but in_proj_weight is None")
    q, k, v = _projected(xp, inputs, weights, in_proj_bias, use_separate_proj_weight)

    causal = is_causal and key_padding_mask is None and not need_weights
    padding = _added_mask(xp, key_padding_mask, "key_padding_mask", query.dtype)
    mask = None if causal else _added_mask(xp, attn_mask, "attn_mask", query.dtype)
    if mask is not None:
        shape = (length, inputs[1].shape[0]) if mask.ndim == 2 else (heads, length, inputs[1].shape[0])
        if tuple(mask.shape) != shape:
            raise RuntimeError(f"The shape of the {mask.ndim}D attn_mask is {list(mask.shape)}, but should be {shape}.")

    _require((bias_k is None) == (bias_v is None), "bias_k and bias_v are set only together")
    if bias_k is not None:
        _require(static_k is None, "bias cannot be added to static key.")
        _require(static_v is None, "bias cannot be added to static value.")
        k = xp.concat([k, xp.broadcast_to(bias_k, (1, n, width))], axis=0)
        v = xp.concat([v, xp.broadcast_to(bias_v, (1, n, width))], axis=0)
        mask, padding = _longer(xp, mask), _longer(xp, padding)

    def by_head(x: Any) -> Any:
        return xp.permute_dims(xp.reshape(x, (x.shape[0], heads, head)), (1, 0, 2))

    q = by_head(q)
    k = by_head(k) if static_k is None else static_k
    v = by_head(v) if static_v is None else static_v
    for name, x in (("static_k", k), ("static_v", v)):
        _require(x.shape[0] == heads, f"expecting {name}.size(0) of {heads}, but got {x.shape[0]}")
        _require(x.shape[2] == head, f"expecting {name}.size(2) of {head}, but got {x.shape[2]}")
    if add_zero_attn:
        zeros = xp.zeros((heads, 1, head), dtype=k.dtype, device=k.device)
        k, v = xp.concat([k, zeros], axis=1), xp.concat([v, zeros], axis=1)
        mask, padding = _longer(xp, mask), _longer(xp, padding)
    sources = k.shape[1]
    if padding is not None:
        _require(
            tuple(padding.shape) == (n, sources),
            f"Expected key_padding_mask to have shape {(n, sources)}, but got {tuple(padding.shape)}",
        )
        shaped = xp.broadcast_to(xp.reshape(padding, (n, 1, 1, sources)), (n, num_heads, 1, sources))
        shaped = xp.reshape(shaped, (heads, 1, sources))
        mask = shaped if mask is None else mask + shaped
    drop = dropout_p if training else 0.0
    if need_weights:
        scores = xp.matmul(q * math.sqrt(1 / head), xp.matrix_transpose(k))
        weights = xp.dropout(xp.softmax(scores if mask is None else scores + mask, -1), drop)
        out = xp.matmul(weights, v)
    else:
        out = xp.scaled_dot_product_attention(q, k, v, mask, drop, causal)
    out = xp.reshape(xp.permute_dims(out, (1, 0, 2)), (length, n, width))
    out = xp.linear(out, out_proj_weight, out_proj_bias)
    out = out if batched else xp.squeeze(out, axis=1)
    if not need_weights:
        return out, None
    weights = xp.reshape(weights, (n, num_heads, length, sources))
    weights = xp.mean(weights, axis=1) if average_attn_weights else weights
    return out, weights if batched else xp.squeeze(weights, axis=0)


_X = real(2, 1, 4)
_PROJECTIONS: tuple[Any, ...] = (real(12, 4, low=-0.5, high=0.5), real(12))
multi_head_attention_forward.cases(
    case(_X, real(3, 1, 4), real(3, 1, 4), 4, 2, *_PROJECTIONS, None, None, False, 0.0, real(4, 4), real(4)),
    case(
        real(2, 2),
        real(2, 2),
        real(2, 2),
        2,
        1,
        real(6, 2),
        None,
        real(1, 1, 2),
        real(1, 1, 2),
        True,
        0.0,
        real(2, 2),
        None,
        average_attn_weights=False,
    ),
)
