from cs_tools import dashboards


def test_the_files_are_what_the_definitions_say():
    for path, text in dashboards.texts().items():
        assert path.read_text() == text, f"{path.name}: please run tools/dashboards"


def test_there_is_no_file_without_definition():
    assert set(dashboards.FOLDER.glob("*")) == set(dashboards.texts())
