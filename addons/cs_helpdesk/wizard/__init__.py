from . import cs_suggestion_answer
from . import cs_suggestion_score_enter
