from . import ir_ui_menu
from . import spreadsheet_dashboard
from . import spreadsheet_dashboard_share
