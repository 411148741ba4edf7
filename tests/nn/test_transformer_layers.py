"""Attention and transformers: what a place sees, what they demand, and how they begin."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:enable_nested_tensor:UserWarning")


def close(a, b):
    np.testing.assert_allclose(np.asarray(a.tolist()), np.asarray(b.tolist()), rtol=1e-5, atol=1e-6)


def test_a_causal_layer_does_not_see_what_follows(ag, device):
    layer = ag.nn.TransformerEncoderLayer(2, 1, 3, norm_first=True, batch_first=True, activation="gelu").eval()
    mask = ag.nn.Transformer.generate_square_subsequent_mask(3)
    x = ag.tensor([[[0.0, 1.0], [2.0, -1.0], [3.0, 0.5]]], requires_grad=True)
    output = layer(x, mask, is_causal=True)
    close(output, layer(x, mask))
    output[0, 1].sum().backward()
    assert x.grad[0, 2].tolist() == [0.0, 0.0]
    assert all(p.grad is not None for p in layer.parameters())


def test_attention_ignores_padding(ag, device):
    attention = ag.nn.MultiheadAttention(2, 2, kdim=1, vdim=1)
    query, memory = ag.ones(1, 2), ag.tensor([[1.0], [2.0], [9.0]])
    output, weights = attention(query, memory, memory, key_padding_mask=ag.tensor([False, False, True]))
    assert weights[0, 2].item() == 0.0
    close(weights.sum(-1), ag.ones(1))
    close(output, attention(query, memory[:2], memory[:2])[0])


def test_encoders_copy_their_layer(ag):
    layer = ag.nn.TransformerEncoderLayer(2, 1, 3, activation=ag.nn.Tanh())
    encoder = ag.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
    first, second = encoder.layers
    assert first.linear1.weight is not second.linear1.weight
    close(first.linear1.weight, second.linear1.weight)
    assert isinstance(second.activation, ag.nn.Tanh)


def test_own_parts_of_a_transformer(ag):
    class Whole(ag.nn.Module):
        def forward(self, *args, **kwargs):
            return args[-1]

    model = ag.nn.Transformer(2, 1, custom_encoder=Whole(), custom_decoder=Whole())
    assert model(ag.ones(3, 2), ag.zeros(4, 2)).tolist() == ag.ones(3, 2).tolist()


def test_beginning(ag):
    attention = ag.nn.MultiheadAttention(8, 2, add_bias_kv=True)
    assert 0.3 < float(attention.in_proj_weight.detach().abs().max()) <= (6 / 32) ** 0.5
    assert not attention.in_proj_bias.any()
    assert not attention.out_proj.bias.any()
    assert attention.bias_k.any()
    model = ag.nn.Transformer(4, 2, 1, 1, 2)
    assert 0.6 < float(model.encoder.layers[0].linear1.weight.detach().abs().max()) <= 1.0


def test_arguments_that_do_not_fit(ag):
    nn, x = ag.nn, ag.zeros(3, 2, 4)
    model = nn.Transformer(4, 2, 1, 1, 2)
    for error, call, message in (
        (ValueError, lambda: nn.MultiheadAttention(0, 1), "greater than 0"),
        (AssertionError, lambda: nn.MultiheadAttention(4, 3), "divisible"),
        (RuntimeError, lambda: nn.TransformerEncoderLayer(4, 2, activation="tanh"), "relu/gelu"),
        (RuntimeError, lambda: nn.MultiheadAttention(4, 2)(x, x, x, is_causal=True), "Need attn_mask"),
        (RuntimeError, lambda: model(x, x[:, :1]), "batch number"),
        (RuntimeError, lambda: model(x[..., :3], x), "feature number"),
    ):
        with pytest.raises(error, match=message):
            call()
