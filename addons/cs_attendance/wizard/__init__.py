from . import cs_pin_withdraw
from . import cs_punch_claim
from . import cs_terminal_key
from . import cs_exemption_end
from . import cs_leave_return
from . import cs_proxy_verdict
from . import cs_attendance_export
from . import cs_attendance_trial
