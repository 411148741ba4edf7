"""Attention: masks, queries that see nothing, several heads, and errors."""

from __future__ import annotations

import math

import pytest


def close(x, expected, tolerance=1e-5):
    values = x.detach().reshape(-1).tolist()
    return len(values) == len(expected) and all(abs(v - e) <= tolerance for v, e in zip(values, expected, strict=True))


def test_masks_say_who_is_seen(ag, device):
    attend = ag.nn.functional.scaled_dot_product_attention
    q, k, v = ag.zeros(2, 3), ag.ones(3, 3), ag.tensor([[1.0], [2.0], [6.0]])
    assert close(attend(q, k, v), [3.0, 3.0])
    assert close(attend(q, k, v, is_causal=True), [1.0, 1.5])
    mask = ag.tensor([[True, False, True], [False, False, True]])
    assert close(attend(q, k, v, mask), [3.5, 6.0])
    assert close(attend(q, k, v, ag.tensor([[0.0, -math.inf, 0.0]])), [3.5, 3.5])


def test_a_query_that_sees_nothing_gives_zeros_and_gradients(ag, device):
    attend = ag.nn.functional.scaled_dot_product_attention
    q = ag.ones(2, 2, requires_grad=True)
    out = attend(q, ag.ones(3, 2), ag.ones(3, 1), ag.tensor([[False] * 3, [True] * 3]))
    assert close(out, [0.0, 1.0])
    out.sum().backward()
    assert close(q.grad, [0.0] * 4)


def test_heads_of_keys_may_serve_several_queries(ag, device):
    attend = ag.nn.functional.scaled_dot_product_attention
    q, k = ag.ones(1, 4, 2, 3), ag.ones(1, 2, 2, 3)
    v = ag.tensor([1.0, 2.0]).reshape(1, 2, 1, 1).expand(1, 2, 2, 1)
    assert close(attend(q, k, v, enable_gqa=True), [1.0] * 4 + [2.0] * 4)
    with pytest.raises(RuntimeError, match="must match the size"):
        attend(q, k, v)


def test_attention_drops_weights_at_any_time(ag, device):
    attend = ag.nn.functional.scaled_dot_product_attention
    assert close(attend(ag.ones(2, 2), ag.ones(3, 2), ag.ones(3, 1), dropout_p=1.0), [0.0, 0.0])


def test_attention_refuses(ag, device):
    attend = ag.nn.functional.scaled_dot_product_attention
    x = ag.ones(2, 2)
    with pytest.raises(RuntimeError, match="Explicit attn_mask should not be set when is_causal=True"):
        attend(x, x, x, ag.ones(2, 2, dtype=ag.bool), is_causal=True)
    with pytest.raises(RuntimeError, match="Expected query, key, and value to have the same dtype"):
        attend(x, x, x.to(ag.float64))
    with pytest.raises(RuntimeError, match="Expected attn_mask dtype to be bool or float"):
        attend(x, x, x, ag.ones(2, 2, dtype=ag.int64))
    with pytest.raises(RuntimeError, match="at least 2 dimensional"):
        attend(x[0], x, x)


def test_several_heads(ag, device):
    forward = ag.nn.functional.multi_head_attention_forward
    x = ag.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]).reshape(3, 1, 2)
    packed = ag.cat([ag.zeros(4, 2), ag.eye(2)])  # keys and queries of zero: all weights are equal
    rest = (None, None, None, False, 0.0, ag.eye(2), None)
    out, weights = forward(x, x, x, 2, 2, packed, *rest)
    assert out.shape == (3, 1, 2)
    assert weights.shape == (1, 3, 3)
    assert close(weights, [1 / 3] * 9)
    assert close(out, [2 / 3] * 6)
    out, weights = forward(x, x, x, 2, 2, packed, *rest, average_attn_weights=False)
    assert weights.shape == (1, 2, 3, 3)
    padding = ag.tensor([[False, False, True]])
    out, weights = forward(x, x, x, 2, 2, packed, *rest, key_padding_mask=padding, need_weights=False)
    assert weights is None
    assert close(out, [0.5] * 6)
    out, weights = forward(x[:, 0], x[:, 0], x[:, 0], 2, 1, packed, *rest, attn_mask=ag.ones(3, 3).triu(1).bool())
    assert out.shape == (3, 2)
    assert close(weights, [1.0, 0.0, 0.0, 0.5, 0.5, 0.0, 1 / 3, 1 / 3, 1 / 3])


def test_several_heads_refuse(ag, device):
    forward = ag.nn.functional.multi_head_attention_forward
    x, packed = ag.ones(3, 1, 2), ag.ones(6, 2)
    rest = (packed, None, None, None, False, 0.0, ag.eye(2), None)
    with pytest.raises(AssertionError, match="was expecting embedding dimension of 4, but got 2"):
        forward(x, x, x, 4, 1, *rest)
    with pytest.raises(AssertionError, match="embed_dim 2 not divisible by num_heads 3"):
        forward(x, x, x, 2, 3, *rest)
    with pytest.raises(RuntimeError, match="Need attn_mask if specifying the is_causal hint"):
        forward(x, x, x, 2, 1, *rest, is_causal=True)
    with pytest.raises(RuntimeError, match="The shape of the 2D attn_mask is"):
        forward(x, x, x, 2, 1, *rest, attn_mask=ag.ones(2, 2))
    with pytest.raises(AssertionError, match="only bool and floating types of key_padding_mask are supported"):
        forward(x, x, x, 2, 1, *rest, key_padding_mask=ag.ones(1, 3, dtype=ag.int64))
