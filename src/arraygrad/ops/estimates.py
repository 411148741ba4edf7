"""Integrals, histograms and covariances of samples."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import normalize_dim


def _strips(xp: Any, y: Any, x: Any, dx: float | None, dim: int) -> Any:
    """Areas of the trapezoids between neighbouring samples."""
    if y.dtype.category == 0 or (x is not None and x.dtype.category == 0):
        raise RuntimeError("trapezoid: received a bool input for `x` or `y`, but bool is not supported")
    axis = normalize_dim(dim, y.ndim)
    if not y.shape[axis]:
        return y
    lead = (slice(None),) * axis
    heights = y[(*lead, slice(1, None))] + y[(*lead, slice(0, max(y.shape[axis] - 1, 0)))]
    if x is None:
        return heights * (0.5 * (1 if dx is None else dx))
    if x.ndim == 1:
        return heights * xp.reshape(xp.diff(x), tuple(-1 if i == axis else 1 for i in range(y.ndim))) * 0.5
    return heights * xp.diff(x, 1, axis - y.ndim) * 0.5


@op(composite=True, aliases=("trapz",), faces=("torch",))
def trapezoid(xp: Any, y: Array, x: Array | None = None, *, dx: float | None = None, dim: int = -1) -> Array:
    """Integral along a dimension by the trapezoidal rule.

    Parameters
    ----------
    y : Tensor
        Values.
    x : Tensor, optional
        Where they were taken.
    dx : float, optional
        Distance between them if they are evenly spaced; 1 if not given.
    dim : int

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.trapezoid(ag.tensor([1.0, 5.0, 10.0]))
    tensor(10.5000)
    """
    return xp.sum(_strips(xp, y, x, dx, dim), dim)


trapezoid.cases(
    case(real(3, 4)), case(real(3, 4), dx=0.5, dim=0), case(real(3, 4), real(4)), case(real(3, 4), real(3), dim=0)
)


@op(composite=True, faces=("torch",))
def cumulative_trapezoid(xp: Any, y: Array, x: Array | None = None, *, dx: float | None = None, dim: int = -1) -> Array:
    """Running integral along a dimension by the trapezoidal rule, one element shorter than `y`.

    Parameters
    ----------
    y, x, dx, dim
        As of `trapezoid`.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cumulative_trapezoid(ag.tensor([1.0, 5.0, 10.0]))
    tensor([ 3.0000, 10.5000])
    """
    return xp.cumsum(_strips(xp, y, x, dx, dim), dim)


cumulative_trapezoid.cases(case(real(3, 4)), case(real(3, 4), real(4)))


@op(composite=True, compiles=False)
def histc(xp: Any, input: IndexArray, bins: int = 100, min: float = 0, max: float = 0) -> Array:
    """Number of elements in each of equally wide bins.

    Parameters
    ----------
    input : Tensor
        Floating point.
    bins : int
    min, max : float
        Range of the bins; the range of the elements if both are zero. Elements outside are not counted.

    Returns
    -------
    Tensor
        In the dtype of `input`.

    Raises
    ------
    RuntimeError
        If there is no bin or `max` is less than `min`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.histc(ag.tensor([1.0, 2.0, 1.0]), bins=4, min=0, max=3)
    tensor([0., 2., 1., 0.])
    """
    if bins < 1:
        raise RuntimeError(f"bins must be > 0, got {bins}")
    x = xp.reshape(input.detach(), (-1,))
    if min == max == 0 and x.shape[0]:
        min, max = xp.amin(x).item(), xp.amax(x).item()
    if min == max:
        min, max = min - 1, max + 1
    if max < min:
        raise RuntimeError(f"max must be larger than min, got {min} and {max}")
    inside = xp.masked_select(x, xp.logical_and(x >= min, x <= max))
    place = xp.astype(xp.floor((inside - min) * (bins / (max - min))), xp.int64)
    return xp.astype(xp.bincount(xp.clamp_max(place, bins - 1), None, bins), input.dtype)


histc.cases(case(real(20), 5), case(real(20), 5, -1.0, 1.0))


@op(composite=True)
def cov(
    xp: Any, input: Array, *, correction: int = 1, fweights: Array | None = None, aweights: Array | None = None
) -> Array:
    """Covariance matrix of variables in rows, observed in columns.

    Parameters
    ----------
    input : Tensor
        Of one or two dimensions.
    correction : int
        Subtracted from the number of observations.
    fweights : Tensor, optional
        How often each observation was made.
    aweights : Tensor, optional
        How much each observation weighs.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there are more than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cov(ag.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]))
    tensor([[ 1., -1.],
            [-1.,  1.]])
    """
    if input.ndim > 2:
        raise RuntimeError(f"cov(): expected input to have two or fewer dimensions but got an input with {input.ndim}")
    x = xp.reshape(input, (1, -1)) if input.ndim < 2 else input
    weights = fweights if aweights is None else aweights if fweights is None else fweights * aweights
    if weights is None:
        total, norm = x.shape[1], max(x.shape[1] - correction, 0)
        centred = x - xp.sum(x, 1, True) / total
        weighted = centred
    else:
        total = xp.sum(weights)
        centred = x - xp.sum(x * weights, 1, True) / total
        weighted = centred * weights
        if correction and aweights is not None:
            norm = xp.clamp_min(total - xp.sum(weights * aweights) / total * correction, 0)
        else:
            norm = xp.clamp_min(total - correction, 0)
    result = xp.matmul(weighted, xp.matrix_transpose(xp.conj(centred))) / norm
    return xp.reshape(result, ()) if x.shape[0] == 1 else result


cov.cases(case(real(3, 5)), case(real(5)), case(real(3, 5), correction=0), case(real(3, 5), aweights=real(5, low=0.5)))


@op(composite=True)
def corrcoef(xp: Any, input: Array) -> Array:
    """Correlation coefficients of variables in rows, observed in columns.

    Parameters
    ----------
    input : Tensor
        Real, of one or two dimensions.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there are more than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.corrcoef(ag.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]))
    tensor([[ 1., -1.],
            [-1.,  1.]])
    """
    covariance = xp.cov(input)
    if not covariance.ndim:
        return covariance / covariance
    spread = xp.sqrt(xp.diagonal(covariance))
    result = covariance / spread / xp.unsqueeze(spread, 1)
    if xp.isdtype(result.dtype, "complex floating"):
        return xp.complex(*(xp.clamp(part, -1.0, 1.0) for part in (xp.real(result), xp.imag(result))))
    return xp.clamp(result, -1.0, 1.0)


corrcoef.cases(case(real(3, 5)))
