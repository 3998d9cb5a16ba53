from . import cs_complaint_report
from . import cs_complaint_severe
from . import cs_ticket_transfer_refuse
from . import helpdesk_ticket_duplicate_wizard
from . import cs_callback_call
from . import cs_suggestion_answer
from . import cs_suggestion_score_enter
from . import cs_problem_answer
