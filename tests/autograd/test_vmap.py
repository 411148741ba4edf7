"""`vmap`: functions of one example, over a batch."""

from __future__ import annotations

import pytest


def test_dimensions_go_in_and_come_out_where_they_are_wanted(ag, device):
    x = ag.arange(12.0).reshape(3, 4)
    a, b = ag.vmap(lambda r, s: (r * s, r.sum()), in_dims=(1, None), out_dims=(1, 0))(x, 2.0)
    assert a.tolist() == (x * 2).tolist()
    assert b.tolist() == x.sum(0).tolist()
    assert ag.vmap(lambda r: r, in_dims=-1, out_dims=-1)(x).tolist() == x.tolist()


def test_arguments_and_results_are_nested_structures(ag, device):
    x = ag.arange(6.0).reshape(3, 2)
    out = ag.vmap(lambda d, k: {"s": d["a"] + d["b"], "t": (k * d["a"],)}, in_dims=({"a": 0, "b": None}, None))(
        {"a": x, "b": ag.ones(2)}, 3.0
    )
    assert out["s"].tolist() == (x + 1).tolist()
    assert out["t"][0].tolist() == (3 * x).tolist()


def test_levels_nest(ag, device):
    x, y = ag.arange(3.0), ag.arange(2.0)
    table = ag.vmap(ag.vmap(lambda a, b: a * 10 + b, in_dims=(None, 0)), in_dims=(0, None))(x, y)
    assert table.tolist() == [[0, 1], [10, 11], [20, 21]]


def test_a_chunk_at_a_time(ag, device):
    x = ag.arange(10.0).reshape(5, 2)
    assert ag.vmap(lambda r: r.sum(), chunk_size=2)(x).tolist() == x.sum(1).tolist()


def test_what_all_examples_share_is_repeated_or_handed_on(ag, device):
    x = ag.ones(3, 2)
    assert ag.vmap(lambda r: ag.ones(2))(x).shape == (3, 2)
    assert ag.vmap(lambda r: ag.ones(2), out_dims=None)(x).shape == (2,)
    with pytest.raises(ValueError, match="can not return a BatchedTensor when out_dim is None"):
        ag.vmap(lambda r: r, out_dims=None)(x)


def test_writes_in_place(ag, device):
    x = ag.arange(6.0).reshape(3, 2)

    def f(r):
        y = ag.zeros_like(r)
        y += r
        y[0] = r.sum()
        y[1:].mul_(10)
        return y

    assert ag.vmap(f)(x).tolist() == [[1.0, 10.0], [5.0, 30.0], [9.0, 50.0]]
    with pytest.raises(RuntimeError):
        ag.vmap(lambda r: ag.zeros(2).add_(r))(x)


def test_a_write_to_an_argument_is_seen_outside(ag, device):
    x = ag.ones(2, 3)
    ag.vmap(lambda c: c.mul_(2), in_dims=1)(x)
    assert x.tolist() == [[2.0] * 3] * 2


def test_views_of_an_example(ag, device):
    x = ag.arange(12.0).reshape(3, 4)
    out = ag.vmap(lambda r: r.view(2, 2).T.reshape(-1)[None, 1:].expand(2, 3))(x)
    expected = [r.view(2, 2).T.reshape(-1)[None, 1:].expand(2, 3).tolist() for r in x]
    assert out.tolist() == expected


def test_indices_that_differ(ag, device):
    x, i = ag.arange(12.0).reshape(3, 4), ag.tensor([2, 0, 3])
    assert ag.vmap(lambda r, k: r[k])(x, i).tolist() == [2.0, 4.0, 11.0]
    assert ag.vmap(lambda k: x[:, k])(i).tolist() == [x[:, k].tolist() for k in (2, 0, 3)]
    assert ag.vmap(lambda r, k: r.gather(0, k))(x, ag.stack([i, i, i])).tolist() == [r[i].tolist() for r in x]


def test_values_cannot_be_looked_at(ag, device):
    x = ag.ones(3, 2)
    for f in (
        lambda r: r.sum().item(),
        lambda r: r if r.sum() > 0 else -r,
        lambda r: r[r > 0],
    ):
        with pytest.raises(RuntimeError, match="vmap"):
            ag.vmap(f)(x)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda ag, x: ag.vmap(lambda a: a, in_dims=(0, 1))(x), ValueError, "not compatible with the structure"),
        (lambda ag, x: ag.vmap(lambda a: a, in_dims=None)(x), ValueError, "expected `in_dims` to be int"),
        (lambda ag, x: ag.vmap(lambda: x)(), ValueError, "got no inputs"),
        (lambda ag, x: ag.vmap(lambda a: a)(3), ValueError, "We cannot vmap over non-Tensor"),
        (lambda ag, x: ag.vmap(lambda a: a, in_dims=5)(x), ValueError, "expected in_dim to satisfy"),
        (lambda ag, x: ag.vmap(lambda a, b: a)(x, ag.ones(7)), ValueError, "same size in the mapped dimension"),
        (lambda ag, x: ag.vmap(lambda a: 3)(x), ValueError, "must only return Tensors"),
        (lambda ag, x: ag.vmap(lambda a: (a, a), out_dims=(0,))(x), ValueError, "out_dims is not compatible"),
        (lambda ag, x: ag.vmap(lambda a: a, out_dims=5)(x), IndexError, "Dimension out of range"),
        (lambda ag, x: ag.vmap(lambda a: a, randomness="maybe")(x), RuntimeError, "Only allowed values"),
        (lambda ag, x: ag.vmap(lambda a: a, chunk_size=0)(x), ValueError, "chunk_size should be"),
        (lambda ag, x: ag.vmap(lambda a: a + ag.rand(2))(x), RuntimeError, "randomness error mode"),
    ],
)
def test_errors(ag, device, call, error, text):
    with pytest.raises(error, match=text):
        call(ag, ag.ones(3, 2))


def test_random_numbers(ag, device):
    x = ag.ones(3, 2)
    same = ag.vmap(lambda r: r * ag.rand(2), randomness="same")(x)
    assert same[0].tolist() == same[1].tolist() == same[2].tolist()
    different = ag.vmap(lambda r: ag.nn.functional.dropout(r, 0.5) + ag.randn(2), randomness="different")(x)
    assert different[0].tolist() != different[1].tolist()


def test_gradients_for_a_batch_of_vectors(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    (rows,) = ag.autograd.grad(x**3, x, ag.eye(2), is_grads_batched=True)
    assert rows.tolist() == [[3.0, 0.0], [0.0, 12.0]]
    y = (x * x).sum() * x
    (rows,) = ag.autograd.grad(y, x, ag.eye(2), is_grads_batched=True, create_graph=True)
    (second,) = ag.autograd.grad(rows.sum(), x)
    assert second.tolist() == [16.0, 20.0]
    with pytest.raises(RuntimeError, match="is_grads_batched"):
        ag.autograd.grad(x * x, x, ag.ones(2), is_grads_batched=True)
