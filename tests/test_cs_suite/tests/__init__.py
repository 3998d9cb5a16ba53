from odoo.tests import common

from . import test_appraisal_journey
from . import test_appraisal_papers_demo
from . import test_attendance_close
from . import test_attendance_demo
from . import test_attendance_screens
from . import test_attendance_year
from . import test_callback_screens
from . import test_complaint_journey
from . import test_dashboards
from . import test_demo
from . import test_handover_screens
from . import test_discipline_screens
from . import test_income_journey
from . import test_docs
from . import test_first_day
from . import test_duty_screens
from . import test_empty_states
from . import test_isolation
from . import test_journeys
from . import test_language
from . import test_language_lent
from . import test_menus
from . import test_pay_journey
from . import test_phone_entry_screens
from . import test_real_company
from . import test_roster_board
from . import test_suggestion_journey
from . import test_suggestion_screens
from . import test_swap_screens
from . import test_schema
from . import test_setup
from . import test_setup_journey
from . import test_setup_parts
from . import test_service_screens
from . import test_ticket_clock_screens
from . import test_ticket_import_screens
from . import test_undo_offers

# A cold browser on a busy machine takes longer than the ten seconds of stock Odoo,
# which would then skip the test.
common.CHECK_BROWSER_ITERATIONS = 600
