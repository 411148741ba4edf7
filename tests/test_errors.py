"""Bad input: one clear error of PyTorch's class, and nothing half done afterwards."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.usefixtures("device")

MODIFIED = "modified by an inplace operation"
SECOND_TIME = "backward through the graph a second time"


def values(t):
    return t.detach().cpu().numpy().copy()


class Unchanged:
    """Asserts at the end of the block that tensors have the values, versions and gradients they had."""

    def __init__(self, *tensors):
        self.tensors = tensors

    def __enter__(self):
        self.before = [self.state(t) for t in self.tensors]

    def __exit__(self, *exc):
        for t, (value, version, node, tracked, grad) in zip(self.tensors, self.before, strict=True):
            new = self.state(t)
            np.testing.assert_array_equal(new[0], value)
            assert new[1:4] == (version, node, tracked)
            assert (new[4] is None) == (grad is None)
            if grad is not None:
                np.testing.assert_array_equal(new[4], grad)

    @staticmethod
    def state(t):
        grad = t.grad if t.is_leaf else None
        return values(t), t._version, t.grad_fn, t.requires_grad, None if grad is None else values(grad)


# -- shapes ------------------------------------------------------------------------------------------------------

SHAPES = {
    "add": (lambda ag, a, b: a + b, "must match"),
    "mul": (lambda ag, a, b: a * b, "must match"),
    "compare": (lambda ag, a, b: a < b, "must match"),
    "maximum": (lambda ag, a, b: ag.maximum(a, b), "must match"),
    "pow": (lambda ag, a, b: a**b, "must match"),
    "where": (lambda ag, a, b: ag.where(a > 0, a, b), "must match"),
    "matmul": (lambda ag, a, b: a @ b, "shapes cannot be multiplied|mat1 and mat2|size mismatch|mismatch"),
    "cat": (lambda ag, a, b: ag.cat([a, b.permute(1, 0)[:1]], 0), "[Ss]izes of tensors must match"),
    "stack": (lambda ag, a, b: ag.stack([a, b]), "expects each tensor to be equal size"),
    "view": (lambda ag, a, b: a.view(4), "shape.*is invalid for input of size 6"),
    "reshape": (lambda ag, a, b: a.reshape(-1, 4), "shape.*is invalid for input of size 6"),
    "expand": (lambda ag, a, b: a.expand(2, 4), "expanded size"),
    "broadcast_to": (lambda ag, a, b: ag.broadcast_to(a, (3, 3)), "expanded size|shape mismatch"),
    "split": (lambda ag, a, b: a.split([1, 3]), "sum exactly"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_that_do_not_fit(ag, name):
    function, message = SHAPES[name]
    a, b = ag.ones(2, 3, requires_grad=True), ag.ones(2, 4, requires_grad=True)
    with Unchanged(a, b), pytest.raises(RuntimeError, match=message):
        function(ag, a, b)


def test_a_view_over_gaps(ag):
    with pytest.raises(RuntimeError, match="view size is not compatible"):
        ag.ones(2, 3).permute(1, 0).view(6)
    assert ag.ones(2, 3).permute(1, 0).reshape(6).shape == (6,)


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, x: x.sum(dim=2),
        lambda ag, x: x.mean(dim=-3),
        lambda ag, x: x.max(dim=5),
        lambda ag, x: x.argmax(dim=2),
        lambda ag, x: x.softmax(dim=2),
        lambda ag, x: x.cumsum(dim=2),
        lambda ag, x: x.sort(dim=2),
        lambda ag, x: x.transpose(0, 2),
        lambda ag, x: x.permute(0, 3),
        lambda ag, x: x.unsqueeze(4),
        lambda ag, x: x.squeeze(2),
        lambda ag, x: x.flatten(0, 2),
        lambda ag, x: x.select(2, 0),
        lambda ag, x: x.narrow(3, 0, 1),
        lambda ag, x: x.flip(2),
        lambda ag, x: ag.cat([x, x], dim=2),
        lambda ag, x: ag.stack([x, x], dim=4),
        lambda ag, x: ag.gather(x, 2, ag.zeros(2, 3, dtype=ag.int64)),
        lambda ag, x: ag.index_select(x, 2, ag.tensor([0])),
        lambda ag, x: x.unbind(2),
        lambda ag, x: x.chunk(2, dim=2),
    ],
)
def test_a_dimension_out_of_range(ag, function):
    x = ag.ones(2, 3, requires_grad=True)
    with Unchanged(x), pytest.raises(IndexError, match="Dimension out of range"):
        function(ag, x)


def test_a_dimension_given_twice(ag):
    with pytest.raises(RuntimeError, match="appears multiple times"):
        ag.ones(2, 3).sum(dim=(0, 0))


def test_more_than_one_element(ag):
    x = ag.ones(2)
    with pytest.raises(RuntimeError, match="cannot be converted to Scalar"):
        x.item()
    with pytest.raises(RuntimeError, match="ambiguous"):
        bool(x)
    with pytest.raises(RuntimeError, match="ambiguous"):
        bool(ag.ones(0))
    with pytest.raises(TypeError, match="0-d tensor"):
        len(ag.ones(()))
    with pytest.raises(TypeError, match="0-d tensor"):
        iter(ag.ones(()))


# -- data types --------------------------------------------------------------------------------------------------


def test_integers_cannot_require_gradients(ag):
    x = ag.tensor([1, 2])
    for attempt in (
        lambda: ag.tensor([1, 2], requires_grad=True),
        lambda: ag.zeros(2, dtype=ag.bool, requires_grad=True),
        lambda: ag.arange(3, requires_grad=True),
        x.requires_grad_,
    ):
        with pytest.raises(RuntimeError, match=r"floating point.* dtype can require gradients"):
            attempt()
    assert not x.requires_grad


def test_a_result_that_does_not_fit_the_data_type(ag):
    x = ag.tensor([1, 2])
    for write in (lambda: x.add_(0.5), lambda: x.mul_(ag.tensor([1.5, 2.5])), lambda: x.__itruediv__(2)):
        with Unchanged(x), pytest.raises(RuntimeError, match="can't be cast to the desired output type"):
            write()


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, x: x & 1,
        lambda ag, x: x | x,
        lambda ag, x: ~x,
        lambda ag, x: ag.bitwise_xor(x, x),
    ],
)
def test_bits_of_floating_point_numbers(ag, function):
    with pytest.raises((RuntimeError, TypeError), match=r"not implemented for 'Float'|integral|integer|supported"):
        function(ag, ag.ones(2))


def test_matrices_of_different_types(ag):
    with pytest.raises(RuntimeError, match="same dtype"):
        ag.ones(2, 2) @ ag.ones(2, 2, dtype=ag.float64)


def test_the_mean_of_integers(ag):
    with pytest.raises(RuntimeError, match=r"mean\(\).*dtype"):
        ag.tensor([1, 2]).mean()


def test_operands_of_no_known_type(ag):
    x = ag.ones(2)
    for attempt in (lambda: x + "a", lambda: x * None, lambda: ag.exp("a"), lambda: ag.exp([1.0]), lambda: x @ [1.0]):
        with pytest.raises(TypeError):
            attempt()


def test_data_that_is_no_tensor(ag):
    with pytest.raises(ValueError, match=r"expected sequence of (equal )?length"):
        ag.tensor([[1.0, 2.0], [3.0]])
    with pytest.raises((TypeError, RuntimeError, ValueError)):
        ag.tensor(["a"])
    with pytest.raises((TypeError, RuntimeError)):
        ag.tensor(object())


def test_a_gradient_of_the_wrong_kind(ag):
    x = ag.ones(2, requires_grad=True)
    for wrong in (ag.ones(3), ag.ones(2, dtype=ag.float64)):
        with Unchanged(x), pytest.raises(RuntimeError, match="attempting to assign a gradient"):
            x.grad = wrong
    with pytest.raises(TypeError, match="assigned grad expected to be a Tensor"):
        x.grad = 1.0
    assert x.grad is None


# -- devices -----------------------------------------------------------------------------------------------------


@pytest.mark.only_arraygrad(reason="devices of several libraries")
class TestDevices:
    def test_operands_on_two_devices(self, ag, other_device):
        a, b = ag.ones(2, requires_grad=True), ag.ones(2, device=other_device, requires_grad=True)
        for function in (
            lambda: a + b,
            lambda: b * a,
            lambda: a @ b,
            lambda: ag.where(a > 0, a, b),
            lambda: ag.cat([a, b]),
            lambda: a.detach().add_(b),
            lambda: ag.index_select(a, 0, ag.tensor([0], device=other_device)),
        ):
            with Unchanged(a, b), pytest.raises(RuntimeError, match=r"same device.*\.to\("):
                function()

    def test_a_gradient_from_another_device(self, ag, other_device):
        a = ag.ones(2, requires_grad=True)
        with Unchanged(a), pytest.raises(RuntimeError, match="is on"):
            (a * 2).backward(ag.ones(2, device=other_device))
        with Unchanged(a), pytest.raises(RuntimeError, match="attempting to assign a gradient with device"):
            a.grad = ag.ones(2, device=other_device)

    def test_unknown_devices(self, ag, device):
        with pytest.raises(
            RuntimeError, match=r"Expected one of .*cpu.* device type at start of device string: nowhere"
        ):
            ag.device("nowhere")
        with pytest.raises(RuntimeError, match=r"[Ii]nvalid device string"):
            ag.device(f"{device.partition(':')[0]}:somewhere")
        with pytest.raises(TypeError, match="must be a string or a device"):
            ag.device(1.5)
        with pytest.raises(RuntimeError, match="nowhere"):
            ag.ones(2, device="nowhere")
        with pytest.raises(RuntimeError, match="nowhere"):
            ag.ones(2).to("nowhere")


# -- writing in place --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda ag, x: x.add_(1),
        lambda ag, x: x.__setitem__(0, 1.0),
        lambda ag, x: x.zero_(),
        lambda ag, x: x.copy_(ag.ones(2, 3)),
        lambda ag, x: x.fill_(2),
        lambda ag, x: x[0].mul_(2),
        lambda ag, x: x.view(6)[1:].exp_(),
        lambda ag, x: x.masked_fill_(x > 0, 1),
        lambda ag, x: x.__setitem__(x > 0, 1.0),
        lambda ag, x: x.__setitem__(ag.tensor([0]), 1.0),
        lambda ag, x: x.uniform_(),
    ],
)
def test_a_leaf_that_requires_gradients_is_not_written(ag, write):
    x = ag.full((2, 3), 0.5, requires_grad=True)
    with Unchanged(x), pytest.raises(RuntimeError, match="leaf Variable that requires grad"):
        write(ag, x)
    with ag.no_grad():
        write(ag, x)
    assert x._version == 1
    assert x.is_leaf


def test_a_write_of_the_wrong_shape(ag):
    x = ag.ones(2, 3)
    for write in (
        lambda: x.add_(ag.ones(4, 2, 3)),
        lambda: x.mul_(ag.ones(2)),
        lambda: x.copy_(ag.ones(4)),
        lambda: x.__setitem__(0, ag.ones(2)),
        lambda: x.__setitem__((slice(None), [0, 1]), ag.ones(3, 2)),
        lambda: x.fill_(ag.ones(2)),
        lambda: x[0].add_(ag.ones(2, 3)),
    ):
        with Unchanged(x), pytest.raises((RuntimeError, IndexError, ValueError)):
            write()


def test_repeated_memory_is_not_written(ag):
    x = ag.ones(3, 1)
    with Unchanged(x), pytest.raises(RuntimeError, match="single memory location"):
        x.expand(3, 4).add_(1)
    with Unchanged(x), pytest.raises(RuntimeError, match="single memory location"):
        x.expand(3, 4)[0] = 1


def test_a_saved_value_that_was_written(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    z = (y * y).sum()
    y.add_(1)
    with Unchanged(x), pytest.raises(RuntimeError, match=MODIFIED) as caught:
        z.backward()
    assert "is at version 1; expected version 0 instead" in str(caught.value)


@pytest.mark.only_arraygrad(reason="PyTorch accumulates as far as it gets")
def test_a_failed_backward_accumulates_nothing(ag):
    x, w = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    y = x * 2
    z = (y * y * w).sum()
    y.add_(1)
    with Unchanged(x, w), pytest.raises(RuntimeError, match=MODIFIED):
        z.backward()


def test_requires_grad_of_a_computed_tensor(ag):
    y = ag.ones(2, requires_grad=True) * 2
    with pytest.raises(RuntimeError, match="leaf variables"):
        y.requires_grad = False
    assert y.requires_grad


# -- backward ----------------------------------------------------------------------------------------------------


def test_backward_twice(ag):
    x = ag.ones(2, requires_grad=True)
    y = (x * x).sum()
    y.backward()
    with Unchanged(x), pytest.raises(RuntimeError, match=SECOND_TIME):
        y.backward()
    with Unchanged(x), pytest.raises(RuntimeError, match=SECOND_TIME):
        ag.autograd.grad(y, x)


def test_backward_of_what_is_not_recorded(ag):
    with pytest.raises(RuntimeError, match="does not require grad and does not have a grad_fn"):
        ag.ones(()).backward()
    with ag.no_grad():
        y = ag.ones(2, requires_grad=True).sum()
    with pytest.raises(RuntimeError, match="does not require grad"):
        y.backward()


def test_backward_of_several_elements(ag):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    with Unchanged(x), pytest.raises(RuntimeError, match="scalar outputs"):
        y.backward()
    with Unchanged(x), pytest.raises(RuntimeError, match="shape"):
        y.backward(ag.ones(3))
    y.backward(ag.ones(2))


def test_numpy_of_a_recorded_tensor(ag):
    x = ag.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"Can't call numpy\(\) on Tensor that requires grad"):
        x.numpy()
    with pytest.raises(RuntimeError, match="requires grad"):
        np.asarray(x)


# -- indices -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read",
    [
        lambda ag, x: x[2],
        lambda ag, x: x[-3],
        lambda ag, x: x[0, 3],
        lambda ag, x: x[0, 0, 0],
        lambda ag, x: x[[0, 2]],
        lambda ag, x: x[:, [-4]],
        lambda ag, x: x[ag.tensor([0, 2])],
        lambda ag, x: x[ag.tensor(5)],
        lambda ag, x: x[ag.tensor([True, False, True])],
        lambda ag, x: x[0][7],
        lambda ag, x: x[ag.tensor([0.5])],
        lambda ag, x: x.select(1, 3),
    ],
)
def test_an_index_out_of_range(ag, read):
    x = ag.ones(2, 3, requires_grad=True)
    with Unchanged(x), pytest.raises(IndexError):
        read(ag, x)


@pytest.mark.parametrize(
    "write",
    [
        lambda ag, x: x.__setitem__(2, 0),
        lambda ag, x: x.__setitem__((0, 3), 0),
        lambda ag, x: x.__setitem__([2], 0),
        lambda ag, x: x.__setitem__(ag.tensor([-3]), 0),
        lambda ag, x: x.__setitem__(ag.tensor([True, False, True]), 0),
    ],
)
def test_a_write_out_of_range(ag, write):
    x = ag.ones(2, 3)
    with Unchanged(x), pytest.raises(IndexError):
        write(ag, x)


@pytest.mark.only_arraygrad(reason="PyTorch writes as far as it gets, or takes what it finds")
@pytest.mark.parametrize(
    "write",
    [
        lambda ag, x: x.__setitem__([0, 2], 0),
        lambda ag, x: x.__setitem__((slice(None), [0, 3]), 0),
        lambda ag, x: x.index_put_([ag.tensor([0, 2])], ag.ones(3), accumulate=True),
        lambda ag, x: ag.take_along_dim(x, ag.tensor([[3], [0]]), 1),
        lambda ag, x: x[..., ...],
    ],
)
def test_a_bad_key_is_found_before_anything_is_written(ag, write):
    x = ag.ones(2, 3)
    with Unchanged(x), pytest.raises(IndexError):
        write(ag, x)


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, x: ag.gather(x, 1, ag.tensor([[3], [0]])),
        lambda ag, x: ag.index_select(x, 0, ag.tensor([2])),
        lambda ag, x: x.scatter(1, ag.tensor([[3], [0]]), 1.0),
        lambda ag, x: x.index_add(0, ag.tensor([2]), ag.ones(1, 3)),
        lambda ag, x: ag.take(x, ag.tensor([6])),
        lambda ag, x: ag.nn.functional.embedding(ag.tensor([2]), x),
        lambda ag, x: ag.nn.functional.cross_entropy(x, ag.tensor([0, 3])),
    ],
)
def test_an_index_operand_out_of_range(ag, function):
    x = ag.ones(2, 3)
    with Unchanged(x), pytest.raises((IndexError, RuntimeError)):
        function(ag, x)


def test_keys_of_the_wrong_type(ag):
    x = ag.ones(2, 3)
    for key in ("a", 1.5, {}):
        with pytest.raises((TypeError, IndexError)):
            x[key]
    with pytest.raises(ValueError, match="step must be greater than zero"):
        x[::-1]


# -- memory of others --------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:The given NumPy array is not writable")
@pytest.mark.only_arraygrad(reason="PyTorch writes into read-only arrays")
def test_a_read_only_array(ag, kind):
    array = np.ones(3)
    array.flags.writeable = False
    x = ag.from_numpy(array)
    assert (x * 2).tolist() == [2.0] * 3
    if kind.shares_memory:
        with Unchanged(x), pytest.raises(RuntimeError, match=r"read-only.*clone\(\)"):
            x.add_(1)
        with Unchanged(x), pytest.raises(RuntimeError, match="read-only"):
            x[0] = 5
    else:
        x.add_(1)
    np.testing.assert_array_equal(array, np.ones(3))
    y = x.clone()
    y.add_(1)


# -- empty tensors, not a number ---------------------------------------------------------------------------------


def test_empty_tensors(ag):
    x = ag.zeros(0, 3, requires_grad=True)
    assert x.sum().item() == 0.0
    assert x.prod().item() == 1.0
    assert x.sum(0).tolist() == [0.0] * 3
    assert x.sum(1).shape == (0,)
    assert (x @ ag.ones(3, 2)).shape == (0, 2)
    assert (ag.ones(2, 0) @ ag.ones(0, 3)).tolist() == [[0.0] * 3] * 2
    assert ag.cat([x, ag.ones(1, 3)]).shape == (1, 3)
    assert x[[]].shape == (0, 3)
    assert np.isnan(x.mean().item())
    (x.exp().sum() + (x * 2).mean(0).nansum()).backward()
    assert x.grad.shape == (0, 3)


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, x: x.max(),
        lambda ag, x: x.min(),
        lambda ag, x: x.argmax(),
        lambda ag, x: x.max(dim=0),
        lambda ag, x: x.argmin(dim=0),
        lambda ag, x: x.amax(),
    ],
)
def test_extrema_of_nothing(ag, function):
    x = ag.zeros(0, 3)
    with pytest.raises((RuntimeError, IndexError), match=r"numel|no elements|non-zero|empty|specify"):
        function(ag, x)


def test_empty_lists(ag):
    for attempt in (lambda: ag.cat([]), lambda: ag.stack([])):
        with pytest.raises((RuntimeError, ValueError), match="non-empty"):
            attempt()


def test_not_a_number_passes_through(ag):
    x = ag.tensor([1.0, float("nan"), float("inf")], requires_grad=True)
    y = (x * 2).exp().sum()
    y.backward()
    assert np.isnan(y.item())
    assert np.isnan(values(x.grad)).tolist() == [False, True, False]
    assert x.detach().max().isnan().item()
    assert x.detach().argmax().item() == 1
    assert ag.maximum(x.detach(), ag.zeros(3)).isnan().tolist() == [False, True, False]
    assert x.detach().relu().isnan().tolist() == [False, True, False]
    assert (x.detach() == x.detach()).tolist() == [True, False, True]
    assert x.detach().sort().values.isnan().tolist() == [False, False, True]


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_division_by_zero(ag):
    x = ag.tensor([1.0, 0.0, -1.0], requires_grad=True)
    y = 1 / (x * 0)
    assert np.isinf(values(y))[[0]].all()
    assert np.isnan((x.detach() / ag.zeros(3)).tolist()[1])
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        ag.tensor([1]) // ag.tensor([0])
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        ag.tensor([1]) % 0


# -- arguments ---------------------------------------------------------------------------------------------------


def test_arguments_that_do_not_exist(ag):
    x = ag.ones(2)
    for attempt in (
        lambda: ag.exp(x, x),
        lambda: ag.exp(),
        lambda: x.sum(axes=0),
        lambda: ag.add(x, other=x, colour=1),
        lambda: ag.zeros(2, shape=3),
    ):
        with pytest.raises(TypeError):
            attempt()


def test_sizes_that_are_no_sizes(ag):
    with pytest.raises((RuntimeError, ValueError)):
        ag.zeros(-1)
    with pytest.raises(TypeError):
        ag.zeros("a")
    with pytest.raises((RuntimeError, ValueError)):
        ag.linspace(0, 1, -2)
    with pytest.raises(RuntimeError, match=r"step|bounds|nonzero"):
        ag.arange(0, 1, 0)
