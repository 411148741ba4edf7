"""The base class of all distributions."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from arraygrad.autograd.modes import no_grad
from arraygrad.distributions import constraints
from arraygrad.distributions.constraints import Constraint
from arraygrad.distributions.utils import lazy_property
from arraygrad.tensor import Size, Tensor

__all__ = ["Distribution"]

D = TypeVar("D", bound="Distribution")


class Distribution:
    """A probability distribution over tensors, or a batch of them.

    A sample has the shape ``sample_shape + batch_shape + event_shape``: `batch_shape` counts distributions, each with
    parameters of its own, `event_shape` is the shape of what one of them gives.

    Parameters
    ----------
    batch_shape : Size
        Shape of the batch.
    event_shape : Size
        Shape of one sample of one distribution.
    validate_args : bool, optional
        Whether parameters, and the values given to `log_prob` and its relatives, are checked; by default what
        `set_default_validate_args` says.

    Raises
    ------
    ValueError
        If a parameter does not satisfy its constraint.

    Examples
    --------
    >>> import arraygrad as ag
    >>> normal = ag.distributions.Normal(ag.zeros(3), 1.0)
    >>> normal.batch_shape, normal.event_shape, normal.sample((2,)).shape
    (arraygrad.Size([3]), arraygrad.Size([]), arraygrad.Size([2, 3]))
    """

    #: Whether `rsample` gives samples with gradients for the parameters.
    has_rsample: bool = False
    #: Whether `enumerate_support` can list all values.
    has_enumerate_support: bool = False
    _validate_args: bool = __debug__
    #: What holds for each parameter, by name.
    arg_constraints: Any = None
    #: What holds for each sample.
    support: Any = None
    #: Parameters that are kept in an instance beside those of `arg_constraints`, and expand with the batch.
    _companions: ClassVar[tuple[str, ...]] = ()

    @staticmethod
    def set_default_validate_args(value: bool) -> None:
        """Say whether distributions check arguments unless told otherwise.

        The default is that of ``assert``: they do, except under ``python -O``.

        Raises
        ------
        ValueError
            If `value` is not a bool.
        """
        if value not in (True, False):
            raise ValueError(f"validate_args has to be True or False, but got {value!r}")
        Distribution._validate_args = value

    def __init__(
        self, batch_shape: Sequence[int] = (), event_shape: Sequence[int] = (), validate_args: bool | None = None
    ) -> None:
        self._batch_shape = Size(batch_shape)
        self._event_shape = Size(event_shape)
        if validate_args is not None:
            self._validate_args = validate_args
        if self._validate_args:
            self._check_parameters()

    def _check_parameters(self) -> None:
        if self.arg_constraints is None:
            warnings.warn(
                f"{type(self)} does not define `arg_constraints`. Please set `arg_constraints = {{}}` or initialize "
                "the distribution with `validate_args=False` to turn off validation.",
                stacklevel=3,
            )
            return
        for name, constraint in self.arg_constraints.items():
            if constraints.is_dependent(constraint):
                continue
            if name not in self.__dict__ and isinstance(getattr(type(self), name, None), lazy_property):
                continue  # derived from the parameter that was given
            value = getattr(self, name)
            if not bool(constraint.check(value).all()):
                raise ValueError(
                    f"Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of distribution "
                    f"{self!r} to satisfy the constraint {constraint!r}, but found invalid values:\n{value}"
                )

    def expand(self: D, batch_shape: Sequence[int], _instance: Any = None) -> D:
        """The same distribution with a larger batch, of which all members share the parameters' memory.

        Parameters
        ----------
        batch_shape : sequence of int
            The new batch shape.
        _instance
            For the ``expand`` of subclasses: an instance whose fields are to be filled in.
        """
        raise self._lacks("expand")

    def _expanded(self: D, cls: type[Any], batch_shape: Sequence[int], _instance: Any) -> D:
        """An instance with all parameters expanded; for the ``expand`` of a class whose fields are its parameters."""
        new = self._get_checked_instance(cls, _instance)
        batch_shape = Size(batch_shape)
        held: dict[str, Constraint] = self.arg_constraints
        for name, constraint in [*held.items(), *((name, constraints.real) for name in self._companions)]:
            value = self.__dict__.get(name)
            if value is not None:
                own = value.shape[value.ndim - constraint.event_dim :]
                new.__dict__[name] = value.expand(batch_shape + own)
        Distribution.__init__(new, batch_shape, self._event_shape, validate_args=False)
        new._validate_args = self._validate_args
        return new  # type: ignore[no-any-return]

    def _get_checked_instance(self, cls: type[Any], _instance: Any = None) -> Any:
        if _instance is None and type(self).__init__ != cls.__init__:
            raise NotImplementedError(
                f"Subclass {type(self).__name__} of {cls.__name__} that defines a custom __init__ method must also "
                "define a custom .expand() method."
            )
        return type(self).__new__(type(self)) if _instance is None else _instance

    @property
    def batch_shape(self) -> Size:
        """Shape of the batch of distributions."""
        return self._batch_shape

    @property
    def event_shape(self) -> Size:
        """Shape of one sample of one distribution."""
        return self._event_shape

    @property
    def mean(self) -> Tensor:
        """The expectation."""
        raise self._lacks("mean")

    @property
    def mode(self) -> Tensor:
        """The most probable value."""
        raise NotImplementedError(f"{type(self)} does not implement mode")

    @property
    def variance(self) -> Tensor:
        """The expectation of the squared distance from the mean."""
        raise self._lacks("variance")

    @property
    def stddev(self) -> Tensor:
        """The square root of the variance."""
        return self.variance.sqrt()

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples without gradients.

        Parameters
        ----------
        sample_shape : sequence of int
            How many, as a shape.

        Returns
        -------
        Tensor
            Shape ``sample_shape + batch_shape + event_shape``.
        """
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples that can be differentiated by the parameters, if `has_rsample`.

        Parameters
        ----------
        sample_shape : sequence of int
            How many, as a shape.

        Raises
        ------
        NotImplementedError
            If samples do not change smoothly with the parameters.
        """
        raise self._lacks("rsample")

    def sample_n(self, n: int) -> Tensor:
        """``sample((n,))``, under an older name that warns."""
        warnings.warn("`sample_n(n)` will be deprecated. Use `sample((n,))` instead.", FutureWarning, stacklevel=2)
        return self.sample((n,))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density, or of the probability, at a value.

        Parameters
        ----------
        value : Tensor
            Broadcasts against ``batch_shape + event_shape``.

        Returns
        -------
        Tensor
            Without the event's dimensions.

        Raises
        ------
        ValueError
            If arguments are checked and `value` is outside of the support.
        """
        raise self._lacks("log_prob")

    def cdf(self, value: Tensor) -> Tensor:
        """The probability of a sample not above a value."""
        raise self._lacks("cdf")

    def icdf(self, value: Tensor) -> Tensor:
        """The inverse of `cdf`: the quantile of a probability."""
        raise self._lacks("icdf")

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """All values that a sample can have, along a new first dimension.

        Parameters
        ----------
        expand : bool
            Whether they are repeated for the whole batch; otherwise its dimensions have size 1.
        """
        raise self._lacks("enumerate_support")

    def entropy(self) -> Tensor:
        """The expectation of minus `log_prob`; shape `batch_shape`."""
        raise self._lacks("entropy")

    def perplexity(self) -> Tensor:
        """The exponential of the entropy; shape `batch_shape`."""
        return self.entropy().exp()

    def _extended_shape(self, sample_shape: Sequence[int] = ()) -> Size:
        """The shape of samples."""
        return Size(sample_shape) + self._batch_shape + self._event_shape

    def _validate_sample(self, value: Tensor) -> None:
        """Check a value for `log_prob` and its relatives.

        Raises
        ------
        ValueError
            If it is not a tensor, does not broadcast, or is outside of the support.
        """
        if not isinstance(value, Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")
        event = value.ndim - len(self._event_shape)
        if event < 0 or value.shape[event:] != self._event_shape:
            raise ValueError(
                f"The right-most size of value must match event_shape: {value.shape} vs {self._event_shape}."
            )
        expected = self._batch_shape + self._event_shape
        for have, want in zip(reversed(value.shape), reversed(expected), strict=False):
            if have != want and have != 1 and want != 1:
                raise ValueError(
                    f"Value is not broadcastable with batch_shape+event_shape: {value.shape} vs {expected}."
                )
        support = self.support
        if support is None:
            warnings.warn(
                f"{type(self)} does not define `support` to enable sample validation. Please initialize the "
                "distribution with `validate_args=False` to turn off validation.",
                stacklevel=3,
            )
            return
        if not bool(support.check(value).all()):
            raise ValueError(
                f"Expected value argument ({type(value).__name__} of shape {tuple(value.shape)}) to be within the "
                f"support ({support!r}) of the distribution {self!r}, but found invalid values:\n{value}"
            )

    def _lacks(self, name: str) -> NotImplementedError:
        return NotImplementedError(f"{type(self).__name__} has no {name}: there is no formula for it here")

    def __repr__(self) -> str:
        held = {name: self.__dict__[name] for name in self.arg_constraints or {} if name in self.__dict__}
        shown = (f"{name}: {value if value.numel() == 1 else value.shape}" for name, value in held.items())
        return f"{type(self).__name__}({', '.join(shown)})"
