from . import test_attendance_policy
from . import test_day
from . import test_day_requests
from . import test_day_access
from . import test_slot
from . import test_stale
from . import test_stale_simultaneous
