"""Eigenvalues and eigenvectors of square matrices."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, definite, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of
from arraygrad.ops._matrices import (
    LinAlgError,
    adjoint,
    attempt,
    check_phases,
    check_square,
    diagonal_matrix,
    finite,
    on_diagonal,
)
from arraygrad.ops.complex_numbers import as_complex


def _gaps(xp: Any, values: Any) -> Any:
    """The differences of eigenvalues, column minus row, and 1 on the diagonal."""
    gaps = xp.expand_dims(values, axis=-2) - xp.expand_dims(values, axis=-1)
    return xp.where(on_diagonal(xp, values.shape[-1]), 1, gaps)


def _not_converged(name: str) -> LinAlgError:
    return LinAlgError(
        f"{name}: The algorithm failed to converge because the input matrix is ill-conditioned, has too many repeated "
        "eigenvalues, or has elements that are not finite."
    )


@op(faces=("linalg",), outputs=("eigenvalues", "eigenvectors"))
def eigh(xp: Any, input: Array, UPLO: str = "L") -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors of Hermitian matrices: ``A = V @ diag(w) @ V^H``.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only one triangle is looked at.
    UPLO : {"L", "U"}
        Which: the lower or the upper one.

    Returns
    -------
    eigenvalues, eigenvectors : Tensor
        A named tuple: real, in rising order, shape (..., n); and the eigenvectors as orthonormal columns. The
        derivative of an eigenvector exists if its eigenvalue is simple.

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is not square or `UPLO` is another word; in the backward pass, if the result depends on the phases of
        complex eigenvectors, which are arbitrary.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.eigh(ag.tensor([[2.0, 1.0], [1.0, 2.0]])).eigenvalues
    tensor([1., 3.])
    """
    check_square(xp, input, "linalg.eigh")
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    A = input if UPLO.upper() == "L" else adjoint(xp, input)
    found = attempt(xp.linalg.eigh, A)
    if found is None or not finite(xp, found[0]):
        raise _not_converged("linalg.eigh")
    values, vectors = found
    return values, vectors


def _eigh_rule(xp: Any, g: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    # M. B. Giles, An extended collection of matrix derivative results, 2008; C. Boeddeker et al., On the computation of
    # complex-valued gradients, 2017.
    grad_values, grad_vectors = g
    v = eigenvectors
    middle = 0.0
    if grad_values is not None:
        middle = xp.astype(diagonal_matrix(xp, grad_values), v.dtype)
    if grad_vectors is not None:
        turn = xp.matmul(adjoint(xp, v), grad_vectors)
        check_phases(xp, turn, "linalg_eigh_backward", "eigenvectors")
        middle = middle + 0.5 * (turn - adjoint(xp, turn)) / _gaps(xp, eigenvalues)
    return xp.matmul(v, xp.matmul(middle, adjoint(xp, v)))


eigh.node_name = "LinalgEighBackward0"
eigh.rule(input=_eigh_rule)
eigh.cases(case(definite(3, 3)), case(definite(2, 2, 2), "U"), case(real(0, 2, 2)))


@op(composite=True, faces=("linalg",))
def eigvalsh(xp: Any, input: Array, UPLO: str = "L") -> Array:
    """Eigenvalues of Hermitian matrices.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only one triangle is looked at.
    UPLO : {"L", "U"}
        Which: the lower or the upper one.

    Returns
    -------
    Tensor
        Real, in rising order, shape (..., n).

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is not square or `UPLO` is another word.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.eigvalsh(ag.tensor([[2.0, 1.0], [1.0, 2.0]]))
    tensor([1., 3.])
    """
    return xp.eigh(input, UPLO)[0]


eigvalsh.cases(case(definite(3, 3)), case(definite(2, 2, 2, kind="complex"), "U"))


@op(faces=("linalg",), outputs=("eigenvalues", "eigenvectors"))
def eig(xp: Any, input: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors of square matrices: ``A @ V = V @ diag(w)``.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    eigenvalues, eigenvectors : Tensor
        A named tuple: complex, in no particular order, shape (..., n); and the eigenvectors as columns of length 1. The
        derivative exists if the eigenvalues are simple.

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is not square or has elements that are not finite; in the backward pass, if the result depends on the
        phases of the eigenvectors, which are arbitrary.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.eig(ag.tensor([[0.0, 1.0], [-1.0, 0.0]])).eigenvalues
    tensor([0.+1.j, 0.-1.j])
    """
    check_square(xp, input, "linalg.eig")
    if not finite(xp, input):
        raise RuntimeError("torch.linalg.eig: input tensor should not contain infs or NaNs.")
    found = attempt(xp.linalg.eig, input)
    if found is None or not finite(xp, found[0]):
        raise _not_converged("linalg.eig")
    values, vectors = found
    return as_complex(xp, values), as_complex(xp, vectors)


def _eig_rule(xp: Any, g: Any, input: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    # Boeddeker et al., as above; that the vectors have length 1 takes their own direction out of the gradient.
    grad_values, grad_vectors = g
    v = eigenvectors
    middle = 0.0
    if grad_values is not None:
        middle = diagonal_matrix(xp, grad_values)
    if grad_vectors is not None:
        turn = xp.matmul(adjoint(xp, v), grad_vectors)
        check_phases(xp, turn, "linalg_eig_backward", "eigenvectors")
        length = xp.expand_dims(xp.real(xp.diagonal(turn, 0, -2, -1)), axis=-2)
        turn = turn - xp.matmul(adjoint(xp, v), v) * length
        middle = middle + turn / xp.conj(_gaps(xp, eigenvalues))
    result = xp.solve_matrices(adjoint(xp, v), xp.matmul(middle, adjoint(xp, v)))
    return result if kind_of(xp, input.dtype) == "complex floating" else xp.real(result)


eig.node_name = "LinalgEigBackward0"
eig.rule(input=_eig_rule)
# A gradient that is random depends on the phases: it is the eigenvalues that are checked, under `eigvals`.
eig.cases(case(real(0, 2, 2)))


@op(composite=True, faces=("linalg",))
def eigvals(xp: Any, input: Array) -> Array:
    """Eigenvalues of square matrices.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor
        Complex, in no particular order, shape (..., n).

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is not square or has elements that are not finite.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.eigvals(ag.tensor([[2.0, 0.0], [0.0, 3.0]]))
    tensor([2.+0.j, 3.+0.j])
    """
    check_square(xp, input, "linalg.eigvals")
    return xp.eig(input)[0]


eigvals.cases(case(real(3, 3, distinct=True)), case(complexes(2, 2, 2)))
