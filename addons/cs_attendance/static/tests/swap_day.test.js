import { describe, expect, test } from "@odoo/hoot";
import { daysToGive, daysToTake } from "@cs_attendance/swap_day/swap_day_field";

describe.current.tags("headless");

const days = [
    { date: "2026-03-09", name: "Mon", mine: "Day", theirs: "Night" },
    { date: "2026-03-10", name: "Tue", mine: "Day", theirs: "" },
    { date: "2026-03-11", name: "Wed", mine: "", theirs: "Day" },
    { date: "2026-03-12", name: "Thu", mine: "", theirs: "Night" },
    { date: "2026-03-13", name: "Fri", mine: "", theirs: "" },
];
const dates = (found) => found.map((day) => day.date.slice(-2));

test("only the own shifts are given away", () => {
    expect(dates(daysToGive(days))).toEqual(["09", "10"]);
});

test("a colleague who works on that day exchanges that day (ATT-11)", () => {
    expect(dates(daysToTake(days, "2026-03-09"))).toEqual(["09"]);
});

test("a colleague who is free gives a shift of a day on which I am free", () => {
    expect(dates(daysToTake(days, "2026-03-10"))).toEqual(["11", "12"]);
});

test("with nothing given away yet", () => {
    expect(dates(daysToTake(days, ""))).toEqual(["11", "12"]);
});
