from . import test_attendance_policy
from . import test_sheet
from . import test_sheet_access
from . import test_adjustment
from . import test_exception_report
from . import test_export
from . import test_period_steps
from . import test_trial
