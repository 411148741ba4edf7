"""Derivatives as functions of functions."""

from __future__ import annotations

import pytest

# PyTorch's own forward mode warns of itself.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Attempted to insert:UserWarning"),
]


def near(value, expected):
    return value.tolist() == pytest.approx(expected) if value.ndim < 2 else all(
        near(v, e) for v, e in zip(value, expected, strict=True)
    )  # fmt: skip


def test_the_gradient_is_a_function(ag, device):
    x = ag.tensor([1.0, 2.0])
    assert ag.func.grad(lambda x: (x**3).sum())(x).tolist() == [3.0, 12.0]
    assert ag.func.grad(lambda x: (x**3).sum())(ag.stack([x, x])[1]).tolist() == [3.0, 12.0]
    gradient, value = ag.func.grad_and_value(lambda x, k: (k * x**2).sum())(x, 2.0)
    assert (gradient.tolist(), value.item()) == ([4.0, 8.0], 10.0)
    assert not gradient.requires_grad
    assert x.grad is None


def test_the_argument_is_not_written_to(ag, device):
    x = ag.tensor([1.0, 2.0])
    with pytest.raises(RuntimeError, match="leaf Variable that requires grad"):
        ag.func.grad(lambda a: a.mul_(3).sum())(x)
    assert x.tolist() == [1.0, 2.0]


def test_arguments_are_chosen_and_structured(ag, device):
    x, y = ag.tensor([1.0, 2.0]), ag.tensor([3.0, 4.0])
    a, b = ag.func.grad(lambda x, y: (x * y).sum(), argnums=(0, -1))(x, y)
    assert (a.tolist(), b.tolist()) == (y.tolist(), x.tolist())
    d = ag.func.grad(lambda p: (p["a"] * p["b"][0]).sum())({"a": x, "b": (y,)})
    assert (d["a"].tolist(), d["b"][0].tolist()) == (y.tolist(), x.tolist())
    g, aux = ag.func.grad(lambda x: (x.sum(), {"twice": 2 * x}), has_aux=True)(x)
    assert (g.tolist(), aux["twice"].tolist(), aux["twice"].requires_grad) == ([1.0, 1.0], [2.0, 4.0], False)


def test_derivatives_nest(ag, device):
    f = ag.func
    x = ag.tensor([0.5, -0.25])

    def cube(v):
        return v**3

    assert near(f.vmap(f.grad(f.grad(cube)))(x), [3.0, -1.5])
    assert near(f.grad(lambda v: f.grad(lambda u: (u**3).sum())(v).sum())(x), [3.0, -1.5])
    assert near(f.jacfwd(f.jacrev(lambda v: cube(v).sum()))(x), [[3.0, 0.0], [0.0, -1.5]])
    assert near(f.hessian(lambda v: (v.prod()) ** 2)(x), [[0.125, -0.5], [-0.5, 0.5]])


def test_an_inner_derivative_does_not_see_the_outer_argument(ag, device):
    # d/dx x * (d/dy (x + y)) is 1, not 2
    grad = ag.func.grad
    assert grad(lambda x: x * grad(lambda y: x + y)(ag.tensor(1.0)))(ag.tensor(1.0)).item() == 1.0


def test_gradients_per_example(ag, device):
    f = ag.func
    w, xs = ag.tensor([1.0, 2.0]), ag.tensor([[1.0, 0.0], [2.0, 1.0]])

    def loss(w, x):
        return (w * x).sum() ** 2

    per_example = f.vmap(f.grad(loss), in_dims=(None, 0))(w, xs)
    assert per_example.tolist() == [[2.0, 0.0], [16.0, 8.0]]
    total = f.grad(lambda w: f.vmap(lambda x: loss(w, x))(xs).sum())(w)
    assert total.tolist() == per_example.sum(0).tolist()
    penalty = f.grad(lambda w: (f.vmap(f.grad(loss), in_dims=(None, 0))(w, xs) ** 2).sum())(w)
    rows = [ag.func.grad(lambda w, x=x: (f.grad(loss)(w, x) ** 2).sum())(w) for x in xs]
    assert near(penalty, (rows[0] + rows[1]).tolist())


def test_the_outer_graph_is_recorded(ag, device):
    x, k = ag.tensor([1.0, 2.0], requires_grad=True), ag.tensor(2.0, requires_grad=True)
    g = ag.func.grad(lambda v: (k * v**3).sum())(x)
    g.sum().backward()
    assert x.grad.tolist() == [12.0, 24.0]
    assert k.grad.item() == 15.0
    with ag.no_grad():
        assert ag.func.grad(lambda v: (k * v**3).sum())(x).tolist() == [6.0, 24.0]
    ag.vmap(ag.func.grad(lambda v: k * v**3))(x).sum().backward()
    assert k.grad.item() == 30.0


def test_products_with_the_jacobian(ag, device):
    x = ag.tensor([1.0, 2.0])
    out, pull = ag.func.vjp(lambda a, b: (a * b, {"s": a.sum()}), x, x)
    a, b = pull((ag.ones(2), {"s": ag.tensor(3.0)}))
    assert (out[0].tolist(), a.tolist(), b.tolist()) == ([1.0, 4.0], [4.0, 5.0], [1.0, 2.0])
    value, tangent = ag.func.jvp(lambda a: (a**2, a.sum()), (x,), (ag.tensor([1.0, 10.0]),))
    assert (value[1].item(), tangent[0].tolist(), tangent[1].item()) == (3.0, [2.0, 40.0], 11.0)
    value, push = ag.func.linearize(lambda a: a**3, x)
    assert (push(ag.ones(2)).tolist(), push(2 * ag.ones(2)).tolist()) == ([3.0, 12.0], [6.0, 24.0])
    assert near(ag.func.grad(lambda a: ag.func.jvp(lambda b: b**3, (a,), (a,))[1].sum())(x), [9.0, 36.0])


@pytest.mark.parametrize("name", ["jacrev", "jacfwd"])
def test_jacobians(ag, device, name):
    jac = getattr(ag.func, name)
    x, w = ag.tensor([1.0, 2.0]), ag.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert jac(lambda x: x @ w)(x).tolist() == w.T.tolist()
    both = jac(lambda x, y: {"p": x * y, "s": x.sum()}, argnums=(0, 1))(x, 3 * x)
    assert both["p"][0].tolist() == [[3.0, 0.0], [0.0, 6.0]]
    assert both["p"][1].tolist() == [[1.0, 0.0], [0.0, 2.0]]
    assert both["s"][1].tolist() == [0.0, 0.0]
    j, aux = jac(lambda x: (x * 2, x), has_aux=True)(x)
    assert (j.tolist(), aux.tolist()) == ([[2.0, 0.0], [0.0, 2.0]], [1.0, 2.0])


def test_rows_in_chunks(ag, device):
    x = ag.arange(4.0)
    assert ag.func.jacrev(lambda x: x**2, chunk_size=3)(x).tolist() == ag.diag(2 * x).tolist()


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda f, x: f.grad(lambda a: a)(x), RuntimeError, "to return a scalar Tensor"),
        (lambda f, x: f.grad(lambda a: [a.sum()])(x), RuntimeError, "to return a Tensor"),
        (lambda f, x: f.grad(lambda a: a.sum(), has_aux=True)(x), RuntimeError, "should be a tuple"),
        (lambda f, x: f.grad(lambda a: a.sum())(x.long()), RuntimeError, "can require gradients"),
        (lambda f, x: f.grad(lambda a: a.sum(), argnums=2)(x), RuntimeError, "Got argnum=2"),
        (lambda f, x: f.grad(lambda a: a * 2)(3.0), ValueError, "must be Tensor"),
        (lambda f, x: f.vjp(lambda a: a, x)[1](x[:1]), RuntimeError, "Mismatch in shape"),
        (lambda f, x: f.jvp(lambda a: a, x, x), RuntimeError, "Expected primals to be a tuple"),
        (lambda f, x: f.jvp(lambda a: a, (x,), (x[:1],)), RuntimeError, "forward gradient"),
    ],
)
def test_errors(ag, device, call, error, text):
    with pytest.raises(error, match=text):
        call(ag.func, ag.ones(2))


def test_a_module_is_called_with_other_parameters(ag, device):
    f = ag.func
    net = ag.nn.Linear(2, 1, bias=False)
    kept = net.weight
    out = f.functional_call(net, {"weight": ag.ones(1, 2)}, (ag.tensor([3.0, 4.0]),))
    assert out.tolist() == [7.0]
    assert net.weight is kept
    params = {k: v.detach() for k, v in net.named_parameters()}
    xs = ag.tensor([[1.0, 2.0], [3.0, 4.0]])
    rows = f.vmap(f.grad(lambda p, x: f.functional_call(net, p, (x,)).sum()), in_dims=(None, 0))(params, xs)
    assert rows["weight"][:, 0].tolist() == xs.tolist()
    with pytest.raises(RuntimeError, match="Unexpected key"):
        f.functional_call(net, {"weight": ag.ones(1, 2), "other": ag.ones(1)}, (xs,), strict=True)


def test_an_ensemble_of_modules(ag, device):
    models = [ag.nn.Linear(2, 3) for _ in range(4)]
    params, buffers = ag.func.stack_module_state(models)
    assert (params["weight"].shape, params["weight"].requires_grad, buffers) == ((4, 3, 2), True, {})
    x = ag.ones(5, 2)
    out = ag.vmap(lambda p: ag.func.functional_call(models[0], p, (x,)))(params)
    assert ag.allclose(out, ag.stack([m(x) for m in models]), atol=1e-6)
    with pytest.raises(RuntimeError, match="same class"):
        ag.func.stack_module_state([models[0], ag.nn.ReLU()])
