import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { deadlineText, timeLeft } from "@cs_attendance/countdown/countdown_field";

describe.current.tags("headless");

const { DateTime } = luxon;
const deadline = DateTime.fromISO("2026-03-11T23:59:59");

/** Both texts at a moment of the day before or the same day. */
function texts(moment) {
    const now = DateTime.fromISO(moment);
    return [String(deadlineText(deadline, now)), String(timeLeft(deadline, now))];
}

test("the countdown names the deadline and what is left", () => {
    allowTranslations();
    expect(texts("2026-03-11T16:30:00")).toEqual(["until today 23:59", "7 hours left"]);
    expect(texts("2026-03-11T23:34:59")).toEqual([
        "until today 23:59",
        "25 minutes left",
    ]);
    expect(texts("2026-03-10T23:59:59")).toEqual([
        "until tomorrow 23:59",
        "1 days left",
    ]);
    expect(texts("2026-03-09T10:00:00")).toEqual(["until 03-11 23:59", "2 days left"]);
});

test("the last second is still in time, the next one is not", () => {
    allowTranslations();
    expect(texts("2026-03-11T23:59:59")[1]).toBe("0 minutes left");
    expect(texts("2026-03-12T00:00:00")[1]).toBe("the deadline has passed");
});
