from . import test_organisation
