"""Queries of one ticket's change of stage, with nothing in the cache.

    python tests/bench/bench_stage_change.py -c odoo.conf -d DATABASE

Run it on a database with helpdesk_mgmt alone and on one with cs_helpdesk, and compare:
the goal is four queries more at most. Tracking, mails and all that a request does is
included. Everything is rolled back.
"""

from runner import run

CHANGES = {
    "pause": "awaiting",
    "resume": "in_progress",
    "close": "done",
    "reopen": "in_progress",
}


def prepare(env):
    """A ticket in work, in a company of its own with a policy if there are any."""
    company = env["res.company"].create({"name": "Bench"})
    env = env(context={"allowed_company_ids": [company.id]})
    if "cs.helpdesk.policy" in env:
        company.resource_calendar_id.tz = "Asia/Shanghai"
        values = {"name": "B", "company_id": company.id, "date_from": "2024-01-01"}
        env["cs.helpdesk.policy"].create(values)._decision_write({"state": "approved"})
    team = env["helpdesk.ticket.team"].create({"name": "B", "company_id": company.id})
    values = {"name": "One", "description": "One", "user_id": env.uid}
    ticket = env["helpdesk.ticket"].create({**values, "team_id": team.id})
    ticket.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    return ticket


def cost(ticket, stage):
    env = ticket.env
    env.flush_all()
    env.cr.precommit.run()
    env.invalidate_all()
    before = env.cr.sql_log_count
    ticket.write({"stage_id": stage.id})
    env.flush_all()
    env.cr.precommit.run()
    return env.cr.sql_log_count - before


def bench(env):
    ticket = prepare(env)
    stages = {
        name: env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{stage}")
        for name, stage in CHANGES.items()
    }
    for _warming_up in range(2):
        counts = {name: cost(ticket, stage) for name, stage in stages.items()}
    print(", ".join(f"{name} {count}" for name, count in counts.items()))


if __name__ == "__main__":
    run(bench)
