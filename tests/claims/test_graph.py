"""Claims 28 to 53: the dynamic computation graph."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ._helpers import close, shown, sub

pytestmark = [
    pytest.mark.usefixtures("device"),
    pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf"),
]


def walk(root):
    """Every node once, and every edge."""
    seen, edges, todo = [], [], [root]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.append(node)
        for nxt, _ in node.next_functions:
            if nxt is not None:
                edges.append((node, nxt))
                todo.append(nxt)
    return seen, edges


def test_claim_028_the_graph_leads_from_the_root_to_the_leaves(ag):
    w, b, x = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True), ag.ones(2)
    y = (w * x + b).sum()
    total = y.grad_fn
    ((add, _),) = total.next_functions
    (mul, _), (leaf_b, _) = add.next_functions
    (leaf_w, _), (untracked, _) = mul.next_functions
    assert [n.name() for n in (total, add, mul)] == ["SumBackward0", "AddBackward0", "MulBackward0"]
    assert "AccumulateGrad" in leaf_w.name()
    assert leaf_w.variable is w
    assert leaf_b.variable is b
    assert leaf_w.next_functions == ()
    assert untracked is None


def test_claim_028_a_leaf_has_one_node_and_the_graph_no_cycle(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * x
    z = (y * y + x).sum()
    nodes, edges = walk(z.grad_fn)
    assert sum(hasattr(n, "variable") for n in nodes) == 1
    assert len(nodes) == 5
    while nodes:  # an acyclic graph can be taken apart from the top
        tops = [n for n in nodes if not any(b == n for _, b in edges)]
        assert tops
        nodes = [n for n in nodes if n not in tops]
        edges = [(a, b) for a, b in edges if a not in tops]


def test_claim_029_backward_is_a_vector_jacobian_product(ag):
    def jvp_row(v):
        x = ag.tensor([2.0, 3.0], requires_grad=True)
        y = ag.stack([x[0] * x[1], x[0] ** 2, 5 * x[1]])
        y.backward(ag.tensor(v))
        return x.grad.tolist()

    jacobian = [[3.0, 2.0], [4.0, 0.0], [0.0, 5.0]]
    assert [jvp_row(row) for row in np.eye(3, dtype=np.float32).tolist()] == jacobian
    v = np.array([1.0, -2.0, 0.5])
    assert jvp_row(v.tolist()) == (v @ np.array(jacobian)).tolist()


def test_claim_030_chain_rule_over_every_path(ag):
    x = ag.tensor(0.5, dtype=ag.float64, requires_grad=True)
    a = x * x
    b = ag.exp(a)
    y = a * b + x * b + x
    y.backward()
    v = 0.5
    e = np.exp(v * v)
    close(x.grad, 2 * v * e + v * v * e * 2 * v + e + v * e * 2 * v + 1, rtol=1e-12)


def test_claim_031_a_shared_subgraph_is_visited_once(ag):
    x = ag.ones(1, requires_grad=True)
    calls = []
    y = x * 1
    y.register_hook(lambda g: calls.append(1))
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad.tolist() == [2.0**60]
    assert calls == [1]


def test_claim_032_depth_is_not_bounded_by_the_stack(ag, kind):
    depth = 50_000 if kind.fast else 5_000
    x = ag.ones(1, requires_grad=True)
    y = x
    for _ in range(depth):
        y = y + 1
    y.backward()
    assert x.grad.tolist() == [1.0]
    del y
    z = x
    for _ in range(depth):
        z = z * 1.0
    del z  # a graph that was never walked is taken down without recursion too
    assert x.grad.tolist() == [1.0]


def test_claim_033_control_flow_may_depend_on_values(ag):
    for start, doublings in [(1.0, 10), (100.0, 4), (2000.0, 0)]:
        x = ag.tensor([start], requires_grad=True)
        y = x * 1
        while y.sum() < 1000:
            y = y * 2
        loss = y if y.item() > 1500 else y * 3
        loss.backward()
        factor = 2.0**doublings
        assert x.grad.tolist() == [factor if start * factor > 1500 else 3 * factor]


def test_claim_034_mul_puts_mul_backward_into_the_graph(ag):
    z = ag.tensor(1.0, requires_grad=True) * ag.tensor(2.0)
    assert z.grad_fn.name() == "MulBackward0"
    assert re.fullmatch(r"<MulBackward0 object at 0x[0-9a-fA-F]+>", repr(z.grad_fn))


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("Add", lambda ag, fn, x: x + 1),
        ("Sub", lambda ag, fn, x: x - 1),
        ("Mul", lambda ag, fn, x: x * 2),
        ("Div", lambda ag, fn, x: x / 2),
        ("Pow", lambda ag, fn, x: x**2),
        ("Neg", lambda ag, fn, x: -x),
        ("Exp", lambda ag, fn, x: x.exp()),
        ("Log", lambda ag, fn, x: x.log()),
        ("Sigmoid", lambda ag, fn, x: x.sigmoid()),
        ("Tanh", lambda ag, fn, x: x.tanh()),
        ("Relu", lambda ag, fn, x: fn.relu(x)),
        ("Mm", lambda ag, fn, x: x @ x),
        ("Sum", lambda ag, fn, x: x.sum()),
        ("Mean", lambda ag, fn, x: x.mean()),
        ("MseLoss", lambda ag, fn, x: fn.mse_loss(x, ag.zeros(2, 2))),
    ],
)
def test_claim_035_each_operation_has_its_own_backward_function(ag, name, operation):
    x = ag.full((2, 2), 0.5, requires_grad=True)
    y = operation(ag, sub(ag, "nn.functional"), x)
    assert y.grad_fn.name() == f"{name}Backward0"
    y.sum().backward()
    assert x.grad.shape == x.shape


def test_claim_036_the_display_loop(ag, capsys):
    x = ag.tensor(1.0, requires_grad=True)
    y = ag.tensor(2.0)
    z = x * y
    for i, name in zip([x, y, z], "xyz", strict=True):
        print(
            f"{name}\ndata: {i.data}\nrequires_grad: {i.requires_grad}\n"
            f"grad: {i.grad}\ngrad_fn: {i.grad_fn}\nis_leaf: {i.is_leaf}"
        )
    printed = re.sub("0x[0-9a-fA-F]+", "0x", capsys.readouterr().out)
    assert printed.splitlines() == [
        "x", "data: 1.0", "requires_grad: True", "grad: None", "grad_fn: None", "is_leaf: True",
        "y", "data: 2.0", "requires_grad: False", "grad: None", "grad_fn: None", "is_leaf: True",
        "z", "data: 2.0", "requires_grad: True", "grad: None", "grad_fn: <MulBackward0 object at 0x>", "is_leaf: False",
    ]  # fmt: skip


def test_claim_037_a_printed_tensor_shows_how_it_is_tracked(ag):
    x = ag.ones(1, requires_grad=True)
    assert shown(x) == "tensor([1.], requires_grad=True)"
    assert shown(x * 2) == "tensor([2.], grad_fn=<MulBackward0>)"
    assert shown(x.detach()) == "tensor([1.])"


def test_claim_038_data_is_the_value_held(ag):
    x = ag.tensor(1.0, requires_grad=True)
    z = x * ag.tensor(2.0)
    assert z.data.item() == 2.0
    assert (z.data.requires_grad, z.data.grad_fn, z.data.is_leaf) == (False, None, True)
    x.data.fill_(5.0)
    assert x.item() == 5.0
    x.data = ag.tensor(7.0)
    assert (x.item(), x.requires_grad, x.is_leaf) == (7.0, True, True)


def test_claim_039_one_tracked_input_makes_the_result_tracked(ag):
    x, c = ag.ones(2, requires_grad=True), ag.ones(2)
    for y in (x + c, c * x, ag.stack([c, x]), ag.where(c > 0, c, x)):
        assert y.requires_grad
    assert not (c + c).requires_grad
    assert not (x > 0).requires_grad


def test_claim_040_requires_grad_in_place_counts_from_then_on(ag):
    a = ag.ones(2)
    before = a * 2
    assert a.requires_grad_(True) is a
    after = a * 3
    assert (before.requires_grad, after.requires_grad) == (False, True)
    after.sum().backward()
    assert a.grad.tolist() == [3.0, 3.0]
    assert not a.requires_grad_(False).requires_grad


def test_claim_041_the_flag_can_only_be_cleared_on_leaves(ag):
    y = ag.ones(2, requires_grad=True) * 2
    with pytest.raises(RuntimeError, match="only change requires_grad flags of leaf variables"):
        y.requires_grad = False
    with pytest.raises(RuntimeError, match="only change requires_grad flags of leaf variables"):
        y.requires_grad_(False)
    assert y.requires_grad


def test_claim_042_no_gradients_no_graph(ag):
    a, b = ag.ones(2), ag.ones(2, requires_grad=True)
    untracked = (a * 2).sum()
    assert untracked.grad_fn is None
    with pytest.raises(RuntimeError, match="does not require grad and does not have a grad_fn"):
        untracked.backward()
    nodes, _ = walk((a * b).sum().grad_fn)
    assert [n.variable is b for n in nodes if hasattr(n, "variable")] == [True]


def test_claim_043_grad_is_none_until_backward_reaches_it(ag):
    x, bystander, c = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True), ag.ones(2)
    unused = bystander * 2
    y = (x * c).sum()
    assert x.grad is c.grad is bystander.grad is None
    y.backward()
    assert x.grad is not None
    assert c.grad is bystander.grad is unused.grad is None


def test_claim_044_grad_is_the_derivative_of_the_root(ag):
    for dtype in (ag.float32, ag.float64):
        x = ag.tensor([[1.0, 2.0, 3.0]], dtype=dtype, requires_grad=True)
        out = (x**3).sum()
        out.backward()
        assert x.grad.tolist() == [[3.0, 12.0, 27.0]]
        assert (x.grad.dtype, x.grad.shape, x.grad.device) == (dtype, x.shape, x.device)
        assert not x.grad.requires_grad
        assert x.grad.is_leaf


def test_claim_045_grad_fn_is_none_for_leaves(ag):
    x = ag.ones(2, requires_grad=True)
    assert x.grad_fn is None
    assert ag.ones(2).grad_fn is None
    y = x + 1
    assert y.grad_fn is y.grad_fn
    assert y.grad_fn.name() == "AddBackward0"


@pytest.mark.parametrize("tracked", [False, True])
def test_claim_046_explicitly_made_tensors_are_leaves(ag, tracked):
    k = {"requires_grad": tracked}
    for t in [
        ag.tensor(1.0, **k), ag.ones(2, **k), ag.zeros(2, **k), ag.rand(2, **k), ag.randn(1, 1, **k),
        ag.eye(2, **k), ag.arange(2.0, **k), ag.full((2,), 3.0, **k), ag.linspace(0, 1, 3, **k),
        ag.empty(2, **k), ag.zeros_like(ag.ones(2), **k), ag.ones_like(ag.ones(2), **k),
    ]:  # fmt: skip
        assert (t.is_leaf, t.requires_grad, t.grad_fn) == (True, tracked, None)


def test_claim_047_results_of_untracked_operations_are_leaves(ag):
    a = ag.ones(2)
    for t in (a + 1, (a * a).sum(), a.exp(), a[0], a.view(2, 1)):
        assert (t.is_leaf, t.grad_fn, t.requires_grad) == (True, None, False)
    assert not (a.requires_grad_() + 1).is_leaf


def test_claim_048_detached_tensors_are_leaves_that_can_be_tracked_anew(ag):
    x = ag.ones(2, requires_grad=True)
    d = (x * 2).detach()
    assert (d.is_leaf, d.requires_grad, d.grad_fn) == (True, False, None)
    d.requires_grad_()
    (d * 3).sum().backward()
    assert d.grad.tolist() == [3.0, 3.0]
    assert x.grad is None


def test_claim_049_backward_fills_tracked_leaves_only(ag):
    x, c = ag.ones(2, requires_grad=True), ag.ones(2)
    middle = x * 2
    kept = middle * c
    kept.retain_grad()
    (kept * 5).sum().backward()
    assert x.grad.tolist() == [10.0, 10.0]
    assert middle.grad is c.grad is None
    assert kept.grad.tolist() == [5.0, 5.0]
    assert (middle.retains_grad, kept.retains_grad) == (False, True)


def test_claim_050_gradients_are_of_the_root_that_backward_is_called_on(ag):
    x, w = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    inner = (x * 2).sum()
    outer = inner * 5 + (w * 7).sum()
    inner.backward(retain_graph=True)
    assert x.grad.tolist() == [2.0, 2.0]
    assert w.grad is None
    x.grad = None
    outer.backward()
    assert x.grad.tolist() == [10.0, 10.0]
    assert w.grad.tolist() == [7.0, 7.0]


def test_claim_051_the_gradient_of_a_scalar_root_is_one(ag):
    grads = []
    for argument in ((), (ag.tensor(1.0),), (None,), (ag.tensor(4.0),)):
        x = ag.tensor([2.0], requires_grad=True)
        (x * 3).sum().backward(*argument)
        grads.append(x.grad.item())
    assert grads == [3.0, 3.0, 3.0, 12.0]
    x = ag.tensor([[2.0]], requires_grad=True)
    (x * 3).backward()
    assert x.grad.tolist() == [[3.0]]


def test_claim_052_several_elements_need_a_gradient_of_their_shape(ag):
    x = ag.ones(3, requires_grad=True)
    y = x * x
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar outputs"):
        y.backward()
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        y.backward(ag.ones(2))
    assert x.grad is None
    y.backward(ag.tensor([1.0, 2.0, 3.0]))
    assert x.grad.tolist() == [2.0, 4.0, 6.0]


def test_claim_053_broadcast_gradients_are_summed_to_the_leaf(ag):
    a, b = ag.zeros(1, requires_grad=True), ag.zeros(1, requires_grad=True)
    x = ag.arange(5.0).view(5, 1)
    (a + b * x).sum().backward()
    assert (a.grad.tolist(), b.grad.tolist()) == ([5.0], [10.0])


@pytest.mark.parametrize("operation", ["add", "sub", "mul", "div", "pow", "maximum", "minimum"])
@pytest.mark.parametrize("shapes", [((3, 1), (1, 4)), ((), (2, 3)), ((2, 3), (3,)), ((1,), (2, 1, 3))])
def test_claim_053_in_every_binary_operation(ag, operation, shapes):
    def value(shape, start):
        return start + np.arange(int(np.prod(shape)), dtype=np.float64).reshape(shape) / 7

    values = [value(shape, start) for shape, start in zip(shapes, (1.1, 1.7), strict=True)]
    leaves = [ag.tensor(v, requires_grad=True) for v in values]
    out = getattr(ag, operation)(*leaves)
    weights = value(out.shape, 0.3)
    (out * ag.tensor(weights)).sum().backward()
    broadcast = [ag.tensor(np.broadcast_to(v, out.shape).copy(), requires_grad=True) for v in values]
    (getattr(ag, operation)(*broadcast) * ag.tensor(weights)).sum().backward()
    for leaf, full in zip(leaves, broadcast, strict=True):
        expected = full.grad.cpu().numpy()
        while expected.ndim > leaf.ndim:
            expected = expected.sum(0)
        for dim, size in enumerate(leaf.shape):
            expected = expected.sum(dim, keepdims=True) if size == 1 else expected
        close(leaf.grad, expected, rtol=1e-12)
