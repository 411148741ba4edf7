"""Discrete Fourier transforms along several dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj
from arraygrad.ops.fourier import complex_transform, dims_and_sizes, from_half, opposite, to_half

#: Several integers, one, or none.
Sizes = int | Sequence[int] | None


@op(composite=True, faces=("fft",))
def fftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Discrete Fourier transform along several dimensions.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.fftn(ag.ones(2, 2)).real
    tensor([[4., 0.],
            [0., 0.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return complex_transform(xp, input, dims, sizes, norm, forward=True)


fftn.cases(case(complexes(2, 3)), case(real(2, 2, 3), (3, -1), (2, 0), "ortho"))


@op(composite=True, faces=("fft",))
def ifftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Inverse of `fftn`.

    Parameters
    ----------
    input : Tensor
        Real or complex.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ifftn(ag.fft.fftn(ag.ones(2, 2))).real
    tensor([[1., 1.],
            [1., 1.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return complex_transform(xp, input, dims, sizes, norm, forward=False)


ifftn.cases(case(complexes(2, 3), (4,)))


@op(composite=True, faces=("fft",))
def rfftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Discrete Fourier transform of real numbers along several dimensions; the last of them holds half of the spectrum.

    Parameters
    ----------
    input : Tensor
        Real.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If the input is complex, sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.rfftn(ag.ones(2, 4)).real
    tensor([[8., 0., 0.],
            [0., 0., 0.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return to_half(xp, input, dims, sizes, norm, "rfftn")


rfftn.cases(case(real(3, 4)), case(real(3, 2, 2), None, (1, 0), "forward"))


@op(composite=True, faces=("fft",))
def irfftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Inverse of `rfftn`.

    Parameters
    ----------
    input : Tensor
        The half of a spectrum that `rfftn` gives; what real numbers would not have is ignored.
    s : int or sequence of int, optional
        Numbers of points of the result, -1 for the size that is there, or ``2 * (size - 1)`` of the last dimension.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.irfftn(ag.fft.rfftn(ag.ones(2, 2)))
    tensor([[1., 1.],
            [1., 1.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return from_half(xp, input, dims, sizes, norm, "irfftn")


irfftn.cases(case(complexes(3, 3)), case(complexes(2, 2), (3, 3), (1, 0), "ortho"))


@op(composite=True, faces=("fft",))
def hfftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Real Fourier transform, along several dimensions, of half a signal whose other half is conjugate.

    Parameters
    ----------
    input : Tensor
        The first half of the signal along the last of the dimensions.
    s : int or sequence of int, optional
        Numbers of points of the result, -1 for the size that is there, or ``2 * (size - 1)`` of the last dimension.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by 1 (as without it), by the root of the number of points, or by that number.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.hfftn(ag.ones(2, 2))
    tensor([[4., 0.],
            [0., 0.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return from_half(xp, conj(xp, input), dims, sizes, opposite(norm), "hfftn")


hfftn.cases(case(complexes(2, 3)))


@op(composite=True, faces=("fft",))
def ihfftn(xp: Any, input: Array, s: Sizes = None, dim: Sizes = None, norm: str | None = None) -> Array:
    """Inverse of `hfftn`.

    Parameters
    ----------
    input : Tensor
        Real.
    s : int or sequence of int, optional
        Numbers of points, -1 for the size that is there: the input is cut off or filled up with zeros.
    dim : int or sequence of int, optional
        All, or the last ones of `s`, if not given.
    norm : {"backward", "ortho", "forward"}, optional
        Divide by the number of points (as without it), by its root, or by 1.

    Returns
    -------
    Tensor
        Complex.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If the input is complex, sizes and dimensions do not fit, there is no point, or no such norm.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fft.ihfftn(ag.ones(2, 2)).real
    tensor([[1., 0.],
            [0., 0.]])
    """
    dims, sizes = dims_and_sizes(input, s, dim)
    return conj(xp, to_half(xp, input, dims, sizes, opposite(norm), "ihfftn"))


ihfftn.cases(case(real(2, 3)))
