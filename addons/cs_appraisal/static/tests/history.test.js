import { describe, expect, test } from "@odoo/hoot";
import { drawHistory } from "@cs_appraisal/my_appraisal/history";

describe.current.tags("headless");

const HISTORY = [
    { id: 1, label: "2026-09", score: 50, grade: "E" },
    { id: 2, label: "2026-10", score: false, grade: "" },
    { id: 3, label: "2026-11", score: 130, grade: "A" },
];

test("months stand off the axis, the line goes on behind a gap (APP-07)", () => {
    for (const isSmall of [false, true]) {
        const drawn = drawHistory(HISTORY, isSmall);
        const [first, left, last] = drawn.points;
        expect(first.x - drawn.left).toBeCloseTo(drawn.right - last.x);
        expect(first.x).toBeGreaterThan(drawn.left);
        expect(left.x).toBeCloseTo((first.x + last.x) / 2);
        expect(drawn.path).toBe(`M${first.x} ${first.y} L${last.x} ${last.y}`);
        expect(drawn.grid.at(-1).label).toBe(140, { message: "above all scores" });
    }
});

test("on the phone it is as wide as the phone", () => {
    expect(drawHistory(HISTORY, true).viewBox).toBe("0 0 340 160");
    expect(drawHistory(HISTORY, false).viewBox).toBe("0 0 600 160");
    expect(drawHistory([], true).points).toEqual([]);
});
