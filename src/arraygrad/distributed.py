"""Training by several processes: not there. Programs that ask hear so, and those that could but do not run.

The functions of a group of processes answer as PyTorch's do where no group has been made.
"""

from __future__ import annotations

from typing import Any, NoReturn

__all__ = [
    "all_reduce",
    "barrier",
    "broadcast",
    "destroy_process_group",
    "get_rank",
    "get_world_size",
    "init_process_group",
    "is_available",
    "is_initialized",
    "no_group",
]


def is_available() -> bool:
    """Whether processes can train together: no.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.distributed.is_available()
    False
    """
    return False


def is_initialized() -> bool:
    """Whether this process is one of a group: no."""
    return False


def no_group() -> ValueError:
    """What is raised where a group of processes is needed."""
    return ValueError(
        "Default process group has not been initialized, please make sure to call init_process_group: that arraygrad "
        "cannot do, so run the program as one process"
    )


def init_process_group(*args: Any, **kwargs: Any) -> NoReturn:
    """Make this process one of a group.

    Raises
    ------
    RuntimeError
        Always.
    """
    raise RuntimeError("arraygrad does not train by several processes: run the program as one")


def destroy_process_group(group: Any = None) -> NoReturn:
    """End a group of processes.

    Raises
    ------
    ValueError
        Always: there is none.
    """
    raise no_group()


def get_rank(group: Any = None) -> NoReturn:
    """The number of this process in its group; raises as `destroy_process_group` does."""
    raise no_group()


def get_world_size(group: Any = None) -> NoReturn:
    """How many processes a group has; raises as `destroy_process_group` does."""
    raise no_group()


def barrier(*args: Any, **kwargs: Any) -> NoReturn:
    """Wait for the others of a group; raises as `destroy_process_group` does."""
    raise no_group()


def all_reduce(*args: Any, **kwargs: Any) -> NoReturn:
    """Combine the tensors of a group; raises as `destroy_process_group` does."""
    raise no_group()


def broadcast(*args: Any, **kwargs: Any) -> NoReturn:
    """Send a tensor to the others of a group; raises as `destroy_process_group` does."""
    raise no_group()
