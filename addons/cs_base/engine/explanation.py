"""Why a result is what it is (ALL-01), in a small form that outlives the code.

An engine that judges returns its verdict together with an :class:`Explanation`: per
rule that led to it one :class:`Reason` with the facts used (references, never
texts about people), the parameter values in force and the figures of the case. Texts
are not stored: they are found by key and rendered in the reader's language.

>>> late = Explanation(
...     verdict="att.verdict.late",
...     reasons=[
...         Reason(
...             rule="ATT-04",
...             key="att.late",
...             facts=[Fact("cs.punch", 7, "check_in")],
...             params=[Param("late_grace", 5, "minute")],
...             values=[Param("late", 12, "minute")],
...         )
...     ],
... )
>>> Explanation.from_json(late.to_json()) == late
True
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

VERSION = 1

#: unit -> types of value it goes with. Money is ``money:<ISO code>``, e.g. money:CNY.
UNITS = {
    "": (str, bool, int, Decimal, date, datetime),
    "second": (int,),  # shown as h:mm
    "minute": (int, Decimal),
    "hour": (int, Decimal),
    "day": (int, Decimal),
    "ratio": (int, Decimal),  # a share of one, shown as a percentage
    "term": (str,),  # key of a text, for codes that have words of their own
    "money": (int, Decimal),
}

_RULE = re.compile(r"[A-Z][A-Z0-9]{1,7}-[0-9]{2,4}")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
#: what PostgreSQL refuses in jsonb: NUL, and surrogates without their partner
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MAX_TEXT = 10_000
_MAX_DIGITS = 40
_MAX_UNIT = 9


class ExplanationError(ValueError):
    """A value that cannot be part of an explanation, or stored JSON that is none."""


def _check_pattern(what, text, pattern, limit=64):
    if not isinstance(text, str) or len(text) > limit or not _fits(text, pattern):
        raise ExplanationError(f"{what}: {text!r:.80} is not allowed")


@lru_cache(maxsize=4096)
def _fits(text, pattern):
    """The same few hundred words stand in a million explanations."""
    return pattern.fullmatch(text) is not None


def _tuple_of(kind, items, what):
    items = tuple(items)
    for item in items:
        if type(item) is not kind:
            raise ExplanationError(f"{what}: {item!r:.80} is not a {kind.__name__}")
    return items


def _unique(items, what):
    names = [item.name for item in items]
    if len(set(names)) != len(names):
        raise ExplanationError(f"{what}: the same name twice in {names!r:.200}")
    return items


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A record that the verdict rests on.

    :param model: its Odoo model, e.g. ``cs.punch``
    :param id: its id, or None when such a record was looked for and there is none
    :param role: what it is in this verdict, e.g. ``check_in``; its label is the
        text ``role.check_in``. The role ``policy`` marks the policy in force.
    """

    model: str
    id: int | None
    role: str

    def __post_init__(self):
        _check_pattern("model", self.model, _KEY)
        _check_pattern("role", self.role, _NAME)
        if self.id is not None and (type(self.id) is not int or self.id <= 0):
            raise ExplanationError(f"id: {self.id!r:.80} is not an id")


@dataclass(frozen=True, slots=True, eq=False)
class Param:
    """A named value: a parameter of the policy, or a figure of the case.

    :param name: e.g. ``late_grace``; the label of a parameter is the text
        ``param.late_grace``
    :param value: str, bool, int, Decimal, date, naive UTC datetime, or None for "none".
        Decimals are equal by number: 1.50 is kept as 1.5. Floats are refused.
    :param unit: one of :data:`UNITS`

    An int, a Decimal and a bool of the same size differ, as their JSON does.
    """

    name: str
    value: str | bool | int | Decimal | date | datetime | None
    unit: str = ""

    def __post_init__(self):
        _check_pattern("name", self.name, _NAME)
        kind = _check_unit(self.unit)
        if self.value is not None and type(self.value) not in UNITS[kind]:
            raise ExplanationError(
                f"{self.name}: {self.value!r:.80} does not go with unit {self.unit!r}"
            )
        object.__setattr__(self, "value", _checked(self.name, self.value, kind))

    def __eq__(self, other):
        return isinstance(other, Param) and self._identity() == other._identity()

    def __hash__(self):
        return hash(self._identity())

    def _identity(self):
        return self.name, type(self.value), self.value, self.unit


def _check_unit(unit):
    """:return: the unit without its currency"""
    if not isinstance(unit, str) or len(unit) > _MAX_UNIT or not _is_unit(unit):
        raise ExplanationError(f"unit: {unit!r:.80} is unknown")
    return "money" if ":" in unit else unit


@lru_cache(maxsize=256)
def _is_unit(unit):
    kind, colon, currency = unit.partition(":")
    known = kind in UNITS and bool(colon) == (kind == "money")
    return known and (not colon or _CURRENCY.fullmatch(currency) is not None)


def _checked(name, value, kind):
    """The canonical form of a value whose type is already known to be allowed."""
    if type(value) is Decimal:
        return _canonical(name, value)
    if kind == "term" and value is not None:
        _check_pattern(name, value, _KEY)
    if type(value) is str and (len(value) > _MAX_TEXT or _UNSTORABLE.search(value)):
        raise ExplanationError(
            f"{name}: text with NUL or half characters, or of more than"
            f" {_MAX_TEXT} characters"
        )
    if isinstance(value, datetime) and value.tzinfo:
        raise ExplanationError(f"{name}: {value} must be UTC without a time zone")
    if isinstance(value, date) and not 1900 <= value.year < 3000:
        raise ExplanationError(f"{name}: {value} is not a date of this business")
    if type(value) is int and abs(value) >= 10**_MAX_DIGITS:
        raise ExplanationError(f"{name}: more than {_MAX_DIGITS} digits")
    return value


def _canonical(name, number):
    """The same number without trailing zeros or exponent tricks; exact."""
    if not number.is_finite():
        raise ExplanationError(f"{name}: {number} is not a number")
    text = str(number)
    if len(text) <= _MAX_DIGITS and "E" not in text:
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return Decimal(text) or Decimal(0)
    sign, digits, exponent = number.as_tuple()
    digits = "".join(map(str, digits)).lstrip("0")
    trimmed = digits.rstrip("0")
    if not trimmed:
        return Decimal(0)
    exponent += len(digits) - len(trimmed)
    if len(trimmed) > _MAX_DIGITS or abs(exponent) > _MAX_DIGITS:
        raise ExplanationError(f"{name}: more than {_MAX_DIGITS} digits")
    # As plain digits: Decimal("1E+2") and Decimal("100") would have two spellings.
    return Decimal(f"{Decimal((sign, tuple(map(int, trimmed)), exponent)):f}")


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule, and what made it apply.

    :param rule: code in the rule book, e.g. ``ATT-04``
    :param key: key of the sentence; its {placeholders} are the names in ``values``
    :param facts: in the order in which they are shown; a repetition is dropped
    :param params: parameter values in force, in the order in which they are shown
    :param values: figures of the case, for the sentence; kept sorted by name
    """

    rule: str
    key: str
    facts: tuple[Fact, ...] = ()
    params: tuple[Param, ...] = ()
    values: tuple[Param, ...] = ()

    def __post_init__(self):
        _check_pattern("rule", self.rule, _RULE)
        _check_pattern("key", self.key, _KEY)
        facts = tuple(dict.fromkeys(_tuple_of(Fact, self.facts, "facts")))
        params = _unique(_tuple_of(Param, self.params, "params"), "params")
        values = _unique(_tuple_of(Param, self.values, "values"), "values")
        object.__setattr__(self, "facts", facts)
        object.__setattr__(self, "params", params)
        object.__setattr__(
            self, "values", tuple(sorted(values, key=lambda value: value.name))
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a result is what it is.

    :param reasons: in the order in which they are shown
    :param verdict: key of the text that names the result, "" when the record's own
        name does
    """

    reasons: tuple[Reason, ...] = ()
    verdict: str = ""

    def __post_init__(self):
        if self.verdict != "":
            _check_pattern("verdict", self.verdict, _KEY)
        reasons = _tuple_of(Reason, self.reasons, "reasons")
        object.__setattr__(self, "reasons", reasons)

    def to_json(self):
        """Plain dicts, lists, strings, ints and bools; equal explanations give equal
        JSON, so that recomputing writes nothing when nothing changed."""
        return {
            "v": VERSION,
            "verdict": self.verdict,
            "reasons": [
                {
                    "rule": reason.rule,
                    "key": reason.key,
                    "facts": _facts_to_json(reason.facts),
                    "params": [_param_to_json(param) for param in reason.params],
                    "values": [_param_to_json(value) for value in reason.values],
                }
                for reason in self.reasons
            ],
        }

    @classmethod
    def from_json(cls, data):
        """The explanation that :meth:`to_json` wrote.

        :raise ExplanationError: another version, or anything that is not exactly
            what :meth:`to_json` writes
        """
        if not isinstance(data, dict) or type(data.get("v")) is not int:
            raise ExplanationError("this is not an explanation")
        if data["v"] != VERSION:
            raise ExplanationError(
                f"explanation of version {data['v']}; this program reads {VERSION}"
            )
        try:
            result = cls(
                reasons=[_reason_from_json(reason) for reason in data["reasons"]],
                verdict=data["verdict"],
            )
            same = json.dumps(result.to_json(), sort_keys=True) == json.dumps(
                data, sort_keys=True
            )
        except ExplanationError:
            raise
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise ExplanationError(f"this is not an explanation: {error!r}") from error
        if not same:
            raise ExplanationError("this is not an explanation in its stored form")
        return result


def _facts_to_json(facts):
    """[[model, role, [ids]]]: a statement line may rest on hundreds of records."""
    return [
        [model, role, [fact.id for fact in group]]
        for (model, role), group in groupby(facts, lambda f: (f.model, f.role))
    ]


def _reason_from_json(data):
    return Reason(
        rule=data["rule"],
        key=data["key"],
        facts=[
            Fact(model, id_, role) for model, role, ids in data["facts"] for id_ in ids
        ],
        params=[_param_from_json(*item) for item in data["params"]],
        values=[_param_from_json(*item) for item in data["values"]],
    )


def _param_to_json(param):
    value = param.value
    if type(value) is Decimal:
        value = {"decimal": f"{value:f}"}
    elif isinstance(value, datetime):
        value = {"utc": value.isoformat()}
    elif isinstance(value, date):
        value = {"date": value.isoformat()}
    return [param.name, value, param.unit] if param.unit else [param.name, value]


_DECODERS = {
    "decimal": Decimal,
    "utc": datetime.fromisoformat,
    "date": date.fromisoformat,
}


def _param_from_json(name, value, unit=""):
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        value = _DECODERS[kind](text)
    return Param(name, value, unit)
