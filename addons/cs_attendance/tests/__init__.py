from . import test_attendance_policy
from . import test_punch_ledger
from . import test_punch_pin
from . import test_punch_import
from . import test_punch_stock
from . import test_terminal
from . import test_iclock
from . import test_punch_real
