from . import test_share_access
from . import test_share_background
from . import test_share_close
