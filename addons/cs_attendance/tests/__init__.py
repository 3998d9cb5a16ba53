from . import test_attendance_policy
from . import test_correction
from . import test_outing
from . import test_exemption
from . import test_proxy
from . import test_leave_ladder
from . import test_request_access
from . import test_countdown
