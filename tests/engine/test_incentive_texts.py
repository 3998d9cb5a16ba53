"""Every sentence of the incentive addon says only what its outcomes know (ALL-01)."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import cs_incentive_engine
import pytest
from cs_incentive_engine.bands import FIXED, Band, Bands
from cs_incentive_engine.keys import KEYS, NAMES, TERMS
from cs_incentive_engine.rates import RatioFacts, RatioRate, rate_by_ratio
from test_incentive_outcome import OUTCOMES

ADDONS = Path(cs_incentive_engine.__file__).parents[2]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: figures of a formula are named by its metrics, so a sentence knows the amount only
MADE_ELSEWHERE = {"inc.formula.value": {"amount"}}


def _texts(pattern):
    """dict key -> text of the ``cs.reason.text`` records in data files"""
    found = {}
    for path in sorted(ADDONS.glob(pattern)):
        for record in ElementTree.parse(path).iter("record"):
            if record.get("model") == "cs.reason.text":
                values = {one.get("name"): one.text for one in record}
                assert values["key"] not in found, "a key has one text"
                found[values["key"]] = values["text"]
    return found


TEXTS = _texts("cs_incentive/data/cs_incentive_text_data.xml")
#: labels are shared: with the rule book, and with the addons that this one needs
SHARED = _texts("*/data/*.xml")


def _amounts_by_ratio():
    """INC-01 with amounts in place of rates: there is no rate to tell of."""
    rows = (Band(None, FIXED, Decimal(0)), Band(Decimal(70), FIXED, Decimal(50)))
    for rule in (RatioRate(Bands(rows), edge) for edge in ("higher", "lower")):
        for part in (6, 8):
            yield rate_by_ratio(rule, RatioFacts(Decimal(900), part, 10))
    yield rate_by_ratio(RatioRate(Bands(rows[:1])), RatioFacts(Decimal(900), 1, 10))


def _known():
    """dict key -> names of the values that every outcome with the key has"""
    known = dict(MADE_ELSEWHERE)
    for outcome in (*OUTCOMES, *_amounts_by_ratio()):
        names = {name for name, _value, _unit in outcome.values}
        known[outcome.key] = known.get(outcome.key, names) & names
    return known


KNOWN = _known()


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_sentence_knows_its_values(key):
    told = set(PLACEHOLDER.findall(TEXTS[key]))
    assert told <= KNOWN[key]
    assert not re.search(r"[{}]", PLACEHOLDER.sub("", TEXTS[key]))


def test_what_is_paid_is_told():
    """Whoever reads a line reads what it comes to."""
    silent = {"inc.held.running", "inc.held.paid", "inc.held.broken", "inc.cap.within"}
    silent |= {"inc.rank.no_prize"}
    for key, names in KNOWN.items():
        if "amount" in names or "carried" in names:
            told = set(PLACEHOLDER.findall(TEXTS[key]))
            assert told & {"amount", "carried"} or key in silent, key


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_figure_has_a_label(name):
    assert SHARED[f"param.{name}"]


def test_every_term_has_words():
    assert not TERMS - TEXTS.keys()


def test_nothing_is_left_over():
    """No text stays behind when a key of the engine goes."""
    labels = {f"param.{name}" for name in NAMES}
    roles = {"role.scheme", "role.entry", "role.withheld", "role.obligation"}
    assert TEXTS.keys() <= KEYS | TERMS | labels | roles
