from . import cs_pin_withdraw
from . import cs_punch_claim
from . import cs_terminal_key
