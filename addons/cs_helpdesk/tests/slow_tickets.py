"""The figures of a file of ticket events, from their definitions, one ticket at a time.

Shares no code with the import or the clock, so that the two can be compared.
"""

import csv
import gzip
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


def read(path, zone):
    """:return: dict case -> list of (moment in UTC, activity, person), in order"""
    cases = defaultdict(list)
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            local = datetime.strptime(row["Complete Timestamp"], "%Y/%m/%d %H:%M:%S.%f")
            moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            event = (moment.replace(tzinfo=None), row["Activity"], row["Resource"])
            cases[row["Case ID"]].append(event)
    return {
        case: sorted(events, key=lambda one: one[0]) for case, events in cases.items()
    }


def figures(events, until):
    """Of one ticket, walking from event to event, until a moment:

    - received: its first event;
    - taken: its first "Take in charge ticket";
    - running, paused: seconds in which it is neither resolved nor closed; paused from
      a "Wait" until somebody takes it in charge, or it is resolved or closed;
    - reopened: how often it was taken in charge, or waits, after it was resolved or
      closed;
    - closed: the last closing, or where there is none after it was last resolved,
      that resolving; None while it is open;
    - work: person -> running seconds while that person has it.
    """
    taken = closed = holder = None
    is_over = is_paused = False
    running = paused = timedelta()
    reopened, closings = 0, []
    work = defaultdict(timedelta)
    before = events[0][0]
    for moment, activity, person in [*events, (until, "", "")]:
        if not is_over:
            if is_paused:
                paused += moment - before
            else:
                running += moment - before
                work[holder] += moment - before
        before = moment
        if activity in ("Take in charge ticket", "Wait"):
            if is_over:
                reopened += 1
                closings = []
            is_over = False
            is_paused = activity == "Wait"
            if not is_paused:
                taken = taken or moment
                holder = person
        elif activity in ("Resolve ticket", "RESOLVED", "Closed"):
            is_over, is_paused = True, False
            closings.append((activity == "Closed", moment))
    if is_over:
        finals = [moment for is_final, moment in closings if is_final]
        closed = finals[0] if finals else closings[0][1]
    return {
        "received": events[0][0],
        "taken": taken,
        "closed": closed,
        "running": int(running.total_seconds()),
        "paused": int(paused.total_seconds()),
        "reopened": reopened,
        "work": {
            person: int(spent.total_seconds())
            for person, spent in work.items()
            if spent
        },
    }
