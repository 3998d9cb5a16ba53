"""Sets of moments as sorted, disjoint half-open spans ``(start, stop)``.

>>> minus([(8, 12), (13, 17)], [(11, 14)])
[(8, 11), (14, 17)]
>>> common([(8, 12), (13, 17)], [(11, 14)])
[(11, 12), (13, 14)]
"""

from datetime import timedelta

NOTHING = timedelta(0)


def minus(spans, holes):
    """The parts of ``spans`` outside all ``holes``; holes in any order."""
    parts = list(spans)
    for low, high in holes:
        parts = [
            piece
            for start, stop in parts
            for piece in ((start, min(stop, low)), (max(start, high), stop))
            if piece[0] < piece[1]
        ]
    return parts


def common(spans, others):
    """The parts of ``spans`` inside at least one of ``others``."""
    return minus(spans, minus(spans, others))


def seconds(spans):
    """Length in whole seconds."""
    total = NOTHING
    for start, stop in spans:
        total += stop - start
    return total.days * 86400 + total.seconds


def seconds_before(spans, moment):
    """Seconds of ``spans`` before a moment."""
    return seconds(
        (start, min(stop, moment)) for start, stop in spans if start < moment
    )


def seconds_after(spans, moment):
    """Seconds of ``spans`` from a moment on."""
    return seconds((max(start, moment), stop) for start, stop in spans if stop > moment)
