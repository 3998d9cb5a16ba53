from . import cs_attendance_facts
from . import cs_dispatch_facts
from . import cs_handover
from . import cs_handover_item
from . import helpdesk_ticket
