from . import test_inspection_suggestion
