"""The machine and the versions everything was measured with."""
import os
import platform
import re
import shutil
from bench.process import Failed, run

MODULES = "import numpy, mpmath; print(f'numpy {numpy.__version__}, mpmath {mpmath.__version__}')"


def missing_peers(python):
    """What `make bench-setup` would install, as a sentence; empty when nothing is missing."""
    lacking = [] if shutil.which("gp") else ["PARI/GP (gp)"]
    try:
        run([python, "-c", MODULES])
    except Failed:
        lacking.append(f"numpy and mpmath for {python}")
    return " and ".join(lacking)


def first_line(command):
    try:
        return run(command).output.strip().splitlines()[0]
    except (Failed, IndexError):
        return "unknown"


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def describe(room, compiler):
    """[(name, value)]."""
    model = re.search(r"^model name\s*:\s*(.*)$", read("/proc/cpuinfo"), re.M)
    memory = re.search(r"^MemTotal:\s*(\d+) kB", read("/proc/meminfo"), re.M)
    system = re.search(r'^PRETTY_NAME="?([^"\n]*)', read("/etc/os-release"), re.M)
    version = re.search(r'DEQCERT_CODE_VERSION "(\w+)"', read(room.program(os.path.join("gen", "code_version.h"))))
    libraries = run([room.peer("versions")]).output.strip().splitlines()
    return [
        ("processor", f"{model.group(1) if model else platform.machine()}, {room.cores} cores used"),
        ("memory", f"{int(memory.group(1)) * 1024 / 1e9:.1f} GB" if memory else "unknown"),
        ("system", system.group(1) if system else platform.system()),
        ("load average when the run began", f"{os.getloadavg()[0]:.2f}"),
        ("compiler", first_line([*compiler.split(), "--version"])),
        ("libraries", "; ".join(libraries)),
        ("PARI/GP", run(["gp", "-q", "-f"], text="print(strjoin(version(), \".\"))\n").output.strip()),
        ("Python", f"{platform.python_version()}, {run([room.python, '-c', MODULES]).output.strip()}"),
        ("deqcert code version", version.group(1) if version else "unknown"),
    ]
