from . import test_helpdesk_policy
from . import test_safety_stamps
from . import test_safety_text
from . import test_safety_rating
from . import test_safety_link
from . import test_safety_mail
from . import test_safety_portal
from . import test_portal
