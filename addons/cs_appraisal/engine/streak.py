"""Months in a row (APP-07)."""

from collections.abc import Iterable


def streak(marks: Iterable[bool | None]) -> int:
    """How many months in a row the mark has stood, up to the last one.

    :param marks: a month each, oldest first: whether it counts; None for a month in
        which the person was left out, which neither breaks nor extends

    >>> streak([True, True, None, True])
    3
    >>> streak([True, False, True])
    1
    """
    length = 0
    for mark in marks:
        if mark is not None:
            length = length + 1 if mark else 0
    return length
