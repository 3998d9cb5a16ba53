"""Whose department is set up, and as what kind of company (ALL-04)."""

from datetime import date
from typing import Any, NamedTuple

#: The kinds of ALL-04. A part of the assistant says per kind what it makes.
KINDS = [
    ("ecommerce", "E-commerce"),
    ("after_sales", "After-sales / call centre"),
    ("retail", "Retail with points"),
    ("decoration", "Decoration dispatch"),
    ("property", "Property duty"),
    ("hospital", "Hospital hotline"),
    ("field", "Field service"),
]
#: their codes
ANY_KIND = tuple(code for code, _name in KINDS)


class Scope(NamedTuple):
    """:param kind: one of ``KINDS``
    :param company: res.company; ``department``: hr.department, perhaps none
    :param first: first day of the policies
    """

    kind: str
    company: Any
    department: Any
    first: date
