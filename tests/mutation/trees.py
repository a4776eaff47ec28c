"""A private copy of the source tree and its build, the commands that make one program of it, and one test run."""
import filecmp
import hashlib
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import time

OPT = "-O1 -march=x86-64-v2"
LEFT_OUT = {".git", "build", "__pycache__"}
MEMORY_KB = 8 << 20
REACH_ALL = "*"  # a program that was gone before its trace could be read


def files_below(root):
    out = []
    for folder, folders, names in os.walk(root):
        at = os.path.relpath(folder, root)
        folders[:] = sorted(d for d in folders if d not in LEFT_OUT and not (at == "." and d.startswith("build")))
        out += [os.path.normpath(os.path.join(at, n)) for n in sorted(names)]
    return out


def synchronise(source, copy):
    """Only what differs is copied, so that make compiles only that."""
    wanted = files_below(source)
    for name in wanted:
        a, b = os.path.join(source, name), os.path.join(copy, name)
        if not os.path.lexists(b) or not filecmp.cmp(a, b, shallow=False):
            os.makedirs(os.path.dirname(b), exist_ok=True)
            shutil.copy(a, b)
    for name in set(files_below(copy)) - set(wanted):
        os.remove(os.path.join(copy, name))


def environment(folder, **more):
    scratch = os.path.join(folder, "build", "scratch")
    os.makedirs(scratch, exist_ok=True)
    return dict(os.environ, OPT=OPT, BUILD="build", TMPDIR=scratch, PYTHONDONTWRITEBYTECODE="1", **more)


def run(command, folder, **more):
    return subprocess.run(command, shell=isinstance(command, str), cwd=folder, env=environment(folder), capture_output=True, text=True, **more)


def must(command, folder):
    done = run(command, folder)
    if done.returncode != 0:
        raise SystemExit(f"mutate.py: in {folder}: {command}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


class Commands:
    """What make would run: how a file is compiled, an archive put together, a program linked."""

    def __init__(self, folder):
        self.compile, self.archive, self.link, self.member_of = {}, {}, {}, {}
        for line in must(["make", "-n", "-B", "BUILD=build", f"OPT={OPT}", "test"], folder).splitlines():
            words = line.split()
            if " -MMD " in line and " -c " in line:
                self.compile[words[words.index("-c") + 1]] = (line, words[-1])
            elif words[:1] == ["ar"] and words[2].startswith("build/lib/"):
                self.archive[words[2]] = line
                self.member_of.update({o: words[2] for o in words[3:]})
            elif " -o " in line and words[words.index("-o") + 1].startswith("build/"):
                program = words[words.index("-o") + 1]
                self.link[program] = (line, set(words))
            elif "run_tests.sh" in line:
                given = shlex.split(line)[3:]
                self.programs = given[:given.index("--")]
                self.scripts = given[given.index("--") + 1:]

    def tests(self):
        return self.programs + self.scripts

    def used_by(self, test):
        """The programs that a test runs."""
        if test in self.programs:
            return [test] + (["build/deqcert-check"] if "/checker/" in test else [])
        return [p for p in ("build/deqcert-one", "build/deqcert-mpi", "build/deqcert-check") if p in self.link]

    def depends(self, program, obj):
        return obj in self.link[program][1] or self.member_of.get(obj) in self.link[program][1]


def source_of(test):
    return re.sub(r"^build/", "", test) + ".c" if test.startswith("build/") else test


def test_hash(folder, test):
    """Of everything in the test's folder that it may read, other tests' sources excepted."""
    source, h = source_of(test), hashlib.sha256()
    beside = os.path.dirname(source)
    shared = [n for n in os.listdir(os.path.join(folder, beside)) if not re.match(r"test_.*\.c$|.*\.sh$", n)]
    for name in sorted([source] + [os.path.join(beside, n) for n in shared]):
        if os.path.isfile(os.path.join(folder, name)):
            with open(os.path.join(folder, name), "rb") as file:
                h.update(name.encode() + file.read())
    return h.hexdigest()[:12]


def run_test(folder, test, cpu=600, wall=3600, **more):
    """One program or script as `make test` runs it.  Returns (passed, seconds of processor time, seconds, out of time)."""
    given = f"build/deqcert {test} --" if test.startswith("build/") else f"build/deqcert -- {test}"
    env, start = environment(folder, **more), time.monotonic()
    process = subprocess.Popen(["bash", "-c", f"ulimit -c 0 -t {int(cpu) + 1} -v {MEMORY_KB}; exec bash tools/run_tests.sh {given}"],
                               cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    late = False
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - start > wall and not late:
            late = True
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    try:
        os.killpg(process.pid, signal.SIGKILL)  # what the test left behind
    except ProcessLookupError:
        pass
    shutil.rmtree(env["TMPDIR"], ignore_errors=True)
    spent = used.ru_utime + used.ru_stime
    return process.returncode == 0 and not late, spent, time.monotonic() - start, late or spent > cpu


def symbols(folder, program):
    """(functions as (file or "", name) -> distances from the origin) of a program that was linked with trace.c."""
    table, origin, file = [], None, ""
    for line in run(["readelf", "-sW", program], folder).stdout.splitlines():
        words = line.split()
        if len(words) < 8:
            continue
        if words[3] == "FILE":
            file = words[7]
        elif words[3] == "FUNC" and words[6] != "UND":
            name, at = re.sub(r"\.(constprop|isra|part|cold).*", "", words[7]), int(words[1], 16)
            table.append((file if words[4] == "LOCAL" else "", name, at))
            if name == "mutation_trace_origin":
                origin = at
    return [] if origin is None else [(f, n, at - origin) for f, n, at in table]
