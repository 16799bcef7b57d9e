"""One decorator for plain and for async functions."""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def through(call: Callable[..., Any], function: Callable[P, R]) -> Callable[P, R]:
    """`function`, each call of it made as `call(function, ...)`; async functions stay async."""
    if iscoroutinefunction(function):

        @wraps(function)
        async def later(*args: P.args, **kwargs: P.kwargs) -> Any:
            return await call(function, *args, **kwargs)

        return cast(Callable[P, R], later)

    @wraps(function)
    def at_once(*args: P.args, **kwargs: P.kwargs) -> R:
        return cast(R, call(function, *args, **kwargs))

    return at_once
