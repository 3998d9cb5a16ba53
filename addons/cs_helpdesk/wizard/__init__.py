from . import cs_complaint_report
from . import cs_complaint_severe
from . import cs_ticket_transfer_refuse
from . import helpdesk_ticket_duplicate_wizard
from . import cs_callback_call
