"""Ready rule books, as a user starts from them (INC-20 to INC-27, ALL-04)."""

from .ready_points import RULES as POINTS_RULES
from .ready_rules import (
    DAY,
    EVERYBODY,
    FILE,
    FRONT_DESK,
    Ready,
    Then,
    _lt,
    chosen,
    fixed,
    suggested,
    within,
)

SERIOUS = ("serious", _lt("Serious case"))
FORCED = ("forced", _lt("Forcing others by rank"))
WITH_FINE = ("fine", _lt("Slip with a fine"))
EACH = {"counting": "each", "period": "month"}

SERVICE_RULES = (
    Ready(
        "SV-01",
        _lt("Proxy punching: who does it, and who lets it be done"),
        "b1",
        cited="INC-22",
        vals=DAY | suggested("proxy"),
    ),
    Ready("SV-02", _lt("Off post without approval"), "b1", cited="INC-23"),
    Ready("SV-03", _lt("Not working while on duty"), "b1", cited="INC-23"),
    Ready("SV-04", _lt("No badge or uniform"), "c1", cited="INC-24"),
    Ready(
        "SV-05", _lt("Late"), "c1", cited="INC-24", vals=DAY | EACH | suggested("late")
    ),
    Ready(
        "SV-06",
        _lt("Early leave"),
        "c1",
        cited="INC-24",
        vals=DAY | EACH | suggested("early"),
    ),
    Ready(
        "SV-07",
        _lt("A punch missed"),
        "c1",
        cited="INC-24",
        vals=DAY | EACH | suggested("missed"),
    ),
    Ready(
        "SV-08",
        _lt("Meal over the limit"),
        "c1",
        cited="INC-24",
        vals=DAY | EACH | suggested("meal"),
    ),
    Ready(
        "SV-10",
        _lt("Leaking customer data"),
        then=(
            Then(
                1,
                "",
                SERIOUS,
                ("dismissal",),
                vals=chosen(10000, 100000),
            ),
            Then(
                1,
                "",
                FORCED,
                vals=chosen(50000, 150000),
            ),
        ),
        cited="INC-25",
        vals=fixed(1000) | FILE | within("ever", "each"),
    ),
    Ready(
        "SV-11",
        _lt("Unpaid order not followed up, found in a spot check"),
        cited="INC-27",
        vals=fixed(5) | within("month", "each"),
    ),
    Ready(
        "SV-20",
        _lt("Breach of service rules: notice of criticism"),
        cited="INC-20",
        vals={"kind": "criticism"},
    ),
    Ready(
        "SV-21",
        _lt("Breach of service rules after a notice, or a valid complaint"),
        cited="INC-20",
        vals={"kind": "warning"},
    ),
    Ready(
        "SV-22",
        _lt("Neglect of duty with consequences for customers or the company"),
        cited="INC-20",
        vals={"kind": "minor"},
    ),
    Ready(
        "SV-23",
        _lt("Gross neglect of duty"),
        cited="INC-20",
        vals={"kind": "major"} | FILE,
    ),
    Ready(
        "SV-24",
        _lt("Damage to be made good"),
        cited="INC-20",
        vals={"kind": "compensation", "amount_mode": "free"} | FILE,
    ),
    Ready(
        "SV-27",
        _lt("Punch card lost or damaged: the fee of its replacement"),
        cited="ATT-17",
        vals={"kind": "compensation", "amount_mode": "free"} | suggested("card"),
    ),
    Ready(
        "SV-28",
        _lt("Did not take part in a course: notice of criticism"),
        cited="APP-11",
        vals={"kind": "criticism"} | suggested("training"),
    ),
    Ready(
        "SV-25",
        _lt("Breach of department rules: fine"),
        cited="INC-20",
        vals=chosen(5, 200),
    ),
    Ready(
        "SV-26",
        _lt("Breach for which the regulations provide dismissal"),
        besides=("dismissal",),
        cited="INC-20",
        vals={"kind": "dismissal"} | FILE,
    ),
    Ready(
        "SV-30",
        _lt("Outstanding service, praised by name"),
        "b1",
        cited="INC-21",
        vals={"kind": "award"},
    ),
)

SLIP_RULES = (
    Ready("FD-01", _lt("Reception not prompt or not friendly")),
    Ready("FD-02", _lt("Desk unattended")),
    Ready("FD-03", _lt("Phone not answered within 3 rings, or badly recorded")),
    Ready("FD-04", _lt("Forms late or wrong")),
    Ready("FD-05", _lt("Desk untidy")),
    Ready(
        "FD-06",
        _lt("Copies made without right, too many, too few, late or unreadable"),
    ),
    Ready("FD-07", _lt("Duty done so badly that others lost by it")),
)


def _slip(rule):
    """A fault slip is a notice of criticism; as a special case it is a fine."""
    return rule._replace(
        section=FRONT_DESK,
        cited="INC-20",
        then=(Then(1, "", WITH_FINE, vals=chosen(5, 50)),),
        vals={"kind": "criticism"},
    )


#: kind of book -> name, rules
READY = {
    "points": (_lt("Retail points"), POINTS_RULES),
    "service": (
        _lt("Customer service discipline"),
        tuple(rule._replace(section=EVERYBODY) for rule in SERVICE_RULES),
    ),
    "slips": (
        _lt("Front desk fault slips"),
        tuple(_slip(rule) for rule in SLIP_RULES),
    ),
}
