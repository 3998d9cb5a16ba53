from . import cs_exemption_end
from . import cs_leave_return
from . import cs_proxy_verdict
