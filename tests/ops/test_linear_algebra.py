"""Linear algebra: the equations that results satisfy, what is refused, and derivatives of complex factorisations."""

from __future__ import annotations

import numpy as np
import pytest


def draw(*shape, complex=False, definite=False):
    rng = np.random.default_rng(sum(shape) + 10 * complex)
    x = rng.normal(size=shape) + (1j * rng.normal(size=shape) if complex else 0)
    return x @ x.conj().swapaxes(-1, -2) + np.eye(shape[-1]) if definite else x


def adjoint(x):
    return x.mT.conj() if x.is_complex() else x.mT


def host(x):
    return x.detach().cpu().resolve_conj().numpy() if hasattr(x, "resolve_conj") else x.detach().numpy(force=True)


def equal(x, expected):
    expected = host(expected) if hasattr(expected, "detach") else expected
    np.testing.assert_allclose(host(x), expected, rtol=1e-9, atol=1e-9)


@pytest.fixture
def complex(request, device):
    """Real and complex numbers; on JAX, where every step is compiled, complex ones only."""
    if device == "jax" and not request.param:
        pytest.skip("the complex form compiles the same steps and more")
    return request.param


both = pytest.mark.parametrize("complex", [False, True], indirect=True, ids=["real", "complex"])

# -- what factors multiply to ------------------------------------------------------------------------------------


@both
def test_factors_multiply_to_the_matrix(ag, device, complex):
    a = ag.tensor(draw(2, 4, 3, complex=complex))
    for mode in ("reduced", "complete"):
        q, r = ag.linalg.qr(a, mode)
        equal(q @ r, a)
        equal(adjoint(q) @ q, np.broadcast_to(np.eye(q.shape[-1]), (2, *2 * q.shape[-1:])))
    for full in (False, True):
        u, s, vh = ag.linalg.svd(a, full_matrices=full)
        assert not s.is_complex()
        equal((u[..., :3] * s[..., None, :]) @ vh, a)
    p, low, up = ag.linalg.lu(a)
    equal(p @ low @ up, a)
    p, low, up = ag.lu_unpack(*ag.linalg.lu_factor(a.mT))
    equal(p @ low @ up, a.mT)


@both
def test_factors_of_hermitian_matrices(ag, device, complex):
    a = ag.tensor(draw(2, 3, 3, complex=complex, definite=True))
    low, up = ag.linalg.cholesky(a), ag.linalg.cholesky(a, upper=True)
    equal(low @ adjoint(low), a)
    equal(adjoint(up) @ up, a)
    equal(ag.cholesky_inverse(low) @ a, np.broadcast_to(np.eye(3), (2, 3, 3)))
    w, v = ag.linalg.eigh(a)
    equal((v * w[..., None, :]) @ adjoint(v), a)
    equal(ag.linalg.eigvalsh(a, UPLO="U"), w)


@both
def test_eigenvectors_are_stretched(ag, device, complex):
    a = ag.tensor(draw(2, 3, 3, complex=complex))
    w, v = ag.linalg.eig(a)
    assert (w.dtype, v.dtype) == (ag.complex128, ag.complex128)
    equal(a.to(ag.complex128) @ v, v * w[..., None, :])
    equal((v.abs() ** 2).sum(-2), np.ones((2, 3)))


def test_solutions_solve(ag, device):
    a, b = ag.tensor(draw(2, 3, 3)), ag.tensor(draw(3, 4))
    equal(a @ ag.linalg.solve(a, b), np.broadcast_to(host(b), (2, 3, 4)))
    equal(ag.linalg.solve(a, b.mT, left=False) @ a, np.broadcast_to(host(b.mT), (2, 4, 3)))
    equal((a @ ag.linalg.solve(a, b[:, 0])[..., None])[..., 0], np.broadcast_to(host(b[:, 0]), (2, 3)))
    factors, pivots = ag.linalg.lu_factor(a)
    equal(ag.linalg.lu_solve(factors, pivots, b), ag.linalg.solve(a, b))
    equal(ag.linalg.lu_solve(factors, pivots, b, adjoint=True), ag.linalg.solve(a.mT, b))
    equal(ag.linalg.inv(a) @ a, np.broadcast_to(np.eye(3), (2, 3, 3)))
    x, info = ag.linalg.solve_ex(a, b)
    equal(x, ag.linalg.solve(a, b))
    assert info.tolist() == [0, 0]


def test_least_squares_are_orthogonal_to_the_rest(ag, device):
    a, b = ag.tensor(draw(5, 3)), ag.tensor(draw(5, 2))
    found = ag.linalg.lstsq(a, b, driver="gelsd")
    rest = a @ found.solution - b
    equal(a.mT @ rest, np.zeros((3, 2)))
    equal(found.residuals, (rest * rest).sum(0))
    assert found.rank.item() == 3
    p = ag.linalg.pinv(a)
    equal(p @ a @ p, p)


def test_reflections(ag, device):
    a = ag.tensor(draw(2, 4, 3))
    stored, tau = ag.geqrf(a)
    q = ag.linalg.householder_product(stored, tau)
    equal(q @ stored.triu()[..., :3, :], a)
    equal(ag.ormqr(stored, tau, a, transpose=True)[..., :3, :].tril(-1), np.zeros((2, 3, 3)))


def test_factors_of_indefinite_matrices(ag, device):
    a = draw(3, 3)
    a = ag.tensor((a + a.T) * (1 - np.eye(3)))
    factors, pivots, info = ag.linalg.ldl_factor_ex(a)
    assert (pivots < 0).any()
    assert info.item() == 0
    equal(a @ ag.linalg.ldl_solve(factors, pivots, a), a)


def test_determinants(ag, device):
    a = draw(2, 3, 3)
    equal(ag.det(ag.tensor(a)), np.linalg.det(a))
    sign, logarithm = ag.slogdet(ag.tensor(a))
    equal(sign * logarithm.exp(), np.linalg.det(a))
    assert ag.linalg.slogdet(ag.zeros(2, 2)).logabsdet.item() == -np.inf


def test_the_exponential_of_large_and_small_matrices(ag, device):
    a = ag.tensor([[[0.0, -20.0], [20.0, 0.0]], [[0.0, -1e-3], [1e-3, 0.0]]], dtype=ag.float64)
    turns = [[[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]] for t in (20.0, 1e-3)]
    equal(ag.linalg.matrix_exp(a), np.array(turns))


# -- named tuples, names, dtypes ---------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch warns of older names
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("linalg.qr", "Q R"),
        ("linalg.svd", "U S Vh"),
        ("linalg.eigh", "eigenvalues eigenvectors"),
        ("linalg.eig", "eigenvalues eigenvectors"),
        ("linalg.slogdet", "sign logabsdet"),
        ("linalg.lu", "P L U"),
        ("linalg.lu_factor", "LU pivots"),
        ("linalg.lu_factor_ex", "LU pivots info"),
        ("linalg.cholesky_ex", "L info"),
        ("linalg.inv_ex", "inverse info"),
        ("svd", "U S V"),
        ("qr", "Q R"),
        ("geqrf", "a tau"),
    ],
)
def test_results_have_names(ag, device, name, fields):
    function = ag
    for part in name.split("."):
        function = getattr(function, part)
    found = function(ag.eye(2))
    assert [hasattr(found, field) for field in fields.split()] == [True] * len(found)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_one_name_in_two_modules(ag, device):
    a = ag.tensor(draw(2, 3, 3))
    assert ag.diagonal(a).shape == (3, 2)
    assert ag.linalg.diagonal(a).shape == (2, 3)
    assert ag.cross(a[..., :2], a[..., :2]).shape == (2, 3, 2)
    equal(ag.svd(a).V, adjoint(ag.linalg.svd(a).Vh))
    assert (a.det().shape, a.inverse().shape, len(a.lu())) == ((2,), (2, 3, 3), 2)


def test_pivots_are_counted_from_one(ag, device):
    pivots = ag.linalg.lu_factor(ag.tensor([[0.0, 1.0], [2.0, 3.0]])).pivots
    assert pivots.tolist() == [2, 2]
    assert pivots.dtype is ag.int32


@pytest.mark.parametrize("shape", [(0, 3, 3), (2, 0, 0)])
def test_empty_batches_and_matrices(ag, device, shape):
    a = ag.zeros(shape)
    batch, n = shape[0], shape[-1]
    assert ag.linalg.inv(a).shape == shape
    assert ag.linalg.cholesky(a).shape == shape
    assert ag.linalg.det(a).tolist() == [1.0] * batch
    assert ag.linalg.eigh(a).eigenvalues.shape == (batch, n)
    assert ag.linalg.svd(a).U.shape == shape
    assert ag.linalg.lu_factor(a).pivots.shape == (batch, n)
    assert ag.linalg.matrix_exp(a).shape == shape


# -- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ag, x: ag.linalg.cholesky(x), r"linalg.cholesky: \(Batch element 1\): The factorization could not be "),
        (lambda ag, x: ag.linalg.cholesky(x), r"the leading minor of order 2 is not positive-definite"),
        (lambda ag, x: ag.linalg.inv(x), r"linalg.inv: \(Batch element 1\): The diagonal element 2 is zero"),
        (lambda ag, x: ag.linalg.solve(x, x), "solve: .*The solver failed because the input matrix is singular"),
    ],
)
def test_singular_matrices_raise(ag, device, call, message):
    x = ag.tensor([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 2.0], [2.0, 4.0]]])
    with pytest.raises(ag.linalg.LinAlgError, match=message):
        call(ag, x)
    assert issubclass(ag.linalg.LinAlgError, RuntimeError)


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning", "ignore:invalid value:RuntimeWarning")
def test_singular_matrices_as_numbers(ag, device):
    x = ag.tensor([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 2.0], [2.0, 4.0]]])
    assert ag.linalg.cholesky_ex(x).info.tolist() == [0, 2]
    assert ag.linalg.lu_factor_ex(x).info.tolist() == [0, 2]
    assert ag.linalg.inv_ex(x).info.tolist() == [0, 2]
    assert ag.linalg.matrix_rank(x).tolist() == [2, 1]
    assert ag.linalg.cond(x, 1)[1].item() == np.inf


@pytest.mark.parametrize("name", ["cholesky", "inv", "det", "eigh", "eig", "slogdet", "matrix_exp", "eigvals"])
def test_only_square_matrices(ag, device, name):
    with pytest.raises(RuntimeError, match="must be batches of square matrices, but they are 2 by 3 matrices"):
        getattr(ag.linalg, name)(ag.ones(2, 3))
    with pytest.raises(RuntimeError, match="The input tensor A must have at least 2 dimensions"):
        getattr(ag.linalg, name)(ag.ones(3))


def test_shapes_that_do_not_fit(ag, device):
    with pytest.raises(RuntimeError, match=r"Incompatible shapes of A and B for the equation AX = B \(2x2 and 3x1\)"):
        ag.linalg.solve(ag.eye(2), ag.ones(3))
    with pytest.raises(RuntimeError, match=r"Incompatible shapes of A and B for the equation AX = B \(2x2 and 3x1\)"):
        ag.linalg.solve_triangular(ag.eye(2), ag.ones(3, 1), upper=True)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        ag.linalg.multi_dot([ag.ones(2, 3), ag.ones(2, 3)])
    with pytest.raises(RuntimeError, match="X1 and X2 must have the same number of columns"):
        ag.cdist(ag.ones(2, 3), ag.ones(2, 2))


# -- derivatives -------------------------------------------------------------------------------------------------


def check_derivative(ag, function, *values):
    """The gradient of a real number along a direction, and that of the gradient, against central differences."""
    step = 1e-6
    rng = np.random.default_rng(1)
    directions = [ag.tensor(draw(*v.shape, complex=np.iscomplexobj(v))) for v in values]
    weights = [ag.tensor(rng.normal(size=v.shape)) for v in values]

    def gradients(shift, create_graph=False):
        xs = [(ag.tensor(v) + shift * d).detach().requires_grad_() for v, d in zip(values, directions, strict=True)]
        y = function(*xs)
        return xs, y, ag.autograd.grad(y, xs, create_graph=create_graph)

    def inner(gs, others):
        total = 0.0
        for g, o in zip(gs, others, strict=True):
            total = total + (g * o.conj()).real.sum() if g.is_complex() else total + (g * o).sum()
        return total

    (_, high, after), (_, low, before) = gradients(step), gradients(-step)
    xs, _, gs = gradients(0.0, create_graph=True)
    assert inner(gs, directions).item() == pytest.approx((high - low).item() / (2 * step), rel=1e-5, abs=1e-6)
    second = ag.autograd.grad(inner(gs, weights), xs)
    expected = (inner(after, weights) - inner(before, weights)).item() / (2 * step)
    assert inner(second, directions).item() == pytest.approx(expected, rel=1e-5, abs=1e-6)


def gram(ag, x):
    return x @ adjoint(x) + 2 * ag.eye(x.shape[-2], dtype=x.dtype)


def first_minor(ag, x):
    return (x[..., :, :2] @ adjoint(x[..., :, :2])).abs().sum()


@pytest.mark.parametrize(
    "function",
    [
        lambda ag, x: ag.linalg.cholesky(gram(ag, x)).abs().sum(),
        lambda ag, x: ag.linalg.eigh(gram(ag, x)).eigenvalues.log().sum(),
        lambda ag, x: first_minor(ag, ag.linalg.eigh(gram(ag, x)).eigenvectors),
        lambda ag, x: ag.linalg.svd(x).S.log().sum(),
        lambda ag, x: ag.linalg.svd(x, full_matrices=False).U.abs().sum(),
        lambda ag, x: (lambda u, s, vh: (u[..., :1] @ vh[..., :1, :]).abs().sum())(*ag.linalg.svd(x)),
        lambda ag, x: ag.linalg.eigvals(x).abs().sum(),
        lambda ag, x: ag.linalg.eig(x).eigenvectors.abs().sum(),
        lambda ag, x: ag.linalg.slogdet(x).logabsdet.sum(),
    ],
    ids=["cholesky", "eigh-values", "eigh-vectors", "svd-values", "svd-u", "svd-both", "eigvals", "eig", "slogdet"],
)
@both
def test_derivatives_of_what_phases_do_not_change(ag, device, function, complex):
    check_derivative(ag, lambda x: function(ag, x), draw(3, 3, complex=complex))


def test_losses_that_depend_on_phases_raise(ag, device):
    x = ag.tensor(draw(3, 3, complex=True, definite=True), requires_grad=True)
    with pytest.raises(RuntimeError, match="The eigenvectors in the complex case are specified up to multiplication"):
        ag.linalg.eigh(x).eigenvectors.real.sum().backward()
    with pytest.raises(RuntimeError, match="The singular vectors in the complex case are specified up to"):
        ag.linalg.svd(x).U.real.sum().backward()


def test_the_gradient_of_a_determinant_is_its_cofactors(ag, device):
    x = ag.tensor([[1.0, 2.0], [3.0, 5.0]], dtype=ag.float64, requires_grad=True)
    ag.det(x).backward()
    equal(x.grad, [[5.0, -3.0], [-2.0, 1.0]])


def test_distances_of_a_point_from_itself_have_no_gradient(ag, device):
    x = ag.tensor(draw(3, 2), requires_grad=True)
    ag.cdist(x, x).sum().backward()
    assert np.isfinite(host(x.grad)).all()
