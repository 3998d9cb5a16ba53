import inspect

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import RpcCase

#: Overriding these adds no way in: everybody could call them before.
ORM_METHODS = {
    "copy",
    "copy_data",
    "create",
    "default_get",
    "read",
    "search_read",
    "unlink",
    "web_read",
    "web_search_read",
    "write",
}

#: Every other public method of our addons and who may call it: model -> {method: who}.
#: A new one fails the test below until somebody has thought about its callers.
SURFACE = {
    "calendar.public.holiday": {"action_cs_settle": "who may write the year"},
    "cs.appeal": {"action_open_result": "who may read the appeal"},
    "cs.appealable.mixin": {"action_appeal": "the person concerned"},
    "cs.appraisal.board": {
        "get_board": "team leader, HR officer, general manager",
        "move": "supervisor of the department; not own",
    },
    "cs.appraisal.cycle": {
        "action_close": "HR officer",
        "action_compute": "HR officer",
        "action_end_ratings": "HR officer",
        "action_open": "HR officer",
        "action_open_appraisals": "who may read the cycle",
        "action_open_results": "who may read the cycle",
        "action_export_ranking": "team leader, HR officer, general manager:"
        " the results that they read",
        "action_print_ranking": "as action_export_ranking",
    },
    "cs.appraisal.include": {"action_confirm": "HR officer; not own"},
    "cs.appraisal.line": {"action_open_records": "who may read the line"},
    "cs.appraisal.move": {
        "action_confirm": "as cs.appraisal.result action_calibrate, action_revise"
    },
    "cs.appraisal.my": {"get_my_appraisal": "everybody with a post: the own one"},
    "cs.appraisal.report": {"action_open": "who may read the result"},
    "cs.appraisal.result": {
        "action_calibrate": "supervisor of the department; not own",
        "action_revise": "HR officer, general manager; not own",
    },
    "cs.appraisal.trial": {"action_try": "who may read the draft"},
    "cs.appraisal.ready.card": {"action_create": "supervisor, HR officer"},
    "cs.appraisal.template": {"simulate": "who may read the template"},
    "cs.attendance.my.month": {
        "get_month": "everybody: the own month",
        "get_request": "everybody: only prepares a form for the own person",
    },
    "cs.attendance.request.mixin": {"action_withdraw": "the maker"},
    "cs.card.replacement": {
        "action_ask_take_back": "front desk, HR officer: it only names a dialog",
        "action_take_back": "front desk, HR officer; not own",
    },
    "cs.card.take.back": {"action_confirm": "front desk, HR officer; not own"},
    "cs.callback": {
        "action_bar": "who may write the callback, if the number is barred",
        "action_call": "who may write the callback, outside rest hours",
    },
    "cs.callback.call": {
        "action_save": "who may write the callback",
        "action_save_next": "who may write the callback",
    },
    "cs.customer": {
        "action_claim": "who may read the customer: it only names a form",
        "action_tickets": "who may read the customer: tickets that the caller may",
        "action_visit": "who may read the customer: it only names a form",
    },
    "cs.customer.dispute": {
        "action_withdraw": "nobody: it refuses everybody",
    },
    "cs.customer.visit": {"action_record": "who may write the visit, while planned"},
    "cs.customer.visit.record": {"action_save": "who may write the visit, once"},
    "cs.complaint.month": {
        "action_export": "who may read the list",
        "action_export_penalties": "HR officer, payroll accountant, general manager",
        "action_open_cases": "who may read the list: rows that the caller may read",
        "action_open_incomplete": "who may read the list: it only names tickets",
        "action_publish": "supervisor, general manager; once it is approved",
        "action_refresh": "supervisor, general manager; while it is open",
    },
    "cs.complaint.month.line": {
        "action_open_cases": "who may read the line: rows that the caller may read",
    },
    "cs.complaint.month.row.mixin": {"action_open_ticket": "who may read the row"},
    "cs.complaint.week": {"action_show": "who made it"},
    "cs.complaint.party": {"action_report": "people of the unit"},
    "cs.complaint.report": {"action_confirm": "people of the unit"},
    "cs.complaint.severe": {"action_confirm": "supervisor"},
    "cs.metric": {
        "action_open_figures": "who may read the metric: figures that the caller may",
    },
    "cs.metric.figure": {
        "action_correct": "who may read the figure: it only names a form",
    },
    "cs.metric.import": {"action_template": "HR officer, supervisor"},
    "cs.incentive.deal": {
        "action_correct": "who may read the deal: it only names a form",
        "action_hand_in": "who may read the deal: it only names a form",
        "action_refund": "who may read the deal: it only names a form",
    },
    "cs.incentive.deal.import": {"action_template": "HR officer, supervisor"},
    "cs.row.import.mixin": {
        "action_again": "who made it",
        "action_bad_rows": "who made it",
        "action_check": "who made it",
        "action_import": "who made it, for people whose facts the caller may enter",
    },
    "cs.desk": {
        "load": "everybody: the own state",
        "show": "everybody whose department runs a desk: the own state",
    },
    "ir.http": {"lazy_session_info": "who is signed in: as Odoo's, and the own state"},
    "cs.rebate.entry": {"action_reverse": "who may read it: it only names a form"},
    "cs.rebate.list": {
        "action_compute": "HR officer, payroll accountant; drafts only",
        "action_export": "who may read the list",
    },
    "cs.anomaly": {
        "action_effective": "supervisor of the unit, general manager; not own",
        "action_not_effective": "as action_effective",
    },
    "cs.anomaly.task": {"action_done": "the head of the department, once"},
    "cs.inspection.line": {
        "action_corrected": "inspectors of the round, superior, supervisor of the unit,"
        " HR officer; never who corrects it or was inspected",
    },
    "cs.inspection.plan": {"action_ready": "supervisor, HR officer"},
    "cs.inspection.result": {
        "action_anomaly": "inspectors of the round, superior, supervisor of the unit,"
        " HR officer: makes a draft as that user, once; never who was inspected",
        "action_hand_on": "HR officer; not own; open ones of who has left",
        "action_missed": "inspectors of the round with a reason; HR officer when the"
        " time is up; not own",
        "action_proficient": "superior, supervisor of the unit, HR officer; not own",
        "action_sign": "each inspector of the round",
    },
    "cs.inspection.round": {
        "action_draw": "supervisor, HR officer: this week of the own company, once",
        "action_verify": "who may read the round; writes nothing",
    },
    "cs.quality.card": {"action_ready": "supervisor, HR officer"},
    "cs.quality.draw": {
        "action_draw": "supervisor, HR officer: last week of the own company, once",
        "action_verify": "who may read the draw; writes nothing",
    },
    "cs.quality.hand.mixin": {
        "action_hand_on": "HR officer; not own; open reviews, parts of inspections",
    },
    "cs.quality.review": {
        "action_finish": "its reviewer, once; never the own conversations",
        "action_open_ticket": "who may read the review: it only names a form",
    },
    "cs.record": {
        "action_ask_loan": "who may read the record: it only names a form",
        "action_file": "who may write the record, once",
        "action_move": "who keeps the record: it only names a form",
        "action_report_leak": "who may read the record: it only names a form",
    },
    "cs.record.ask": {"action_confirm": "who was asked, as what it asks for"},
    "cs.record.disposal": {
        "action_destroyed": "who is named to destroy; once it is approved, once",
        "action_fill": "who may write the draft: records that the caller may read",
        "action_witnessed": "who is named to supervise; after the other one, once",
    },
    "cs.record.file": {
        "action_ask": "as action_read",
        "action_read": "who may read the document; with a reason if it is secret",
    },
    "cs.record.incident": {
        "action_ask_close": "HR officer, general manager: it only names a form",
        "action_close": "HR officer, general manager; once",
    },
    "cs.record.incoming": {
        "action_circulate": "HR officer, head of the department, general manager",
        "action_done": "who handles it, once",
        "action_file": "as action_circulate, once",
        "action_handle": "as action_circulate",
        "action_register": "as action_circulate, once",
        "action_sign": "a reader: the own line, once",
    },
    "cs.record.loan": {
        "action_hand_out": "who keeps the record; not the borrower",
        "action_receive": "who keeps the record; not the borrower",
    },
    "cs.proposal.mixin": {"action_submit": "HR officer; not own"},
    "cs.payroll.extra": {
        "action_confirm": "payroll accountant; not for oneself, while the month is open"
    },
    "cs.payroll.handover": {
        "action_confirm": "HR officer, as hr.payslip.run action_cs_hand_over",
        "action_open_approved": "HR officer: it only names a list",
        "action_open_waiting": "HR officer: it only names a list",
    },
    "cs.payroll.input": {
        "get_import_templates": "who may enter: headings and names of pay items"
    },
    "cs.payroll.reopen": {
        "action_confirm": "general manager, as hr.payslip.run action_cs_reopen"
    },
    "cs.phone.entry": {"action_save": "who made the form, as a ticket is made"},
    "cs.phone.answering": {
        "action_open_calls": "who may read the row: calls that the caller may read",
    },
    "cs.phone.assign": {
        "action_confirm": "team leader, supervisor of the person, helpdesk manager;"
        " never for oneself",
    },
    "cs.phone.import": {
        "action_open_calls": "who may read the import: calls that the caller may read",
        "action_run": "who made it, helpdesk manager; calls of people that the caller"
        " leads, never the own ones; once",
    },
    "cs.problem": {
        "action_make_note": "team leader, supervisor",
        "action_open_note": "everybody: it only names a form",
    },
    "cs.problem.answer": {"action_confirm": "who may read the problem"},
    "cs.ticket.import": {
        "action_open_tickets": "helpdesk manager",
        "action_report": "helpdesk manager",
        "action_run": "helpdesk manager",
    },
    "cs.ticket.transfer": {
        "action_accept": "who is asked",
        "action_withdraw": "who asked, or the owner",
    },
    "cs.ticket.transfer.refuse": {"action_confirm": "who is asked"},
    "helpdesk.ticket.duplicate.wizard": {"action_confirm": "who may write the tickets"},
    "cs.secret.mixin": {
        "action_cs_secrecy": "who may read the record: it only names a dialog",
    },
    "cs.secret.stub": {
        "action_read": "leader, supervisor, HR officer, general manager who could read"
        " the record if it were normal: it only names a dialog or the record",
    },
    "cs.secret.ask": {"action_confirm": "as cs.secret.stub action_read, with a reason"},
    "cs.secret.set": {
        "action_confirm": "who may read the record: raising by who is in charge of a"
        " ticket, leader, supervisor, general manager; lowering by the last two",
    },
    "cs.export.request": {
        "action_download": "who asked, once approved: so often and so long",
        "action_show": "who may read the request: it only names a list",
    },
    "cs.dispatch.champion": {
        "action_void": "supervisor, HR officer, who may name them; not own"
    },
    "cs.dispatch.refuse": {"action_confirm": "who the order was dispatched to, once"},
    "cs.dispatch.assign": {
        "action_confirm": "who leads the team; not to oneself; nobody is free"
    },
    "cs.lost.order": {
        "action_call": "who may read the report: it only names a dialog",
        "action_judge": "who may read the report: it only names a dialog",
        "action_open_ticket": "who may read the report: it only names the ticket",
        "action_withdraw": "who made the second callback, the reporter",
    },
    "cs.lost.order.call": {
        "action_confirm": "who may read it; neither reporter nor responsible; once"
    },
    "cs.lost.order.judge": {"action_confirm": "who decides on the report; not own"},
    "helpdesk.ticket": {
        "action_cs_dispatch": "who leads the team or manages its department",
        "action_cs_dispatch_by_hand": "who leads the team: it only names a dialog",
        "action_cs_lost": "who may read the ticket: it only names a form",
        "action_cs_refuse_dispatch": "who it was dispatched to: it only names a dialog",
        "action_accept_transfer": "who is asked",
        "action_close": "who may write the ticket; the gate decides",
        "action_cs_contacted": "who may write the ticket",
        "action_cs_plan_callback": "who may write the ticket and its callbacks, once",
        "action_cs_call_back": "who may write the callback, outside rest hours",
        "rating_apply": "stock, who may write the ticket; once",
        "action_refuse_transfer": "who is asked: it only names a dialog",
        "action_transfer": "the owner, who leads the team",
        "action_cs_suggestion": "everybody: it only names a form",
        "action_cs_customer": "who may read ticket and customer; makes its record once",
        "action_view_ticket_rating": "everybody: it only names a list",
        "assign_to_me": "who may write the ticket",
        "message_new": "mail gateway; creates as the caller may",
        "message_post": "who may read the ticket, never in the name of a customer",
    },
    "cs.appraisal.rater.change": {
        "action_confirm": "HR officer who made it; not on the own appraisal",
    },
    "cs.appraisal.rating.form": {
        "decline": "a peer or subordinate who is asked, until submitted",
        "get_form": "who is asked, until submitted",
        "get_raters": "everybody: the own ratings to give",
        "save": "who is asked, until submitted",
        "submit": "who is asked, once",
    },
    "cs.appraisal": {
        "action_include": "HR officer; not own",
        "action_open_result": "who may read the result",
        "action_open_sign": "the person concerned: it only names a form",
        "action_sign": "the person concerned; once, after the result was given",
    },
    "cs.appraisal.sign": {"action_confirm": "the person concerned"},
    "cs.appraisal.talk": {
        "action_confirm": "the superior, or who holds the talk; not own",
        "action_note": "the person concerned; once",
        "action_sign_result": "the person concerned: it only names a form",
    },
    "cs.improvement.action": {
        "action_accept": "the superior; not own",
        "action_ask_drop": "the superior: it only names a dialog",
        "action_reopen": "the superior; not own",
        "action_report": "the person concerned",
    },
    "cs.improvement.followup": {
        "action_ask_hold": "the superior: it only names a dialog",
    },
    "cs.improvement.plan": {
        "action_agree": "the person concerned; once",
        "action_ask_end": "the superior: it only names a dialog",
        "action_offer": "the superior; not own",
        "action_open_next": "who may read the plan: it only names a form",
        "action_take_back": "the superior; not own",
    },
    "cs.improvement.word": {"action_confirm": "the superior; not own"},
    "cs.training.course": {
        "action_ask_problem": "who may read the course: it only names a dialog",
        "action_cancel": "HR officer",
        "action_close": "HR officer",
        "action_start": "HR officer",
    },
    "cs.training.need": {
        "action_ask_drop": "HR officer: it only names a dialog",
        "action_ask_plan": "HR officer: it only names a dialog",
    },
    "cs.training.obligation": {
        "action_ask_settle": "HR officer, payroll accountant; not own: names a dialog",
        "action_leave_out_of_pay": "HR officer; not own, not once it is approved",
        "action_take_from_pay": "HR officer; not own, once, in an open month",
    },
    "cs.training.participant": {
        "action_ask_effect": "who may read the result: it only names a dialog",
        "action_ask_evaluate": "who may read the result: it only names a dialog",
        "action_correct": "who may read the result: it only prepares a form",
    },
    "cs.training.plan": {"action_confirm": "HR officer"},
    "cs.training.problem": {"action_ask_answer": "HR officer: names a dialog"},
    "cs.training.request": {"action_reimburse": "HR officer; not own"},
    "cs.training.word": {
        "action_confirm": "as the step: who was there, the superior, HR officer"
    },
    "cs.incentive.honours": {
        "get_honours": "everybody with a post: names and awards; amounts as they read"
    },
    "cs.incentive.month": {
        "get_month": "HR officer, payroll, general manager: what they read"
    },
    "cs.incentive.my": {
        "get_income": "everybody with a post: the own approved statements",
        "get_line": "who may read the item",
        "get_statement": "who may read the statement",
    },
    "cs.incentive.points": {
        "get_points": "everybody with a post: own, own team or department, all"
    },
    "cs.incentive.ready.scheme": {"action_create": "HR officer, supervisor"},
    "cs.incentive.trial": {
        "action_try": "supervisor, HR officer, general manager: whose items they read"
    },
    "cs.what.if": {
        "action_export": "who made the trial",
        "action_open_lines": "who made the trial",
        "action_open_people": "who made the trial",
        "action_try": "who may read the drafts: whose figures they read",
    },
    "cs.what.if.line": {"action_open_record": "who made the trial"},
    "cs.what.if.person": {"action_open": "who made the trial"},
    "cs.incentive.statement": {
        "action_approve": "supervisor, HR officer, general manager; not own",
        "action_export_finance": "HR officer, payroll, general manager: what they read",
        "action_return": "supervisor, HR officer, general manager; not own",
        "action_review": "HR officer; not own",
        "action_open_income": "who may read the statement: it only names a page",
    },
    "cs.job": {
        "action_open": "HR officer, technical administrator: it only names a form"
    },
    "cs.job.description": {
        "action_open_mine": "everybody with a post: that of the own post",
        "action_open_templates": "who may read the description: it names a list",
    },
    "hr.payslip": {
        "action_cs_open": "who may read the slip: it only names a form",
        "action_cs_open_income": "who may read slip and statement: it names a page",
        "action_payslip_cancel": "who may write the slip, if made by hand",
        "action_payslip_done": "who may write the slip, if made by hand; not own",
        "action_payslip_draft": "who may write the slip, if made by hand",
        "get_inputs": "who may create a slip of the person",
        "get_lines_dict": "who may read the slip; writes nothing",
        "get_payslip_vals": "who may create a slip of the person",
        "get_worked_day_lines": "who may create a slip of the person",
        "onchange_struct_id": "who may read the slip; writes nothing",
        "refund_sheet": "who may write the slip, if made by hand; not own, once",
        "compute_sheet": "who may write the slip, while it is open",
        "get_formview_id": "everybody: it only names a form",
    },
    "hr.payslip.change.state": {
        "change_state_confirm": "who may write the slips; their buttons check each"
    },
    "calendar.public.holiday.next.year": {
        "create_public_holidays": "who may create holidays: HR officers"
    },
    "hr.payslip.employees": {
        "compute_sheet": "who may create slips of the people, for a run by hand"
    },
    "hr.payslip.line": {
        "action_cs_open_items": "who may read the line: items that the caller may read"
    },
    "cs.payroll.account": {
        "action_propose": "payroll accountant: what is missing in the own company",
    },
    "cs.payroll.tie": {
        "action_export": "payroll accountant, general manager: who asked for it",
    },
    "hr.payslip.run": {
        "action_cs_accounts": "payroll accountant: rows of accounts that are missing",
        "action_cs_approve": "general manager; neither who handed over nor received",
        "action_cs_book": "payroll accountant: once it is approved, once",
        "action_cs_change": "payroll accountant; not the own one, until approved",
        "action_cs_compute": "payroll accountant",
        "action_cs_discard": "payroll accountant; not the own one, until approved",
        "action_cs_entries": "who may read the run: it only names a list",
        "action_cs_export": "payroll accountant, general manager: slips that they read",
        "action_cs_hand_over": "HR officer: approved statements of the own companies",
        "action_cs_open_amounts": "who may read the run: it only names a list",
        "action_cs_open_late": "who may read the run: it only names a list",
        "action_cs_open_missing": "who may read the run: it only names a list",
        "action_cs_open_negative": "who may read the run: it only names a list",
        "action_cs_open_newer": "who may read the run: it only names a list",
        "action_cs_open_sheets": "who may read the run: it only names a list",
        "action_cs_open_slips": "who may read the run: it only names a list",
        "action_cs_open_statements": "who may read the run: it only names a list",
        "action_cs_open_waiting": "who may read the run: it only names a list",
        "action_cs_receive": "payroll accountant; not who handed over",
        "action_cs_reopen": "general manager; with a reason, while the month is open",
        "action_cs_return": "general manager",
        "action_cs_tie_out": "payroll accountant, general manager: own companies",
        "close_payslip_run": "who may write the run, if it is none of a month",
        "draft_payslip_run": "who may write the run, if it is none of a month",
        "get_formview_id": "everybody: it only names a form",
    },
    "res.partner": {
        "action_cs_customer": "who may read contact and customer; makes its record once"
    },
    "hr.job": {"action_cs_open_descriptions": "everybody: it only names a list"},
    "cs.attendance.adjustment": {"action_approve": "HR officer, not for oneself"},
    "cs.attendance.board": {
        "export": "who may read month sheets",
        "get_board": "everybody: shows the days that the caller may read",
        "get_preview": "who may read the day",
    },
    "cs.attendance.day": {
        "action_correct": "the person concerned",
        "action_decide": "who is asked to decide",
        "action_request_leave": "the person concerned",
        "action_request_outing": "the person concerned",
    },
    "cs.attendance.export": {"action_export": "who may read month sheets"},
    "cs.attendance.sheet": {
        "action_approve": "HR officer, not for oneself",
        "action_confirm": "the person concerned",
        "action_open_days": "who may read the sheet",
        "action_reopen": "HR officer, not for oneself",
    },
    "cs.attendance.trial": {
        "action_export": "who made the trial",
        "action_open_lines": "who made the trial",
        "action_stop": "who made the trial",
        "action_try": "who may read the policy",
    },
    "cs.attendance.trial.line": {"action_open_day": "who made the trial"},
    "cs.roster.board": {
        "apply": "who plans all of these people",
        "candidates": "everybody: names only people that the caller plans",
        "check": "who may read slots: figures and troubles of those",
        "export": "who may read the slots",
        "fill": "who plans all of these people",
        "load": "who may read slots: shows those that the caller may read",
        "print_roster": "who may read the slots",
    },
    "cs.decision.mixin": {
        "action_submit": "the maker",
        "action_approve": "who is asked to decide",
        "action_refuse": "who is asked to decide",
        "action_return": "who is asked to decide",
        "action_withdraw": "the maker, the general manager",
    },
    "cs.decision.reason": {"action_confirm": "who is asked to decide"},
    "cs.decision.request": {
        "action_approve": "who is asked to decide",
        "action_approve_selected": "who is asked to decide",
        "action_refuse": "who is asked to decide",
        "action_return": "who is asked to decide",
        "action_open_document": "who may read the submission",
        "action_route_again": "HR officer, general manager; not who is concerned",
        "action_undo_decision": "who has decided, for some minutes",
    },
    "cs.decision.undo.mixin": {
        "action_undo_decision": "who has decided, for some minutes",
    },
    "cs.undo.mixin": {"action_undo": "who did it, for some minutes"},
    "cs.discipline.file.mixin": {
        "action_open_cs_discipline": "everybody: it only names a list",
    },
    "cs.discipline.dismiss": {"action_confirm": "as cs.discipline.suggestion"},
    "cs.discipline.agree": {"action_confirm": "as cs.discipline.entry"},
    "cs.discipline.entry": {
        "action_agree_instalment": "who may decide on the entry now",
        "action_change_instalment": "who may read the entry: it only names a form",
        "action_drop": "who wrote the draft",
        "action_open_agree": "who may read the entry: it only names a form",
    },
    "cs.discipline.ready.book": {"action_create": "supervisor, HR officer"},
    "cs.discipline.suggestion": {
        "action_confirm": "supervisor of the department, HR officer; not own",
        "action_dismiss": "supervisor of the department, HR officer; not own",
        "action_open_fact": "who may read the suggestion: it only names a form",
    },
    "cs.exemption": {"action_end": "HR officer, general manager; not own"},
    "cs.exemption.end": {"action_confirm": "HR officer, general manager; not own"},
    "cs.flower.give": {"action_confirm": "who leads people; budgets, not to oneself"},
    "cs.flower.my": {"get_my": "everybody with a post: the own flowers"},
    "cs.flower.pass": {"action_confirm": "who holds the flower"},
    "cs.flower.redeem": {
        "action_confirm": "everybody with a post: the own flowers; the head of a"
        " department: its flags",
    },
    "cs.flower.redemption": {
        "action_hand_out": "HR officer, general manager; not own",
    },
    "cs.staff.idea": {
        "action_approve": "nobody: the dialog gives the points",
        "action_finish": "who may read it: it only names a dialog",
        "action_judge": "who may read it: it only names a dialog",
    },
    "cs.staff.idea.finish": {
        "action_confirm": "who carries it out, who decided, general manager; not own",
    },
    "cs.staff.idea.judge": {"action_confirm": "who leads the author; not own"},
    "cs.flower.wall": {"get_wall": "everybody with a post: praise of the own company"},
    "cs.exception.report": {
        "action_open_later": "who may read the report",
        "action_receive": "HR officer",
        "action_refresh": "supervisor of the department",
        "action_submit": "supervisor of the department",
    },
    "cs.duty.event": {"action_submit": "who recorded it, supervisor of the department"},
    "cs.duty.log": {"action_correct": "who may read it: it only names a form"},
    "cs.duty.place": {"action_plan_ahead": "who plans duty there"},
    "cs.duty.round": {"action_sign": "who walks the round"},
    "cs.duty.swap": {
        "action_accept": "the colleague who is asked",
        "action_decline": "the colleague who is asked",
        "action_withdraw": "who asked",
    },
    "cs.duty.watch": {
        "action_arrive": "who is on the duty",
        "action_patrol": "who is on the duty; manager on duty",
        "action_publish": "who may write the duty",
        "action_record_event": "who may read the duty: it only names a form",
        "action_take_back": "who may write the duty",
        "action_write_log": "who may read the duty: it only names a form",
    },
    "cs.explained.mixin": {"get_explanation": "who may read the result"},
    "cs.handover": {
        "action_accept": "the relief, or the substitute",
        "action_ask_give_back": "the relief, or the substitute",
        "action_give_back": "the relief, or the substitute",
        "action_refresh_tickets": "who may write the handover",
        "action_sign": "the person who hands over",
    },
    "cs.handover.item": {"action_open_ticket": "who may read the ticket"},
    "cs.handover.give.back": {"action_confirm": "the relief, or the substitute"},
    "cs.holiday.fill": {"action_fill": "HR officer"},
    "cs.leave.request": {
        "action_end_leave": "the person, the direct superior, HR officer",
        "action_open_leave": "who may read the request",
        "action_withdraw": "the maker",
    },
    "cs.leave.return": {"action_confirm": "the person, the superior, HR officer"},
    "cs.meal.button": {
        "action_away": "everybody with a post: the own person",
        "action_back": "everybody with a post: the own person",
    },
    "cs.period": {
        "action_open_month": "HR officer, payroll accountant, general manager",
        "action_close": "general manager",
    },
    "cs.period.screen": {
        "load": "who may read the month",
        "progress": "who may read the month",
    },
    "cs.period.step": {
        "action_assign": "member of the step's group",
        "action_lock": "member of the step's group",
        "action_pause": "member of the step's group",
        "action_start": "member of the step's group",
    },
    "cs.period.waiting": {
        "remind": "HR officer, payroll accountant, general manager",
        "remind_all": "HR officer, payroll accountant, general manager",
    },
    "web_tour.tour": {"consume": "stock: the own tours"},
    "cs.waiting": {
        "get_action": "agent, technical administrator: the own",
        "load": "agent, technical administrator: the own",
    },
    "cs.pin": {
        "action_ask_withdraw": "HR officer: it only names a dialog",
        "action_open_punches": "who may read the pin: it only names a view",
        "action_take_badges": "HR officer",
        "action_withdraw": "HR officer",
    },
    "cs.pin.withdraw": {"action_confirm": "HR officer"},
    "cs.policy.mixin": {
        "action_new_version": "who may propose the policy",
        "action_take_back": "who may propose the policy",
        "action_versions": "everybody: it only names a view",
        "action_withdraw": "the maker, the general manager",
    },
    "cs.proxy.hint": {
        "action_confirm": "supervisor, HR officer, general manager; not concerned",
        "action_dismiss": "supervisor, HR officer, general manager; not concerned",
        "action_submit": "nobody: a hint is not submitted",
    },
    "cs.proxy.verdict": {
        "action_confirm": "supervisor, HR officer, general manager; not concerned"
    },
    "cs.roster": {
        "generate": "team leader, supervisor: their own people",
        "publish": "team leader, supervisor: their own people",
    },
    "cs.service.board": {
        "get_board": "who leads a team, general manager: tickets that they may read",
    },
    "cs.service.day": {"get_day": "everybody in the service: the own day"},
    "cs.service.figures": {
        "get_figures": "supervisor, general manager: tickets that they may read",
    },
    "cs.service.report": {"action_open": "who may read the ticket"},
    "cs.shift.swap": {
        "action_accept": "the colleague",
        "choices": "who may file a swap: the own shifts and hours of a colleague",
        "action_decline": "the colleague",
        "action_submit": "the person who asks",
        "action_withdraw": "the person who asks; the colleague after accepting",
    },
    "cs.roster.fill": {"action_generate": "team leader, supervisor"},
    "cs.roster.join": {"action_join": "team leader, supervisor, HR officer"},
    "cs.roster.publish": {"action_publish": "team leader, supervisor"},
    "cs.roster.template": {"action_load": "HR officer"},
    "hr.leave": {
        "action_approve": "stock, or who is asked to decide",
        "action_refuse": "stock, or who is asked to decide",
        "action_back_to_approval": "stock; nobody under a policy",
        "action_cs_submit": "who may write the leave",
        "action_cs_withdraw": "the maker",
        "action_cs_return": "the person, the direct superior, HR officer",
        "activity_update": "everybody: stock",
    },
    "ir.module.module": {"button_uninstall": "administrator: stock"},
    "cs.punch.claim": {"action_claim": "HR officer"},
    "cs.punch.import": {
        "action_open_punches": "who may read the import: it only names a view",
        "action_report": "who may read the import",
        "action_run": "HR officer",
    },
    "cs.punch.quarantine": {"action_seen": "HR officer"},
    "cs.punch.unknown": {
        "action_claim": "HR officer: it only names a dialog",
        "action_open_punches": "who may read the pin: it only names a view",
    },
    "cs.setup": {
        "load": "HR officer, technical administrator: states of records that they read",
        "make": "HR officer, technical administrator: what their role may create",
    },
    "cs.suggestion": {
        "action_adopt": "manager of the studying department, general manager; not own",
        "action_done": "who is responsible, or decides",
        "action_grade": "manager of the studying department, general manager; not own",
        "action_hand_over_reward": "manager of the studying department, GM; not own",
        "action_hold": "manager of the studying department, general manager; not own",
        "action_not_adopt": "manager of the studying department, GM; not own",
        "action_score": "member of the committee; not own",
        "action_study": "who may write the suggestion",
    },
    "cs.suggestion.answer": {"action_confirm": "who may decide on the suggestion"},
    "cs.suggestion.certificate": {
        "action_handed_over": "team leader, general manager",
        "action_send": "team leader, general manager",
    },
    "cs.suggestion.score.enter": {"action_confirm": "member of the committee; not own"},
    "cs.terminal": {
        "action_drop_key": "technical administrator",
        "action_new_key": "technical administrator",
        "action_open_punches": "who may read the terminal: it only names a view",
    },
    "cs.terminal.candidate": {"action_register": "technical administrator"},
    "report.report_xlsx.abstract": {"get_workbook_options": "everybody: constants"},
}

#: Methods that tell a stranger nothing, so they need not refuse.
HARMLESS = {"action_versions", "get_workbook_options"}

#: What an employee without any post may do besides reading, within record rules:
#: name a deputy, appeal against an own result, give words to a decision.
EVERY_EMPLOYEE = {
    "cs.appeal": {"create", "write", "unlink"},
    "cs.decision.reason": {"create", "write", "unlink"},
    "cs.leave.return": {"create", "write", "unlink"},
    "cs.deputy": {"create", "write"},
}


def is_ours(cls):
    return cls.__module__.startswith("odoo.addons.cs_")


def callable_by_rpc(model, name):
    """Whether the server would run ``name`` for a caller from outside."""
    try:
        return not isinstance(getattr(type(model), name), fields.Field) and bool(
            get_public_method(model, name)
        )
    except (AccessError, AttributeError):
        return False


def surface(env):
    """Return {(model that defines it, method)} for what our addons let be called."""
    return {
        (cls._name, name)
        for model in env.values()
        for cls in filter(is_ours, type(model).mro())
        for name in vars(cls)
        if name not in ORM_METHODS and callable_by_rpc(model, name)
    }


@tagged("post_install", "-at_install", "cs_base", "cs_base_rpc")
class TestRpcSurface(RpcCase):
    """T-07: everything on a model is an endpoint; views protect nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, group in (("portal", "portal"), ("plain", "user")):
            new_test_user(
                cls.env,
                login,
                f"base.group_{group}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            cls.logins[login] = login

    def setUp(self):
        super().setUp()
        self._submitted()
        self._ladder((1, None, "supervisor"))
        self._deputy("leader", "supervisor", "2025-03-01", "2025-03-31")
        months = self.env["cs.period"].with_user(self.users["hr"])
        this_month = fields.Date.today().replace(day=1)
        months.with_company(self.company).action_open_month(this_month)
        self.env["cs.sheet"].with_user(self.users["hr"])._download_action("a", b"b")

    def _models(self):
        """Models with a table that only our addons make, those for tests included."""
        for model in self.env.values():
            is_ours = model._name.startswith(("cs.", "test.cs."))
            if is_ours and not model._abstract and model._auto:
                yield model.sudo()

    def _some_ids(self, model):
        return model.search([], limit=1, order="id desc").ids or [1]

    def _content(self):
        """Return what all our tables hold."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            model._name: self.env.execute_query(
                SQL("SELECT * FROM %s ORDER BY id", SQL.identifier(model._table))
            )
            for model in self._models()
        }

    def test_every_public_method_is_known(self):
        known = {(model, name) for model, names in SURFACE.items() for name in names}
        found = surface(self.env)
        self.assertFalse(found - known, "make it private, or list who may call it")
        self.assertFalse(known - found, "listed, but not there any more")

    def test_customers_reach_no_record(self):
        before = self._content()
        for model in self._models():
            ids = self._some_ids(model)
            for method, *args in (
                ("search_read", []),
                ("formatted_read_group", [], ["id"], ["__count"]),
                ("read", ids, ["display_name"]),
                ("create", {}),
                ("write", ids, {}),
                ("unlink", ids),
            ):
                with self.subTest(model=model._name, method=method):
                    self._refused("portal", model._name, method, *args)
        self.assertEqual(self._content(), before)

    def test_who_has_no_post_reaches_no_method(self):
        """A customer and an employee without any post, on a real record."""
        before = self._content()
        for caller in ("portal", "plain"):
            for model, name, args in self._calls():
                with self.subTest(caller=caller, model=model, method=name):
                    self._refused(caller, model, name, *args)
        self.assertEqual(self._content(), before)

    def _calls(self):
        """Yield model, method and arguments for what our addons let be called."""
        models = [*self._models(), self.env["cs.period.screen"]]
        for model in [*models, self.env["cs.period.waiting"]]:
            ours = {cls._name for cls in type(model).mro() if is_ours(cls)}
            for key in ours & SURFACE.keys():
                for name in SURFACE[key].keys() - HARMLESS:
                    method = getattr(type(model), name)
                    given = [1] * (len(inspect.signature(method).parameters) - 1)
                    if not getattr(method, "_api_model", False):
                        given.insert(0, self._some_ids(model))
                    yield model._name, name, given

    def test_an_employee_without_a_post_changes_nothing(self):
        plain = self.env["res.users"].search([("login", "=", "plain")])
        for model in self._models():
            if model._name.startswith("test."):
                continue
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=model._name, operation=operation):
                    self.assertEqual(
                        model.with_user(plain).has_access(operation),
                        operation in EVERY_EMPLOYEE.get(model._name, ()),
                    )

    def test_nobody_calls_without_a_login(self):
        call = {"model": "cs.rule", "method": "search_read", "args": [], "kwargs": {}}
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.make_jsonrpc_request("/web/dataset/call_kw/cs.rule/search_read", call)
        self.assertEqual(str(caught.exception), "odoo.http.SessionExpiredException")
