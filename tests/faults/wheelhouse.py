"""An Odoo that knows our addons as installed wheels only."""

import configparser
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
_FILES = ("requirements.txt", "requirements-oca.txt")


def build():
    """Build all our wheels as a user does; the folder they are in."""
    said = subprocess.run(
        [ROOT / "tools" / "wheels"], check=True, capture_output=True, text=True
    ).stdout
    last = said.splitlines()[-1]
    return (ROOT / last).parent


def required():
    """Names of what the requirement files ask for on this Python."""
    for name in _FILES:
        for line in (ROOT / name).read_text().splitlines():
            text = line.partition("#")[0].strip()
            if text:
                wanted = Requirement(text)
                if wanted.marker is None or wanted.marker.evaluate():
                    yield wanted.name


class House:
    """A fresh virtual environment and configuration, in a folder of its own.

    What the requirement files ask for comes from the environment of ./test, where pip
    installed it, and nothing else does; our wheels are installed by pip, offline.
    """

    def __init__(self, folder, wheels, conf, template):
        self.home, self.conf = folder / "venv", folder / "odoo.conf"
        self.python = self.home / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", self.home], check=True)
        for name in required():
            self._lend(name)
        pip = [self.python, "-m", "pip", "install", "--quiet", "--no-index"]
        subprocess.run([*pip, "--no-deps", *sorted(wheels.glob("*.whl"))], check=True)
        self._configure(conf, folder / "data", template)

    @property
    def site_packages(self):
        return next(self.home.glob("lib/python*/site-packages"))

    def _lend(self, name):
        """Put a distribution of ./test's environment here, as links to its files."""
        found = distribution(name)
        for path in found.files:
            source = Path(found.locate_file(path))
            if ".." in path.parts or "__pycache__" in path.parts or not source.exists():
                continue
            target = self.site_packages / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except OSError:
                shutil.copy2(source, target)

    def _configure(self, conf, data, template):
        """The cluster of ./test and no addons path: Odoo finds addons by itself.

        :param template: database whose files are wanted, too
        """
        options = configparser.RawConfigParser()
        options.read(conf)
        options.remove_option("options", "addons_path")
        files = Path("filestore") / template
        shutil.copytree(Path(options["options"]["data_dir"]) / files, data / files)
        options["options"]["data_dir"] = str(data)
        with self.conf.open("w") as out:
            options.write(out)

    def places(self, names):
        """Where Python finds our addons: name -> folder."""
        script = (
            "import json, sys; from importlib.util import find_spec;"
            " print(json.dumps({name: find_spec('odoo.addons.' + name)"
            ".submodule_search_locations[0] for name in sys.argv[1:]}))"
        )
        command = [self.python, "-c", script, *names]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return {name: Path(place) for name, place in json.loads(done.stdout).items()}
