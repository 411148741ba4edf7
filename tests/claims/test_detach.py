"""Claims 54 to 67: detach, .data and changes in place."""

from __future__ import annotations

import pytest

from ._helpers import LEAF, MODIFIED, close, sub

pytestmark = pytest.mark.usefixtures("device")


def names(root):
    """Names of the nodes, one for each path."""
    return [root.name(), *(name for node, _ in root.next_functions if node is not None for name in names(node))]


def test_claim_054_detach_breaks_the_gradient_flow(ag):
    x = ag.ones(10, requires_grad=True)
    y = x**2
    z = x.detach() ** 3
    (y + z).sum().backward()
    assert x.grad.tolist() == [2.0] * 10
    x.grad = None
    (x**2 + x**3).sum().backward()
    assert x.grad.tolist() == [5.0] * 10


def test_claim_055_the_detached_branch_is_not_recorded(ag):
    x = ag.ones(3, requires_grad=True)
    whole, cut = (x**2 + x**3).sum(), (x**2 + x.detach() ** 3).sum()
    assert names(whole.grad_fn).count("PowBackward0") == 2
    assert names(cut.grad_fn).count("PowBackward0") == 1


def test_claim_056_detach_is_an_untracked_view(ag):
    x = ag.zeros(3, requires_grad=True)
    d = x.detach()
    assert (d.requires_grad, d.is_leaf, d.grad_fn) == (False, True, None)
    d[0] = 5.0
    assert x.tolist() == [5.0, 0.0, 0.0]
    with ag.no_grad():
        x[1] = 6.0
    assert d.tolist() == [5.0, 6.0, 0.0]
    y = x * 2
    assert y.detach_() is y
    assert (y.requires_grad, y.is_leaf) == (False, True)


def test_claim_057_changing_a_detached_tensor_that_is_needed_errors(ag):
    a = ag.arange(5.0, requires_grad=True)
    b = a**2
    c = a.detach()
    c.zero_()
    with pytest.raises(RuntimeError, match=MODIFIED):
        b.sum().backward()
    assert a.grad is None
    assert a.tolist() == [0.0] * 5


def test_claim_058_data_gives_no_error_and_a_wrong_result(ag, kind):
    a = ag.arange(5.0, requires_grad=True)
    b = a**2
    c = a.data
    c.zero_()
    b.sum().backward()
    # memory that cannot be overwritten keeps what the graph saved, and with it the right result
    assert a.grad.tolist() == ([0.0] * 5 if kind.mutable else [0.0, 2.0, 4.0, 6.0, 8.0])
    assert a.tolist() == [0.0] * 5


def test_claim_058_data_does_not_share_the_version_counter(ag):
    a = ag.ones(2, requires_grad=True)
    version = a._version
    a.data.add_(1)
    assert a._version == version
    a.detach().add_(1)
    assert a._version == version + 1


@pytest.mark.parametrize(
    ("operation", "gradient"), [(lambda a: a + 1, 1.0), (lambda a: a * 3, 3.0), (lambda a: -a, -1.0)]
)
def test_claim_059_no_error_when_the_value_is_not_needed(ag, operation, gradient):
    a = ag.arange(5.0, requires_grad=True)
    b = operation(a)
    a.detach().zero_()
    b.sum().backward()
    assert a.grad.tolist() == [gradient] * 5


@pytest.mark.parametrize("name", ["sigmoid", "exp", "tanh"])
def test_claim_060_saved_outputs_count_too(ag, name):
    expected = ag.arange(3.0, dtype=ag.float64, requires_grad=True)
    getattr(expected, name)().sum().backward()

    a = ag.arange(3.0, dtype=ag.float64, requires_grad=True)
    b = getattr(a, name)()
    b.detach().zero_()
    with pytest.raises(RuntimeError, match=MODIFIED):
        b.sum().backward()
    assert a.grad is None

    b = getattr(a, name)()
    a.detach().zero_()  # the input is not what these save
    b.sum().backward()
    close(a.grad, expected.grad.cpu().numpy())


@pytest.mark.parametrize(
    "write",
    [
        lambda d: d[1:].zero_(),
        lambda d: d.view(5, 1)[0].fill_(9.0),
        lambda d: d[::2].add_(1),
        lambda d: d.__setitem__(2, 7.0),
        lambda d: d.detach().zero_(),
    ],
)
def test_claim_061_views_of_a_detached_tensor_count_too(ag, write):
    a = ag.arange(5.0, requires_grad=True)
    b = a**2
    write(a.detach())
    with pytest.raises(RuntimeError, match=MODIFIED):
        b.sum().backward()
    assert a.grad is None


@pytest.mark.parametrize("how", ["no_grad", "step"])
def test_claim_062_an_update_between_forward_and_backward_errors(ag, how):
    w = ag.ones(2, requires_grad=True)
    w.grad = ag.ones(2)
    loss = (w * w).sum()
    if how == "step":
        sub(ag, "optim").SGD([w], lr=0.5).step()
    else:
        with ag.no_grad():
            w -= 0.5 * w.grad
    assert w.tolist() == [0.5, 0.5]
    with pytest.raises(RuntimeError, match=MODIFIED):
        loss.backward()
    assert w.grad.tolist() == [1.0, 1.0]


def test_claim_063_in_place_on_a_tracked_leaf_errors(ag):
    b = ag.ones(2, requires_grad=True)
    (b * 3).sum().backward()
    alias = b
    with pytest.raises(RuntimeError, match=LEAF):
        b -= 0.1 * b.grad
    for write in (
        lambda: b.zero_(),
        lambda: b.__setitem__(0, 5.0),
        lambda: b.mul_(2),
        lambda: b[0].zero_(),
        lambda: b.view(2, 1).add_(1),
    ):
        with pytest.raises(RuntimeError, match=LEAF):
            write()
    assert b is alias
    assert (b.tolist(), b.is_leaf) == ([1.0, 1.0], True)


def test_claim_064_reassignment_loses_the_parameter(ag):
    b = ag.ones(2, requires_grad=True)
    (b * 3).sum().backward()
    with ag.no_grad():
        b = b - 0.1 * b.grad
    assert b.grad is None
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'zero_'"):
        b.grad.zero_()
    close(b, [0.7, 0.7])


def test_claim_065_no_grad_updates_in_place(ag):
    b = ag.ones(2, requires_grad=True)
    (b * 3).sum().backward()
    alias, grad = b, b.grad
    with ag.no_grad():
        b -= 0.1 * b.grad
    assert b is alias
    assert b.grad is grad
    assert (b.is_leaf, b.requires_grad, b.grad_fn) == (True, True, None)
    close(b, [0.7, 0.7])
    b.grad.zero_()
    (b * b).sum().backward()
    close(b.grad, [1.4, 1.4])


def test_claim_066_in_place_on_a_computed_tensor_is_tracked(ag):
    w = ag.tensor([1.0, 2.0], requires_grad=True)
    loss = (w * w).sum()
    first = loss
    loss += (3 * w).sum()
    assert loss is first
    assert loss.grad_fn.name() == "AddBackward0"
    loss.backward()
    assert w.grad.tolist() == [5.0, 7.0]


def test_claim_066_writes_through_views_are_tracked(ag):
    w, v = ag.ones(3, requires_grad=True), ag.tensor(4.0, requires_grad=True)
    h = w * 2
    view = h[1:]
    h[0] = v * 5
    view.mul_(3)
    assert h.tolist() == [20.0, 6.0, 6.0]
    h.sum().backward()
    assert w.grad.tolist() == [0.0, 6.0, 6.0]
    assert v.grad.item() == 5.0


def test_claim_066_unless_it_destroys_a_saved_output(ag):
    w = ag.ones(2, requires_grad=True)
    h = w.exp()
    h.add_(1)
    with pytest.raises(RuntimeError, match=MODIFIED):
        h.sum().backward()
    assert w.grad is None


def test_claim_067_no_grad_disables_tracking_in_its_block(ag):
    x = ag.ones(2, requires_grad=True)
    assert ag.is_grad_enabled()
    with ag.no_grad():
        assert not ag.is_grad_enabled()
        assert not (x * 2).requires_grad
        assert ag.ones(1, requires_grad=True).requires_grad
        with ag.enable_grad():
            assert (x * 2).requires_grad
        assert not (x * 2).requires_grad
    assert (x * 2).requires_grad
    with pytest.raises(ZeroDivisionError), ag.no_grad():
        1 / 0  # noqa: B018
    assert ag.is_grad_enabled()


def test_claim_067_as_a_decorator_and_a_function(ag):
    x = ag.ones(2, requires_grad=True)

    @ag.no_grad()
    def evaluate(scale):
        """Scale x."""
        return x * scale

    assert not evaluate(2).requires_grad
    assert evaluate.__doc__ == "Scale x."
    with ag.set_grad_enabled(False):
        assert not (x * 2).requires_grad
    assert (x * 2).requires_grad
