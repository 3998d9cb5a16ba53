"""The points book of a retail house (INC-21), to start from.

Where the regulations say "again" or "twice" without a period, it is all the time; the
company changes what it wants otherwise.
"""

from .ready_rules import (
    ABSENT,
    AWARD,
    CASHIERS,
    COMPLAINT,
    DAY,
    DESK,
    FLOOR,
    GOODS,
    MINOR,
    Ready,
    Then,
    _lt,
    suggested,
    within,
)

SERIOUS = ("serious", _lt("Serious case"))
CHEATING = ("cheating", _lt("Cheating"))
VALUABLE = ("valuable", _lt("Valuable property"))
MOST_VALUABLE = ("most_valuable", _lt("Most valuable property"))
SMALL = ("small", _lt("Differences of 2 to 5"))
LARGE = ("large", _lt("Differences above 30"))
UNTEACHABLE = ("unteachable", _lt("Unteachable"))
LARGE_LOSS = ("large", _lt("A large loss"))
SMOKING = ("smoking", _lt("Smoking or drinking"))
ANTI_THEFT = ("anti_theft", _lt("Playing with anti-theft devices"))
PACKS = ("packs", _lt("Empty or damaged packs not dealt with"))
STAYED_AWAY = ("absent", _lt("Did not come"))

DESK_RULES = (
    Ready(
        "CS-01",
        _lt("Punching for someone else, or letting someone punch for oneself (both)"),
        "b1",
        cited="INC-22",
        vals=DAY | suggested("proxy"),
    ),
    Ready("CS-02", _lt("On duty without uniform or badge"), "c1", cited="INC-24"),
    Ready("CS-03", _lt("Away from the post without approval"), "b1", cited="INC-23"),
    Ready("CS-04", _lt("Doing things that are not work on duty"), "b1", cited="INC-23"),
    Ready(
        "CS-05",
        _lt(
            "A task given by the supervisor not done in time, or changed, without"
            " saying so before"
        ),
        "c1",
    ),
    Ready(
        "CS-06",
        _lt("Absent for a leave not applied for in writing and approved beforehand"),
        then=(Then(2, "b1", vals=ABSENT),),
        vals=ABSENT,
    ),
    Ready(
        "CS-07",
        _lt("Meal longer than 35 minutes, or the desk left unattended"),
        "c1",
        cited="INC-24",
        vals=suggested("meal"),
    ),
    Ready(
        "CS-08",
        _lt("Customer complaint about service attitude, harming the house's name"),
        "b1",
        vals=COMPLAINT | suggested("complaint"),
    ),
    Ready(
        "CS-09",
        _lt("Entering the gift store alone (two must go in and out together)"),
        "c1",
    ),
    Ready(
        "CS-10", _lt("Praised highly by a customer, praise letter"), "a1", vals=AWARD
    ),
    Ready("CS-11", _lt("Bore a wrong for the common good"), "b1", vals=AWARD),
    Ready("CS-12", _lt("Saved the company a loss"), "a1", vals=AWARD),
    Ready(
        "CS-13",
        _lt("Handed in found property"),
        "b1",
        then=(
            Then(1, "a1", VALUABLE, vals=AWARD),
            Then(1, "a2", MOST_VALUABLE, vals=AWARD),
        ),
        vals=AWARD,
    ),
)

GOODS_RULES = (
    Ready("GO-01", _lt("Buying from suppliers below price, or asking for gifts"), "a1"),
    Ready("GO-02", _lt("Private things taken onto the platform"), "c1"),
    Ready("GO-03", _lt("Changing clothes or private business on the platform"), "c1"),
    Ready("GO-04", _lt("Loud, uniform untidy, private calls often"), "c1"),
    Ready("GO-05", _lt("Drinking at work"), "c1"),
    Ready(
        "GO-06",
        _lt("Late or early"),
        "c1",
        cited="INC-24",
        vals=DAY | suggested("late_early"),
    ),
    Ready(
        "GO-07",
        _lt("Swapping shift without form or approval, or punching for another"),
        "c1",
        vals=DAY,
    ),
    Ready(
        "GO-08",
        _lt("Quarrel with or insult to a supplier (complaint)"),
        "a1",
        vals=COMPLAINT,
    ),
    Ready("GO-09", _lt("Received too much or too little, company harmed"), "b1"),
    Ready("GO-10", _lt("Entry error, company harmed"), "b1"),
    Ready("GO-11", _lt("Wrong quantity returned or exchanged in a claim"), "c1"),
    Ready("GO-12", _lt("Lift operator away from the post"), "c1"),
    Ready(
        "GO-13", _lt("Pallet truck damaged by misuse"), "c1", besides=("compensation",)
    ),
    Ready(
        "GO-14",
        _lt("Keeps all rules, works actively"),
        besides=("best_employee",),
        vals=AWARD,
    ),
)

CASHIER_RULES = (
    Ready(
        "CA-01",
        _lt("Probation: scanned too much or too little 3 times in a week"),
        then=(Then(3, "b1"),),
        vals=within("week", "count"),
    ),
    Ready(
        "CA-02",
        _lt("Probation: over or short by more than 30, 3 times in a month"),
        then=(Then(3, besides=("transfer",)),),
        vals=within("month", "count"),
    ),
    Ready(
        "CA-03",
        _lt("Probation: broke the rules twice"),
        "a1",
        then=(Then(1, "a1", SERIOUS, ("dismissal",)),),
    ),
    Ready(
        "CA-04",
        _lt("After probation: mis-scans, or tags left on, in one month"),
        then=(Then(3, "c1"), Then(5, "b1"), Then(11, "a1")),
        vals=within("month", "count"),
    ),
    Ready(
        "CA-05",
        _lt("Chatting, leaning, reading at the till"),
        then=(Then(2, "c1"), Then(3, "a1")),
        vals={"kind": "spoken"},
    ),
    Ready("CA-06", _lt("Untidy appearance"), "c1"),
    Ready("CA-07", _lt("Opening the drawer or counting cash at will"), "a1"),
    Ready(
        "CA-08",
        _lt("Own cash at the till"),
        "a1",
        then=(Then(1, "a1", CHEATING, ("dismissal",)),),
    ),
    Ready(
        "CA-09",
        _lt("Serving friends or relatives at the own till"),
        "c1",
        then=(Then(1, "a1", CHEATING), Then(2, "a1", CHEATING, ("dismissal",))),
    ),
    Ready(
        "CA-10",
        _lt("Cash differences in one week"),
        then=(
            Then(3, "c1", SMALL),
            Then(3, "b1", LARGE),
            Then(5, "b1", LARGE, ("transfer",)),
        ),
        vals=within("week", "count"),
    ),
    Ready(
        "CA-11",
        _lt("Broke duties or procedure twice"),
        "b1",
        then=(Then(1, "a1", SERIOUS),),
    ),
    Ready(
        "CA-12",
        _lt("Month's ranking by receipts and takings, counted from the last place"),
        then=(Then(1, "b1"), Then(2, "c1")),
        vals=within("month", "place"),
    ),
    Ready(
        "CA-13",
        _lt("Last in the ranking two months running"),
        besides=("leave", "transfer"),
    ),
    Ready(
        "CA-14",
        _lt("Dispute with a customer leading to a complaint"),
        "b1",
        then=(
            Then(1, "a1", SERIOUS),
            Then(1, "a1", UNTEACHABLE, ("transfer",)),
        ),
        vals=COMPLAINT,
    ),
    Ready("CA-15", _lt("Differences within 1 in the whole month"), "b1", vals=AWARD),
    Ready(
        "CA-16",
        _lt("Abused without fault, stayed polite and saved the house's name"),
        "b1",
        vals=AWARD,
    ),
    Ready("CA-17", _lt("No complaint in the month and praised"), "b1", vals=AWARD),
    Ready(
        "CA-18",
        _lt("Discovered theft and saved the loss"),
        "a1",
        then=(Then(1, "a2", LARGE_LOSS, vals=AWARD),),
        vals=AWARD,
    ),
    Ready(
        "CA-19",
        _lt("Most customers served in the month, by place"),
        then=(Then(1, "b1", vals=AWARD), Then(2, "c1", vals=AWARD)),
        vals=within("month", "place", **AWARD),
    ),
)

FLOOR_RULES = (
    Ready(
        "SF-01",
        _lt("No uniform or badge"),
        "c1",
        besides=("no_entry",),
        cited="INC-24",
    ),
    Ready(
        "SF-02",
        _lt("Work steps not followed, task or daily work not finished"),
        "c1",
    ),
    Ready("SF-03", _lt("Contradicting the supervisor in public"), "c1"),
    Ready(
        "SF-04",
        _lt(
            "Price tags, posters, shelves, restocking or missing-goods orders not done"
        ),
        "c1",
    ),
    Ready(
        "SF-05", _lt("Tools used against the rules"), "a1", besides=("compensation",)
    ),
    Ready(
        "SF-06",
        _lt("Fooling about, foul language, sleeping, wandering, standing together"),
        "c1",
        then=(Then(1, "c1", SMOKING, ("dismissal",)),),
    ),
    Ready(
        "SF-07",
        _lt("Late, early, no punch (each)"),
        "c1",
        then=(Then(4, "c1", besides=("full_attendance",)),),
        cited="INC-24",
        vals=within("month", "each") | suggested("unpunctual"),
    ),
    Ready("SF-08", _lt("Daily meeting missed"), "c1"),
    Ready(
        "SF-09",
        _lt("Pranks"),
        "a1",
        then=(
            Then(
                1,
                "a2",
                ANTI_THEFT,
                ("investigation",),
            ),
        ),
        besides=("investigation",),
    ),
    Ready(
        "SF-10",
        _lt("Theft"),
        "a2",
        then=(Then(1, "a2", SERIOUS, ("forfeit", "dismissal", "police")),),
        besides=("forfeit", "dismissal"),
    ),
    Ready("SF-11", _lt("Handover unclear, error caused"), "b1"),
    Ready("SF-12", _lt("Weekly market survey late or wrong"), "b1"),
    Ready(
        "SF-13",
        _lt("Neglect leading to a complaint"),
        "b1",
        then=(Then(1, "a1", SERIOUS, vals=MINOR),),
        vals=COMPLAINT,
    ),
    Ready("SF-14", _lt("Greeting words not used"), "c1"),
    Ready("SF-15", _lt("Using or damaging goods"), "b1"),
    Ready(
        "SF-16",
        _lt("Stray goods not put back"),
        "c1",
        then=(Then(1, "b1", PACKS),),
    ),
    Ready(
        "SF-17",
        _lt("More than 2 swaps a month, or one not applied for"),
        besides=("day_pay",),
        vals=ABSENT | DAY,
    ),
    Ready(
        "SF-18",
        _lt("Called for an important matter: late"),
        "b1",
        then=(Then(1, "a1", STAYED_AWAY, ("criticism",), vals=MINOR),),
    ),
    Ready("SF-19", _lt("Left before the day's work was done and delayed others"), "b1"),
    Ready(
        "SF-20",
        _lt("Slander or insult to colleagues"),
        "a1",
        then=(Then(2, "a1", besides=("dismissal",)),),
    ),
)

RULES = tuple(
    rule._replace(section=section)
    for section, rules in (
        (DESK, DESK_RULES),
        (GOODS, GOODS_RULES),
        (CASHIERS, CASHIER_RULES),
        (FLOOR, FLOOR_RULES),
    )
    for rule in rules
)
