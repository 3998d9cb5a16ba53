from . import test_attendance_policy
from . import test_punch_ledger
