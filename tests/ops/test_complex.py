"""Complex numbers: gradients by differences of values, views, in-place writes, parts.

The gradient of a real loss by z = x + iy is dL/dx + i dL/dy: what a step against it makes smaller, in both parts.
"""

from __future__ import annotations

import operator

import numpy as np
import pytest

STEP = 1e-6


def numbers(seed, *shape, real=False):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0.3, 1.4, shape)
    return values if real else values * np.exp(1j * rng.uniform(-2.5, 2.5, shape))


def tensor(ag, array, requires_grad=False):
    dtype = ag.complex128 if np.iscomplexobj(array) else ag.float64
    return ag.tensor(array.tolist(), dtype=dtype, requires_grad=requires_grad)


def values(x):
    return np.asarray(x.detach().resolve_conj().cpu())


def loss_of(ag, function, arrays):
    """A real number that every part of the result has a share in."""
    with ag.no_grad():
        out = values(function(ag, *(tensor(ag, a) for a in arrays)))
    weights = numbers(99, *out.shape)
    return float(np.real(np.sum(np.conj(weights) * out)))


def check_gradients(ag, function, *arrays):
    tensors = [tensor(ag, a, True) for a in arrays]
    out = function(ag, *tensors)
    weights = tensor(ag, numbers(99, *out.shape))
    out = out if out.is_complex() else out * (1 + 0j)
    ag.real(out * weights.conj()).sum().backward()
    for i, (x, array) in enumerate(zip(tensors, arrays, strict=True)):
        assert x.grad.dtype == x.dtype
        found = values(x.grad)
        for place in np.ndindex(array.shape):
            for unit, part in ((1.0, np.real), (1j, np.imag))[: 2 if np.iscomplexobj(array) else 1]:
                ends = []
                for sign in (1, -1):
                    moved = array.copy()
                    moved[place] += sign * STEP * unit
                    ends.append(loss_of(ag, function, [*arrays[:i], moved, *arrays[i + 1 :]]))
                slope = (ends[0] - ends[1]) / (2 * STEP)
                assert part(found[place]) == pytest.approx(slope, rel=1e-5, abs=1e-6), (i, place, unit)


UNARY = (
    "exp expm1 log log2 log10 log1p sqrt rsqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sigmoid "
    "reciprocal square neg abs angle sgn conj real imag exp2 sinc"
).split()


@pytest.mark.parametrize("name", UNARY)
def test_gradients_of_functions_of_one_number(ag, name):
    check_gradients(ag, lambda ag, z: getattr(ag, name)(z), numbers(1, 3))


BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
}


@pytest.mark.parametrize("kinds", ["complex and complex", "real and complex", "complex and real"])
@pytest.mark.parametrize("name", BINARY)
def test_gradients_of_operators(ag, name, kinds):
    """The gradient of a real operand is real."""
    first, second = (kind == "real" for kind in kinds.split(" and "))
    check_gradients(
        ag, lambda ag, a, b: BINARY[name](a, b), numbers(1, 2, 2, real=first), numbers(2, 2, 2, real=second)
    )


OTHERS = {
    "alpha": (lambda ag, a, b: ag.sub(ag.add(a, b, alpha=2 - 1j), a, alpha=1j), (3,), (3,)),
    "number": (lambda ag, a: (1 - 2j) / a + a ** (1 + 1j) + (2 - 1j) ** a + a * 1j, (2,)),
    "addcmul": (lambda ag, a, b: ag.addcdiv(ag.addcmul(a, a, b, value=1j), a, b, value=1 - 1j), (2,), (2,)),
    "lerp": (lambda ag, a, b, w: ag.lerp(a, b, w), (2,), (2,), (2,)),
    "sum": (lambda ag, a: a.sum(0) + a.mean(1), (2, 2)),
    "prod": (lambda ag, a: a.prod(0) + a.prod(), (2, 3)),
    "cumulative": (lambda ag, a: a.cumsum(0) + a.cumprod(1), (2, 3)),
    "std": (lambda ag, a: a.std(0) + a.var(), (3, 2)),
    "logsumexp": (lambda ag, a: ag.logsumexp(a, 0), (3,)),
    "logcumsumexp": (lambda ag, a: ag.logcumsumexp(a, 0), (3,)),
    "logaddexp": (lambda ag, a, b: ag.logaddexp(a, b), (3,), (3,)),
    "matmul": (lambda ag, a, b: a @ b, (2, 3), (3, 2)),
    "products": (lambda ag, a, b: ag.dot(a, b) + ag.vdot(a, b) + ag.linalg.vecdot(a, b), (3,), (3,)),
    "einsum": (lambda ag, a, b: ag.einsum("ij,kj->ik", a, b.conj()), (2, 2), (2, 2)),
    "where": (lambda ag, a, b: ag.where(ag.tensor([True, False]), a, b), (2,), (2,)),
    "joined": (lambda ag, a, b: ag.cat([ag.stack([a, b]), ag.stack([b, a])]), (2,), (2,)),
    "indexed": (lambda ag, a: a[ag.tensor([1, 0, 1])] * a[1:], (2, 2)),
    "norm": (lambda ag, a: a.norm() + ag.linalg.vector_norm(a, 3) + ag.linalg.vector_norm(a, 1), (3,)),
    "largest": (lambda ag, a: ag.linalg.vector_norm(a, float("inf")), (3,)),
    "adjoint": (lambda ag, a: a.mH @ a + a.H, (2, 2)),
    "pairs": (lambda ag, a: ag.view_as_complex(ag.view_as_real(a).flip(0)), (2,)),
    "written": (lambda ag, a, b: a.clone().mul_(b).add_(1j), (2, 2), (2,)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_gradients_of_other_functions(ag, name):
    function, *shapes = OTHERS[name]
    check_gradients(ag, function, *(numbers(i, *shape) for i, shape in enumerate(shapes)))


def test_gradients_of_real_operands_are_real(ag):
    real = numbers(0, 2, real=True)
    check_gradients(ag, lambda ag, a, b: ag.complex(a, b) + ag.polar(a, b), real, real + 0.5)
    check_gradients(ag, lambda ag, a, b: ag.cat([a, b]) * ag.stack([a + 0j, b]).sum(), real, numbers(1, 2))
    check_gradients(ag, lambda ag, a: (a * (1 + 2j)).cumprod(0) + a**1j, real)


def test_second_derivatives(ag, device):
    z = tensor(ag, np.array([1 + 2j, -0.5 + 1j]), True)
    (first,) = ag.autograd.grad((z.abs() ** 4).sum(), z, create_graph=True)
    np.testing.assert_allclose(values(first), 4 * np.abs(values(z)) ** 2 * values(z))
    (second,) = ag.autograd.grad(ag.real(first).sum(), z)
    x, y = values(z).real, values(z).imag
    np.testing.assert_allclose(values(second), 12 * x**2 + 4 * y**2 + 8j * x * y)


def test_dtypes_of_gradients_of_converted_operands(ag, device):
    x = ag.ones(3, requires_grad=True)
    for function in (ag.sum, ag.mean, ag.prod):
        (gradient,) = ag.autograd.grad(function(x, dtype=ag.float64), x)
        assert gradient.dtype == ag.float32
    (gradient,) = ag.autograd.grad(ag.cumsum(x, 0, dtype=ag.float64).sum(), x)
    assert (gradient.dtype, gradient.tolist()) == (ag.float32, [3.0, 2.0, 1.0])


@pytest.mark.only_arraygrad(reason="PyTorch gives a real operand a complex gradient, or raises")
def test_gradients_of_real_operands_that_were_made_complex_are_real(ag, device):
    x = ag.ones(3, requires_grad=True)
    for function in (ag.sum, ag.mean, ag.prod):
        (gradient,) = ag.autograd.grad(ag.real(function(x, dtype=ag.complex64)), x)
        assert gradient.dtype == ag.float32


# -- views -----------------------------------------------------------------------------------------------------------


def test_parts_are_views(ag, device):
    z = ag.tensor([[1 + 2j, 3 + 4j], [5 + 6j, 7 + 8j]])
    pairs = ag.view_as_real(z)
    assert (pairs.shape, pairs.stride(), pairs.dtype) == ((2, 2, 2), (4, 2, 1), ag.float32)
    pairs[0, 0, 1] = 20.0
    z.real[1] = ag.tensor([50.0, 70.0])
    z[:, 1].imag.mul_(10)
    assert z.tolist() == [[1 + 20j, 3 + 40j], [50 + 6j, 70 + 80j]]
    assert pairs.tolist() == [[[1, 20], [3, 40]], [[50, 6], [70, 80]]]
    assert (z[1:].imag.storage_offset(), z.T.imag.stride()) == (5, (2, 4))
    assert z._version == 3


def test_pairs_are_seen_as_complex_numbers(ag, device):
    x = ag.arange(12.0).reshape(3, 2, 2)
    z = ag.view_as_complex(x[1:, 1])
    assert (z.tolist(), z.stride(), z.storage_offset()) == ([6 + 7j, 10 + 11j], (2,), 3)
    z.mul_(1j)
    assert x[1:, 1].tolist() == [[-7, 6], [-11, 10]]
    assert ag.view_as_real(ag.view_as_complex(x)).tolist() == x.tolist()


def test_writes_to_parts_are_differentiated(ag, device):
    z = ag.tensor([1 + 2j, 3 + 4j], requires_grad=True)
    w = ag.tensor([5.0, 6.0], requires_grad=True)
    copy = z.clone()
    copy.real.mul_(w)
    (copy.abs() ** 2).sum().backward()
    np.testing.assert_allclose(values(z.grad), [2 * 25 + 4j, 2 * 3 * 36 + 8j])
    np.testing.assert_allclose(values(w.grad), [2 * 5, 2 * 9 * 6])
    x = ag.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    pairs = x.clone()
    ag.view_as_complex(pairs).mul_(1j)
    (pairs * ag.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
    assert x.grad.tolist() == [[2.0, -1.0], [4.0, -3.0]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ag: ag.view_as_real(ag.ones(2)), "view_as_real is only supported for complex tensors"),
        (lambda ag: ag.view_as_complex(ag.arange(2)), "view_as_complex is only supported for half, float and double"),
        (lambda ag: ag.view_as_complex(ag.tensor(1.0)), "must have one or more dimensions"),
        (lambda ag: ag.view_as_complex(ag.ones(3)), "must have a last dimension of size 2"),
        (lambda ag: ag.view_as_complex(ag.ones(2, 3).T), "must have a last dimension with stride 1"),
        (lambda ag: ag.view_as_complex(ag.ones(3, 5)[:, :2]), "must have a stride divisible by 2"),
        (lambda ag: ag.view_as_complex(ag.ones(5)[1:3]), "must have a storage_offset divisible by 2"),
        (lambda ag: ag.imag(ag.ones(2)), "imag is not implemented for tensors with non-complex dtypes"),
        (lambda ag: ag.complex(ag.ones(2), ag.ones(2, dtype=ag.float64)), "xpected"),
        (lambda ag: ag.complex(ag.arange(2), ag.arange(2)), "Expected both inputs to be Half, Float or Double"),
        (lambda ag: ag.polar(ag.arange(2), ag.arange(2)), "Expected both inputs to be Half, Float or Double"),
        (lambda ag: ag.ones(2, 2, 2).H, r"tensor.H is only supported on matrices"),
        (lambda ag: ag.adjoint(ag.ones(2)), r"only supported on matrices or batches of matrices"),
    ],
)
def test_what_has_no_complex_view_is_refused(ag, device, call, message):
    with pytest.raises(RuntimeError, match=message):
        call(ag)


def test_transposes_and_conjugates(ag, device):
    z = ag.tensor([[1 + 2j, 3 - 1j]])
    assert z.H.tolist() == z.mH.tolist() == ag.adjoint(z).tolist() == [[1 - 2j], [3 + 1j]]
    x = ag.ones(2, 3)
    x.mH[0, 0] = 5.0
    assert x[0, 0].item() == 5.0
    assert ag.real(x) is x
    assert z.resolve_conj() is z
    assert z.resolve_neg() is z


def test_infinite_parts(ag, device, kind):
    if device in ("readonly", "strict"):
        pytest.skip("made of sums there")
    inf = float("inf")
    z = ag.complex(ag.tensor([1.0, -inf]), ag.tensor([inf, 2.0]))
    assert (z.real.tolist(), z.imag.tolist()) == ([1.0, -inf], [inf, 2.0])


@pytest.mark.parametrize(
    "name", "lt le gt ge maximum minimum clamp sort argsort topk kthvalue cummax relu sign round fmax".split()
)
def test_what_needs_an_order_refuses_complex_numbers(ag, device, name):
    z = ag.tensor([1 + 2j, 3.0])
    more = {"clamp": (0, 1), "topk": (1,), "kthvalue": (1,), "cummax": (0,)}
    binary = ("lt", "le", "gt", "ge", "maximum", "minimum", "fmax")
    with pytest.raises(RuntimeError):
        getattr(ag, name)(z, *((z,) if name in binary else more.get(name, ())))


def test_complex_normal_numbers_have_variance_one(ag, device):
    ag.manual_seed(0)
    z = ag.randn(20000, dtype=ag.complex64)
    assert abs(float(z.real.var()) - 0.5) < 0.02
    assert abs(float(z.imag.var()) - 0.5) < 0.02
    assert ag.randn_like(z[:3]).dtype is ag.complex64
