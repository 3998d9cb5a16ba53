"""What the files of ``../shared/data`` say, read in plain Python.

Nothing of the product is used here: what it comes to is compared with this.
"""

import csv
import gzip
import io
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from odoo.addons.cs_attendance.tests import slow_judge
from odoo.addons.cs_attendance.tests.test_real_year import read_moments
from odoo.addons.cs_helpdesk.tests import slow_tickets

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = ("in_time", "out_time", "helpdesk_events")
YEAR = 2015
#: Tickets of 2012, the busiest year of the file, fall into 2015, on the same weekdays.
LATER = timedelta(weeks=157)
#: The end of the working day: the files name no hours. From 10:00 on.
STOP = time(16, 30)
ZONE = "Asia/Shanghai"
#: The general manager does not punch (ATT-06); what that person punched is kept.
EXEMPT = "28"
EIGHT_HOURS = timedelta(hours=8)
TAKEN = "Take in charge ticket"
_STAMP = "%Y/%m/%d %H:%M:%S.%f"


def is_there():
    return all((DATA / f"{name}.csv.gz").exists() for name in FILES)


def month_start(day):
    return date(day.year, day.month, 1)


class RealData:
    """The punches of 2015 and the tickets, as much later as ``LATER``."""

    # Punches

    @cached_property
    def cells(self):
        """(pin, day, "in" or "out") -> local moment, or None"""
        return read_moments()

    @cached_property
    def pins(self):
        return sorted({pin for pin, _day, _side in self.cells}, key=int)

    @cached_property
    def holidays(self):
        """Weekdays on which nobody came."""
        came = {day for (_pin, day, _side), moment in self.cells.items() if moment}
        return {day for _pin, day, _side in self.cells} - came

    def punch_sheet(self, name, month):
        """The columns of one month of one of the files, as bytes."""
        with gzip.open(DATA / f"{name}.csv.gz", "rt", newline="") as lines:
            header, *rows = csv.reader(lines)
        days = [
            place
            for place, title in enumerate(header[1:], 1)
            if title.endswith(f"/{month:%m/%Y}")
        ]
        return _csv_bytes(
            [row[place] for place in (0, *days)] for row in [header, *rows]
        )

    def punch_count(self, month):
        return sum(
            bool(moment) and month_start(day) == month
            for (_pin, day, _side), moment in self.cells.items()
        )

    @cached_property
    def judged(self):
        """pin -> day -> verdict and minutes, by ``slow_judge``"""
        punches = {pin: defaultdict(list) for pin in self.pins}
        for (pin, day, _side), moment in self.cells.items():
            if moment:
                punches[pin][day].append(moment)
        judged = {
            pin: slow_judge.judge_year(YEAR, own, {}, self.holidays, STOP)
            for pin, own in punches.items()
        }
        for row in judged[EXEMPT].values():
            if row["verdict"] not in ("rest", "holiday"):
                row.update(verdict="exempt", forgiven=0, late=0, early=0)
        return judged

    def sheet(self, pin, month):
        return slow_judge.month_sums(self.judged[pin], month.month)

    # Tickets

    @cached_property
    def _rows(self):
        path = DATA / "helpdesk_events.csv.gz"
        with gzip.open(path, "rt", newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def _ends(self):
        """case -> month of its last event"""
        ends = defaultdict(lambda: date.min)
        for row in self._rows:
            day = (datetime.strptime(row["Complete Timestamp"], _STAMP) + LATER).date()
            ends[row["Case ID"]] = max(ends[row["Case ID"]], month_start(day))
        return ends

    def ticket_file(self, wanted):
        """Cases whose last event lies in a wanted month, with all their events.

        :param wanted: called with the month
        :return: bytes, number of cases
        """
        cases = {case for case, month in self._ends.items() if wanted(month)}
        rows = [list(self._rows[0])]
        for row in self._rows:
            if row["Case ID"] in cases:
                moment = datetime.strptime(row["Complete Timestamp"], _STAMP) + LATER
                stamp = moment.strftime(_STAMP)[:-3]
                rows.append([*{**row, "Complete Timestamp": stamp}.values()])
        return _csv_bytes(rows), len(cases)

    @cached_property
    def resources(self):
        return sorted({row["Resource"] for row in self._rows}, key=_number)

    @cached_property
    def closed(self):
        """(resource, month) -> tickets closed by who took them in charge last"""
        found = Counter()
        cases = slow_tickets.read(DATA / "helpdesk_events.csv.gz", ZONE)
        for events in cases.values():
            figures = slow_tickets.figures(events, events[-1][0])
            takers = [who for _at, activity, who in events if activity == TAKEN]
            if figures["closed"] and takers:
                local = figures["closed"] + LATER + EIGHT_HOURS
                found[takers[-1], month_start(local.date())] += 1
        return found


def _number(resource):
    return int(resource.removeprefix("Value "))


def _csv_bytes(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
