"""Appraisal: how grades and scores are spread, streaks, plans (APP-06 to APP-08)."""

from .board import Board
from .parts import (
    ABSENT,
    BRAND,
    LATE,
    LEAVE,
    NUMBER,
    OK,
    SHARE,
    TEAL,
    TWO,
    Card,
    Column,
    Source,
)

RESULTS = Source("cs.appraisal.report", "month")
PLANS = Source("cs.improvement.plan", "date_from")
ANALYSIS = "cs_appraisal.cs_appraisal_report_menu"
CYCLE = {
    "id": "cycle",
    "label": "Appraisal Cycle",
    "model": "cs.appraisal.cycle",
    "fields": {"cs.appraisal.report": "cycle_id"},
}
COLUMNS = (
    Column("Appraisal Results", "{__count}", NUMBER, LEAVE),
    Column("Average Score", "{score}", TWO, BRAND),
    Column("Failing", "{failing_count}", NUMBER, ABSENT),
    Column("Failing Streaks", "{failing_streak_count}", NUMBER, ABSENT),
    Column("First-Place Streaks", "{best_streak_count}", NUMBER, OK),
    Column("Training Needs", "{training_count}", NUMBER, LATE),
    Column("Promotion List", "{promotion_count}", NUMBER, TEAL),
)


def board():
    one = Board("appraisal", filters=(CYCLE,))
    one.cards(
        Card(
            "Appraisal Results",
            RESULTS,
            "{__count}",
            NUMBER,
            "{cycle_id:count_distinct}",
            NUMBER,
            "cycles",
            ANALYSIS,
        ),
        Card("Average Score", RESULTS, "{score}", TWO, menu=ANALYSIS),
        Card(
            "Failing",
            RESULTS,
            "{failing_count}",
            NUMBER,
            "{failing_count}/{__count}",
            SHARE,
            "of the results",
        ),
        Card(
            "Failing Streaks",
            RESULTS,
            "{failing_streak_count}",
            NUMBER,
            "{best_streak_count}",
            NUMBER,
            "first-place streaks",
        ),
        Card(
            "Training Needs",
            RESULTS,
            "{training_count}",
            NUMBER,
            "{promotion_count}",
            NUMBER,
            "promotions",
        ),
        Card(
            "Improvement Plans",
            PLANS,
            "{__count}",
            NUMBER,
            menu="cs_appraisal.cs_improvement_plan_menu",
        ),
    )
    one.note(RESULTS, "No results in this period. Choose another one above.")
    months = one.series(RESULTS, "month:month", COLUMNS)
    units = one.series(RESULTS, "department_id", COLUMNS)
    one.live_chart("Grades", RESULTS, ["grade_id"], "__count", ANALYSIS)
    one.live_chart(
        "Grades by Department",
        RESULTS,
        ["department_id", "grade_id"],
        "__count",
        ANALYSIS,
    )
    one.chart("line", "Average Score by Month", months, "D", ANALYSIS)
    one.chart("bar", "Average Score by Department", units, "D", ANALYSIS)
    one.live_chart("Average Score by Post", RESULTS, ["job_id"], "score", ANALYSIS)
    one.live_chart(
        "Improvement Plans by State",
        PLANS,
        ["state"],
        "__count",
        "cs_appraisal.cs_improvement_plan_menu",
    )
    one.table("By Department", units)
    return one
