"""NumPy's functions on tensors: its values and its shapes, and gradients that are those of its values."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad(reason="PyTorch's tensors leave the graph here")

PAGE = Path(__file__).resolve().parent.parent / "docs" / "numpy.md"


def arrays() -> dict[str, np.ndarray]:
    """What the calls below are made with."""
    draw = np.random.default_rng(0)
    m = draw.normal(size=(3, 3)) + 3 * np.eye(3)
    nan = draw.normal(size=(3, 4))
    nan[0, 1] = nan[2, 3] = np.nan
    return {
        "a": draw.permutation(np.linspace(-1.97, 2.3, 12)).reshape(3, 4),
        "c": draw.permutation(np.linspace(-1.7, 2.1, 24)).reshape(2, 3, 4),
        "v": np.array([0.7, -1.3, 2.2, 0.4]),
        "w": np.array([1.5, 0.2, -0.6]),
        "s": np.array([-1.5, -0.5, 0.3, 1.0, 2.4]),
        "p": np.array([0.4, 1.2, 0.9, 2.0]),
        "m": m,
        "h": m @ m.T,
        "n": nan,
        "i": np.array([2, 0, 1, 2]),
        "j": np.array([[3, 1, 2, 1], [5, 2, 4, 9], [1, 1, 6, 2]]),
        "b": np.array([[True, False, True, True], [False, False, True, False], [True, True, True, True]]),
        "z": draw.normal(size=(3, 4)) + 1j * draw.normal(size=(3, 4)),
    }


#: Calls by the function that they are about; the names are those of `arrays`.
CALLS = """
abs(a) absolute(z) acos(a/4) acosh(p+1) add(a,v) add(a,2,dtype=np.float64) arccos(a/4) arccosh(p+1) arcsin(a/4)
arcsinh(a) arctan(a) arctan2(a,v) arctanh(a/4) asin(a/4) asinh(a) atan(a) atan2(a,v) atanh(a/4)
bitwise_and(j,3) bitwise_invert(j) bitwise_left_shift(j,1) bitwise_not(b) bitwise_or(j,i) bitwise_right_shift(j,1)
bitwise_xor(j,i) cbrt(a) ceil(a) conj(z) conjugate(z) copysign(a,v) cos(a) cosh(a) deg2rad(a) degrees(a)
divide(a,v) divmod(a,v) divmod(j,2) equal(i,2) exp(a) exp2(a) expm1(a) fabs(a) float_power(p,2) floor(a)
floor_divide(a,v) floor_divide(j,2) fmax(a,v) fmin(a,v) fmod(a,v) frexp(a*10) gcd(j,4) greater(a,v) greater_equal(a,v)
heaviside(j-2,0.5) hypot(a,v) invert(j) isfinite(n) isinf(a) isnan(n) lcm(j,i) ldexp(a,3) left_shift(j,2) less(a,v)
less_equal(a,v) log(p) log10(p) log1p(p) log2(p) logaddexp(a,v) logaddexp2(a,v) logical_and(a,b) logical_not(b)
logical_or(j,b) logical_xor(b,a) matmul(a,v) matmul(c,v) matvec(c,v) maximum(a,v) minimum(a,v) mod(a,v) modf(a)
multiply(a,v) negative(a) nextafter(a,v) not_equal(i,2) positive(a) pow(p,3) power(p,2.5) power(2.0,a) rad2deg(a)
radians(a) reciprocal(a) remainder(a,v) right_shift(j,1) rint(a) sign(a) sign(z) signbit(a) sin(a) sinh(a)
spacing(a) sqrt(p) square(a) subtract(a,v) subtract(3,a) tan(a) tanh(a) true_divide(a,v) trunc(a) vecdot(a,v)
vecmat(w,a)

add.reduce(a) add.reduce(a,axis=None) add.reduce(a,axis=(0,1),keepdims=True) add.reduce(a,initial=2.0)
multiply.reduce(a,axis=1) maximum.reduce(a) minimum.reduce(a,axis=1) logical_and.reduce(b) logical_or.reduce(b,axis=1)
subtract.reduce(a) logaddexp.reduce(a,axis=1) bitwise_or.reduce(j,axis=1) add.accumulate(a) add.accumulate(a,axis=1)
multiply.accumulate(a,axis=1) maximum.accumulate(a) minimum.accumulate(a,axis=1) subtract.accumulate(a)
multiply.outer(v,w) add.outer(a,[1.0,2.0]) less.outer(v,w) subtract.outer(3.0,a)

sum(a) sum(a,0) sum(a,axis=(0,1),keepdims=True) sum(c,axis=(0,-1)) sum(a,where=b) sum(a,axis=1,initial=3.0) sum(j)
sum(a,axis=()) sum(b) prod(a) prod(a,axis=1) prod(c,axis=(0,2)) prod(a,1,where=b) mean(a) mean(a,axis=0)
mean(a,axis=1,keepdims=True) mean(a,where=b) std(a) std(a,axis=0,ddof=1) std(a,1,keepdims=True) var(a) var(a,axis=0)
var(a,axis=1,ddof=1) var(a,where=b) var(a,axis=1,correction=1) max(a) max(a,axis=0) max(a,axis=1,initial=1.0)
max(a,initial=-9.0,where=b) min(a,axis=(0,1)) min(a,1,keepdims=True) amax(a,1) amin(a,0) ptp(a) ptp(a,axis=1)
all(b) all(b,axis=1) all(a,where=b) any(b,axis=0,keepdims=True) any(a) count_nonzero(b) count_nonzero(j,axis=1)
argmax(a) argmax(a,axis=1) argmax(a,axis=0,keepdims=True) argmin(a) argmin(c,axis=1) average(a) average(a,axis=1)
average(a,axis=1,weights=v) average(a,weights=b,returned=True) median(a) median(a,axis=0) median(c,axis=(0,2))
median(a,axis=1,keepdims=True) quantile(a,0.3) quantile(a,[0.2,0.7],axis=1) quantile(c,0.4,axis=(0,1),keepdims=True)
quantile(a,0.3,axis=1,method='lower') percentile(a,30) percentile(a,[20,70],axis=0) nansum(n) nansum(n,axis=1)
nanprod(n,axis=1) nanmean(n,axis=1) nanmean(n) nanstd(n,axis=0) nanvar(n,axis=1,ddof=1) nanmax(n,axis=1) nanmin(n)
nanargmax(n,axis=1) nanargmin(n) nanmedian(n,axis=0) nanpercentile(n,40,axis=1) nanquantile(n,[0.1,0.6],axis=1)
nancumsum(n,axis=1) nancumprod(n) cumsum(a) cumsum(a,axis=1) cumsum(j,0) cumprod(a,axis=0) cumprod(a)
cumulative_sum(a,axis=1,include_initial=True) cumulative_prod(v) cov(a) cov(a,rowvar=False) cov(v,w2(v),bias=True)
cov(a,ddof=0,aweights=p) cov(v) corrcoef(a) corrcoef(v,w2(v))

reshape(a,(2,6)) reshape(a,-1) ravel(c) transpose(c) transpose(c,(1,0,2)) permute_dims(c,(2,0,1)) swapaxes(c,0,-1)
moveaxis(c,0,-1) moveaxis(c,[0,1],[2,0]) rollaxis(c,2) rollaxis(c,0,2) squeeze(a[None]) squeeze(a[None],0)
expand_dims(a,0) expand_dims(a,(0,-1)) broadcast_to(v,(2,4)) broadcast_arrays(a,v) matrix_transpose(c) unstack(a)
resize(a,(2,3)) resize(v,(2,3)) flip(a) flip(a,1) fliplr(a) flipud(a) rot90(a) rot90(a,2) rot90(a,-1) roll(a,1)
roll(a,2,1) roll(a,(1,2),(0,1)) tile(v,2) tile(a,(2,1)) repeat(a,2) repeat(a,[1,2,0],axis=0) atleast_1d(a)
atleast_2d(v,a) atleast_3d(v) atleast_3d(a) concatenate([a,a]) concatenate((a,c[0]),axis=1) concatenate([a,v],axis=None)
concat([v,w]) stack([v,v*2]) stack((v,v),axis=1) hstack([v,w]) hstack((a,a)) vstack([v,v]) vstack((a,v)) dstack([v,v])
dstack((a,a)) column_stack((v,v)) column_stack((a,a)) append(v,w) append(a,[[1.0,2,3,4]],axis=0) block([[a,a],[a,a]])
block([v,w]) split(a,2,1) split(v,[1,3]) array_split(v,3) hsplit(a,2) vsplit(a,3) dsplit(c,2) pad(a,1)
pad(a,((1,0),(2,1)),constant_values=5.0) pad(v,2,mode='edge') pad(a,((1,2),(3,2)),mode='reflect')
pad(v,(1,3),mode='symmetric') pad(v,(5,2),mode='wrap') delete(v,1) delete(a,[0,2],axis=1) delete(a,slice(0,2),axis=0)
insert(v,1,9.0) insert(a,1,v,axis=0) insert(a,[0,2],5.0,axis=1) insert(v,[1,3],[7.0,8.0]) zeros_like(a) ones_like(j)
full_like(a,2.5) full_like(j,7,dtype=np.float64) copy(a) astype(j,np.float64) shape(a) ndim(a) size(a) size(a,1)
shares_memory(a,a) may_share_memory(a,v)

dot(v,p) dot(a,v) dot(a,m2(a)) dot(c,v) dot(c,m2(a)) dot(3.0,a) vdot(a,c[1]) vdot(z,z) inner(v,p) inner(a,c) outer(a,w)
matmul(m,a) tensordot(c,a) tensordot(a,c,axes=([0,1],[1,2])) tensordot(v,p,0) kron(v,w) kron(a,m) kron(v,a)
einsum('ij,j->i',a,v) einsum('ij,kj',a,c[0]) einsum(a,[0,1],v,[1],[0]) einsum('...j,j',c,v,optimize=True)
cross(m,h) cross(w,m) cross(m,h,axis=0) trace(m) trace(c,1,1,2) diagonal(a) diagonal(c,1,0,2) diag(v) diag(a,1)
diagflat(w,-1) tril(a) tril(m,-1) triu(c,1)

linalg.solve(m,w) linalg.solve(m,a) linalg.inv(m) linalg.det(m) linalg.slogdet(m)
linalg.cholesky((h+h.T)/2) linalg.eigvalsh((h+h.T)/2) linalg.eigh((h+h.T)/2)[0] linalg.eigvals(h) linalg.eig(h)[0]
linalg.svd(a,full_matrices=False)[1] linalg.svd(a,compute_uv=False)
linalg.svdvals(a) linalg.qr(h)[1] linalg.qr(h,mode='r') linalg.pinv(a) linalg.pinv(a,rcond=1e-3)
linalg.matrix_power(m,3) linalg.matrix_power(m,-1) linalg.matrix_rank(m) linalg.matrix_rank(h,tol=1e-3)
linalg.lstsq(a.T,v)[0] linalg.lstsq(a.T,v)[1] linalg.multi_dot([a,v]) linalg.multi_dot([m,a,v]) linalg.cond(m)
linalg.cond(m,1) linalg.norm(a) linalg.norm(a,axis=1) linalg.norm(a,1) linalg.norm(a,np.inf) linalg.norm(a,2)
linalg.norm(a,'nuc') linalg.norm(v,1) linalg.norm(c,axis=(0,2),keepdims=True) linalg.norm(c,-2,axis=(0,2))
linalg.norm(a,ord=3,axis=0) linalg.matrix_norm(c,ord=-1) linalg.vector_norm(a) linalg.vector_norm(a,axis=0,ord=1)
linalg.outer(v,w) linalg.cross(m,h) linalg.diagonal(c) linalg.trace(c,offset=1) linalg.matmul(a,v)
linalg.matrix_transpose(c) linalg.tensordot(a,v,axes=1) linalg.vecdot(a,v) linalg.tensorinv(m,ind=1)
linalg.tensorsolve(m,w)

fft.fft(v) fft.fft(a,6) fft.fft(z,axis=0) fft.ifft(z) fft.rfft(a) fft.irfft(z) fft.irfft(z,5) fft.hfft(z) fft.ihfft(a)
fft.fft2(a) fft.ifft2(z) fft.rfft2(a) fft.irfft2(z) fft.fftn(c) fft.ifftn(z) fft.rfftn(c,axes=(0,1)) fft.irfftn(z)
fft.fft(a,norm='ortho') fft.fftshift(a) fft.fftshift(v,0) fft.ifftshift(a,axes=1)

sort(a) sort(a,axis=0) sort(a,axis=None) argsort(a) argsort(i) argsort(a,axis=None) lexsort((i,v)) lexsort((a[0],i))
partition(s,2) argpartition(s,1) searchsorted(s,a) searchsorted(s,0.3,side='right') unique(i) unique(a)
unique(i,return_index=True,return_inverse=True,return_counts=True) unique(n) unique(j,axis=0) unique_all(i)
unique_counts(i) unique_inverse(i) unique_values(i)[:0] nonzero(b) nonzero(a) argwhere(b) flatnonzero(b) isin(i,[0,2])
union1d(i,[5,2]) intersect1d(i,[5,2,0]) setdiff1d(i,[0]) setxor1d(i,[5,2]) bincount(i) bincount(i,weights=v)
bincount(i,minlength=6) digitize(a,s) digitize(a,s,right=True) digitize(a,np.flip(s)) digitize(i,np.flip(i[1:]))
histogram(a) histogram(a,bins=s) histogram(a,5,range=(-1.0,2.0)) histogram(a,bins=4,density=True)
histogram(a,3,weights=a*a) histogram_bin_edges(a,4) unravel_index(i,(2,3)) ravel_multi_index((i,i),(3,4))
tril_indices_from(m) triu_indices_from(a,1) diag_indices_from(m) ix_(i,[0,1])

where(b) where(b,a,v) where(b,a,0.0) where(a>0,a,-a) extract(b,a) take(a,i) take(a,[0,1],axis=1) take(v,2)
take(v,[5,-1],mode='wrap') take(v,[5,-1],mode='clip') take_along_axis(a,i[None],axis=0) take_along_axis(a,j%3,axis=1)
compress([True,False,True],a,axis=0) compress([0,1],v) choose(i,[v,p,v*2]) choose(i+1,[v,p],mode='clip')
select([a>1,a>0],[a,a*2],-1.0) piecewise(a,[a<0,a>=0],[lambda x:-x,lambda x:x*x]) piecewise(v,[v>0],[1.0,-1.0])
apply_along_axis(np.sum,0,a) apply_along_axis(lambda r:r*r.sum(),1,a) apply_along_axis(np.diff,1,c)
apply_over_axes(np.sum,c,[0,2])

clip(a,-1,1) clip(a,v,None) clip(a,min=-1,max=None) round(a*10) round(a,1) around(a,1) fix(a) nan_to_num(n)
nan_to_num(n,nan=3.0) real(z) real(a) imag(z) angle(z) angle(z,deg=True) isreal(z) iscomplex(z) iscomplexobj(z)
isrealobj(z) isneginf(a) isposinf(a) isclose(a,v) allclose(a,a) allclose(a,v) array_equal(a,a) array_equal(a,v)
array_equiv(v,a) sinc(a) i0(a) diff(a) diff(a,2,axis=0) diff(v,prepend=0.0,append=w) diff(a,axis=0,append=1.0)
ediff1d(a) ediff1d(v,to_end=9.0,to_begin=w) gradient(v) gradient(a) gradient(v,0.5) gradient(s[:4]**2,s[:4])
gradient(a,axis=1) gradient(v,edge_order=2) gradient(v,p.cumsum(0),edge_order=2) trapezoid(a) trapezoid(v,p)
trapezoid(a,dx=0.5,axis=0) trapezoid(a,w,axis=0) unwrap(a*4) unwrap(a*3,axis=0,period=4) interp(a,s,s*s)
interp(v,s,s,left=-9.0,right=9.0) interp(a,s,s*s,period=5.0) convolve(v,w) convolve(w,v,'same') convolve(v,w,'valid')
convolve(i,i) correlate(v,w) correlate(v,w,'full') correlate(w,v,'same') correlate(v,p[:2],'same') correlate(w,v)
linspace(v,p,5) linspace(v,2.0,4,endpoint=False) linspace(v,p,3,axis=1) linspace(v,p,4,retstep=True) logspace(v,p,3)
geomspace(p,p*4,5) meshgrid(v,w) meshgrid(v,w,indexing='ij') meshgrid(v,w,sparse=True)
polyval(v,a) polyadd(v,w) polysub(w,v) polymul(v,w) polyder(v) polyder(v,2) vander(v) vander(v,3,increasing=True)
"""

#: Calls that write into their argument `x`, which is a copy of the array named first.
WRITES = """
a:copyto(x,v) a:copyto(x,1,where=b) a:putmask(x,b,v) a:putmask(x,a>0,[1.0,2.0]) a:place(x,b,w) v:put(x,[0,2],[5.0,6.0])
a:put(x,[0,-1],7.0) v:put(x,[9,1],[1.0,2.0],mode='clip') a:put_along_axis(x,i[None],9.0,axis=0) m:fill_diagonal(x,4.0)
a:fill_diagonal(x,w) a:add.at(x,0,1.0) v:add.at(x,i,p) v:subtract.at(x,[1,1],2.0) a:add.at(x,([0,0],[1,1]),5.0)
a:add(a,v,out=x) a:sum(c,axis=0,out=x) a:multiply(a,v,out=x,where=b) a:exp(a,x) a:concatenate([a[:1],a[1:]],out=x)
"""

#: Functions whose results are indices, truths, shapes, or steps: nothing flows back.
FLAT = frozenset(
    """acos array_equiv argmax argmin ceil empty_like floor fix full_like heaviside nanargmax nanargmin nextafter
    ones_like rint round around sign signbit spacing trunc zeros_like argsort argpartition lexsort searchsorted digitize
    nonzero argwhere flatnonzero isin bincount ix_ isfinite isnan isinf shape ndim size gcd lcm
    histogram piecewise""".split()
)


def calls(text: str) -> list[str]:
    """The calls in a table; one ends where its brackets are closed and white space follows."""
    found, start, depth = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character.isspace() and depth == 0:
            if text[start:place].strip():
                found.append(" ".join(text[start:place].split()))
            start = place + 1
    return found


def evaluate(call: str, values: dict, **more):
    helpers = {
        "np": np,
        "w2": lambda v: v * v,
        "m2": lambda a: a.T if isinstance(a, np.ndarray) else a.mT,
    }
    return eval(f"np.{call}", {**helpers, **values, **more})


def parts(result) -> list:
    """The arrays and numbers in a result, in order."""
    if isinstance(result, (list, tuple)):
        return [part for item in result for part in parts(item)]
    return [result]


def host(x):
    return x.detach().numpy() if hasattr(x, "detach") else np.asarray(x)


def name_of(call: str) -> str:
    return call[: re.match(r"[\w.]+", call).end()].removeprefix("np.")


def of_tensors(ag, values, **options):
    return {
        name: ag.tensor(array, requires_grad=array.dtype.kind in "fc" and options.get("grad", False))
        for name, array in values.items()
    }


@pytest.mark.parametrize("call", calls(CALLS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_values_and_gradients_are_numpys(ag, call):
    values = arrays()
    expected = parts(evaluate(call, values))
    tensors = of_tensors(ag, values, grad=True)
    result = parts(evaluate(call, tensors))
    assert len(result) == len(expected)
    total = 0
    for ours, theirs in zip(result, expected, strict=True):
        assert isinstance(ours, (ag.Tensor, int, bool)), type(ours)
        assert np.shape(host(ours)) == np.shape(theirs)
        if np.asarray(theirs).dtype.kind in "iub" and name_of(call) not in ("float_power",):
            assert np.asarray(host(ours)).dtype.kind in "iub"
        np.testing.assert_allclose(host(ours), theirs, rtol=1e-6, atol=1e-6)
        if isinstance(ours, ag.Tensor) and ours.requires_grad:
            weights = np.cos(np.arange(ours.numel())).reshape(ours.shape)
            term = ours * ag.tensor(weights)
            total = total + (term.real + term.imag if ours.is_complex() else term).sum()
    if isinstance(total, int):
        return
    total.backward()
    check_gradients(call, values, tensors)


def weighted(call: str, values: dict) -> float:
    """The sum of a call's results with the test's weights, computed by NumPy."""
    total = 0.0
    for x in map(np.asarray, parts(evaluate(call, values))):
        if x.dtype.kind in "fc":
            term = x * np.cos(np.arange(x.size)).reshape(x.shape)
            total += np.nansum(term.real + term.imag)
    return total


def check_gradients(call: str, values: dict, tensors: dict) -> None:
    """Along one direction per argument, beside differences of NumPy's own results."""
    step = 1e-6
    for name, x in tensors.items():
        if not x.requires_grad or x.grad is None:
            continue
        array = values[name]
        direction = np.sin(1.0 + np.arange(array.size)).reshape(array.shape)
        if array.dtype.kind == "c":
            direction = direction * (1 + 0.5j)
        ahead, behind = (weighted(call, {**values, name: array + h * direction}) for h in (step, -step))
        slope = (np.conj(host(x.grad)) * direction).real[~np.isnan(array)].sum()
        np.testing.assert_allclose(slope, (ahead - behind) / (2 * step), rtol=1e-4, atol=1e-4, err_msg=name)


@pytest.mark.parametrize("call", calls(CALLS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_what_has_a_derivative_records(ag, call):
    """A floating point result of tensors that require gradients requires them too."""
    if name_of(call) in FLAT:
        return
    for x in parts(evaluate(call, of_tensors(ag, arrays(), grad=True))):
        if isinstance(x, ag.Tensor) and x.dtype.is_floating_point and not re.search(r"\b[ijb]\b", call):
            assert x.requires_grad


@pytest.mark.parametrize("write", calls(WRITES))
@pytest.mark.parametrize("grad", [False, True])
def test_writes_are_numpys_and_recorded(ag, write, grad):
    target, _, call = write.partition(":")
    values = arrays()
    expected = values[target].copy()
    evaluate(call, values, x=expected)
    tensors = of_tensors(ag, values, grad=grad)
    x = tensors[target] * 1.0
    returned = evaluate(call, tensors, x=x)
    np.testing.assert_allclose(host(x), expected)
    assert returned is None or returned is x
    if grad and x.requires_grad:
        x.sum().backward()


# -- all of them ---------------------------------------------------------------------------------------------------


def public(module: ModuleType, prefix: str) -> list[tuple[str, object]]:
    """The functions of a module that ask their arguments for ``__array_function__``."""
    members = [(name, getattr(module, name)) for name in dir(module) if not name.startswith("_")]
    return [(prefix + name, f) for name, f in members if type(f).__name__ == "_ArrayFunctionDispatcher"]


def unsupported() -> set[str]:
    """The functions that the page lists as not supported."""
    section = PAGE.read_text(encoding="utf-8").partition("## Not supported")[2]
    return {
        name for line in re.findall(r"^- .*?: (.*)$", section, re.MULTILINE) for name in re.findall(r"`([\w.]+)`", line)
    }


TRIED = (
    {name_of(call.partition(":")[2]) for call in calls(WRITES)}
    | {name_of(call) for call in calls(CALLS)}
    | {"empty_like"}
)
EVERY = [*public(np, ""), *public(np.linalg, "linalg."), *public(np.fft, "fft.")]


@pytest.mark.parametrize(("name", "function"), EVERY, ids=[name for name, _ in EVERY])
def test_every_function_is_supported_or_refused_by_name(ag, name, function):
    if name in TRIED:
        assert name not in unsupported()
        return
    assert name in unsupported()
    x = ag.ones(2)
    with pytest.raises(TypeError, match=rf"np\.{re.escape(name)} .*not supported on tensors"):
        x.__array_function__(function, (ag.Tensor,), (x,), {})


UFUNCS = sorted(name for name in dir(np) if isinstance(getattr(np, name), np.ufunc))


@pytest.mark.parametrize("name", UFUNCS)
def test_every_ufunc_is_supported_or_refused_by_name(ag, name):
    if name in TRIED:
        assert name not in unsupported()
        return
    assert name in unsupported()
    ufunc = getattr(np, name)
    with pytest.raises(TypeError, match=rf"np\.{ufunc.__name__} .*not supported on tensors"):
        ufunc(*[ag.ones(2)] * ufunc.nin)


# -- operators -----------------------------------------------------------------------------------------------------

OPERATORS = {
    "arithmetic": "+ - * / // % **".split(),
    "comparison": "== != < <= > >=".split(),
    "bits": "& | ^ << >>".split(),
}
INFIX = [(symbol, kind) for kind, symbols in OPERATORS.items() for symbol in symbols]


@pytest.mark.parametrize(("symbol", "kind"), INFIX)
def test_an_operator_is_the_same_from_both_sides(ag, device, symbol, kind):
    dtype = np.int64 if kind == "bits" else np.float32
    x, y = (np.array(values, dtype=dtype) for values in ([[1, 2, 3], [4, 2, 1]], [2, 2, 1]))
    t, u = (ag.tensor(a, requires_grad=kind == "arithmetic") for a in (x, y))
    for ours, theirs in (("t", "y"), ("x", "u")):
        result = eval(f"{ours} {symbol} {theirs}", {"t": t, "u": u, "x": x, "y": y})
        assert isinstance(result, ag.Tensor)
        assert result.device == t.device
        assert result.requires_grad == (kind == "arithmetic")
        np.testing.assert_allclose(result.tolist(), eval(f"x {symbol} y").tolist(), rtol=1e-6)


def test_a_product_of_matrices_and_a_divmod_are_the_same_from_both_sides(ag, device):
    x, y = np.arange(6.0).reshape(2, 3), np.array([2.0, 1.0, 3.0], dtype=np.float32)
    t, u = ag.tensor(x, requires_grad=True), ag.tensor(y)
    for product in (t @ y, x @ u, np.matmul(t, y)):
        assert product.tolist() == (x @ y).tolist()
        assert product.dtype is ag.float64
    (t @ y).sum().backward()
    assert t.grad.tolist() == [y.tolist()] * 2
    for results in (divmod(t.detach(), y), divmod(x, u)):
        assert [r.tolist() for r in results] == [r.tolist() for r in divmod(x, y)]


@pytest.mark.parametrize("name", [*"?bBhHiIlLqQefdgFDG"])
def test_numpy_scalars_count_as_numbers(ag, name):
    scalar, x = np.dtype(name).type(2), ag.ones(2, requires_grad=True)
    results = (x * scalar, scalar * x, np.multiply(x, scalar), x + scalar, scalar - x, scalar / x)
    kind = ag.complex64 if name in "FDG" else ag.float32
    assert all(isinstance(r, ag.Tensor) and r.requires_grad and r.dtype is kind for r in results)
    assert results[0].tolist() == results[1].tolist() == [complex(scalar) if name in "FDG" else float(scalar)] * 2


def test_arrays_are_written_into_tensors_but_not_the_other_way(ag, device):
    array, x = np.array([1.0, 2.0], dtype=np.float32), ag.ones(2)
    x += array
    x *= array
    assert x.tolist() == [2.0, 6.0]
    for write in ("+=", "-=", "*=", "/=", "//=", "%=", "**="):
        with pytest.raises(TypeError, match=r"np\.\w+ is not supported on tensors with ndarray as out="):
            exec(f"array {write} x", {"array": array, "x": x})
    with pytest.raises(TypeError, match=r"np\.matmul is not supported on tensors with ndarray as out="):
        array @= ag.ones(2, 2)
    assert array.tolist() == [1.0, 2.0]


# -- devices, dtypes, refusals -------------------------------------------------------------------------------------


def test_results_stay_on_the_device(ag, device):
    x = ag.tensor([[3.0, 1.0], [2.0, 5.0]], requires_grad=True)
    for result in (
        np.median(x, axis=0), np.dot([1.0, 2.0], x), np.add([1.0, 2.0], x), np.pad(x, 1), np.linspace(x, 2.0, 3),
        np.where([[True, False], [False, True]], x, 0.0),
        np.insert(x, 1, 7.0, axis=0), np.concatenate([x, [[1.0, 2.0]]]),
    ):  # fmt: skip
        assert result.device == x.device
        assert result.requires_grad
        assert result.dtype is ag.float32


def test_an_array_beside_a_tensor_of_another_device_is_refused(ag, device, other_device):
    x = ag.ones(2, device=other_device)
    for call in (lambda: x + np.ones(2), lambda: np.ones(2) + x, lambda: np.stack([x, np.ones(2)])):
        with pytest.raises(RuntimeError, match="expected all tensors to be on the same device"):
            call()


def test_dtypes_are_promoted_as_pytorch_does(ag):
    x, i = ag.ones(2), ag.tensor([1, 2])
    assert np.concatenate([x, np.ones(2)]).dtype is ag.float64
    assert np.dot(x, np.ones(2)).dtype is ag.float64
    assert np.sum(i.to(ag.uint8)).dtype is ag.int64
    assert np.mean(i).dtype is np.sqrt(i).dtype is ag.float32
    assert np.sum(x, dtype=float).dtype is np.add(x, x, dtype=np.float64).dtype is ag.float64
    assert np.zeros_like(x, dtype=np.int8).dtype is ag.int8
    assert np.sum(i, initial=3.0).dtype is np.max(i, initial=-9.0, where=i > 1).dtype is ag.int64
    assert np.all(i.to(ag.uint8)).dtype is np.any(x).dtype is ag.bool
    assert np.rint(i).dtype is ag.float32


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("np.sum(x, out=np.zeros(2))", "sum is not supported on tensors with ndarray as out="),
        ("np.add(x, 1, where=[True, False])", "add with where= is not supported on tensors"),
        ("np.exp(x, casting='unsafe')", "exp with casting= is not supported on tensors"),
        ("np.add.reduce(x, where=[True, False])", "add.reduce with where= is not supported on tensors"),
        ("np.add.reduceat(x, [0])", "add.reduceat is not supported on tensors"),
        ("np.add.at(np.zeros(2), 0, x)", "add.at is not supported on tensors"),
        ("np.copyto(np.zeros(2), x)", "copyto into ndarray is not supported on tensors"),
        ("np.nan_to_num(x, copy=False)", "nan_to_num with copy= is not supported on tensors"),
        ("np.reshape(x, 2, order='F')", "reshape with order= is not supported on tensors"),
        ("np.add(x, None)", "add of None is not supported on tensors"),
        ("np.pad(x, 1, mode='linear_ramp')", "pad with mode='linear_ramp' is not supported on tensors"),
        ("np.histogram(x, bins='auto')", "histogram with bins='auto' is not supported on tensors"),
        ("np.var(x, mean=0.0)", "var with mean= is not supported on tensors"),
    ],
)
def test_what_is_not_supported_is_named(ag, call, message):
    with pytest.raises(TypeError, match=rf"np\.{re.escape(message)}"):
        eval(call, {"np": np, "x": ag.ones(2)})


def test_arrays_of_types_that_tensors_lack_are_refused(ag):
    for array in (np.array([1, None]), np.array(["a"]), np.ones(1, np.longdouble), np.array(["2020"], "M8[D]")):
        with pytest.raises(TypeError, match="can't convert data of type"):
            np.add(ag.ones(1), array)


def test_a_written_result_has_to_fit(ag):
    x = ag.ones(2, dtype=ag.int64)
    with pytest.raises(TypeError, match=r"np\.divide: the result of type .*float32 cannot be cast"):
        np.divide(x, 2, out=x)
    leaf = ag.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad"):
        np.add(leaf, 1.0, out=leaf)


def test_others_that_speak_to_numpy_are_asked(ag):
    class Other:
        def __array_ufunc__(self, *args, **kwargs):
            return "theirs"

        def __array_function__(self, *args):
            return "theirs"

    assert np.add(ag.ones(2), Other()) == np.stack([ag.ones(2), Other()]) == "theirs"


def test_conversion_to_an_array_does_not_cut_the_graph(ag):
    x = ag.ones(2, requires_grad=True)
    for convert in (np.asarray, np.array, lambda x: np.array([x, x]), np.ones(2).dot):
        with pytest.raises(RuntimeError, match="Can't call numpy"):
            convert(x)
    assert float(x[0]) == 1.0


def test_special_functions_of_scipy(ag):
    scipy = pytest.importorskip("scipy.special", reason="SciPy is not installed")
    array = np.array([0.3, 1.4, 2.5])
    for name in ("erf", "gammaln", "psi", "expit", "ndtri", "j0", "y1", "k0e", "i1", "log_ndtr", "entr"):
        function = getattr(scipy, name)
        values = array / 4 if name == "ndtri" else array
        x = ag.tensor(values, requires_grad=True)
        result = function(x)
        assert result.requires_grad
        np.testing.assert_allclose(result.detach().numpy(), function(values), rtol=1e-12)
    with pytest.raises(TypeError, match="kl_div is not supported on tensors"):
        scipy.kl_div(ag.ones(2), ag.ones(2))
