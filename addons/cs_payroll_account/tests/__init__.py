from . import test_book_access
from . import test_book_simultaneous
from . import test_booking
from . import test_company
from . import test_month
from . import test_posting
from . import test_reopening
from . import test_tie_out
