"""Runs programs as a user's shell would and measures whole processes: wall and user time, peak resident memory."""
import json
import os
import subprocess
import tempfile
import threading
import time
from typing import NamedTuple


class Failed(Exception):
    """A program ended otherwise than expected, or printed something else."""


class Run(NamedTuple):
    wall: float  # s, from before the fork to after the exit
    user: float  # s, all threads
    memory: int  # bytes, peak resident set (at least this Python's own, some 20 MB, which Linux carries over an exec)
    output: str
    command: tuple

    def json(self):
        """The printed JSON document."""
        try:
            return json.loads(self.output)
        except ValueError as problem:
            raise Failed(f"{' '.join(self.command)}: printed no JSON: {self.output[:200]}") from problem


def run(command, core=None, threads=None, text=None, limit=1800):
    """One run of `command`, which must exit 0.  core: the one processor it may use (as taskset -c), None for all; threads: of
    OpenBLAS, None as the user's environment has it; text: its standard input; limit: s before it is killed."""
    environment = dict(os.environ, LC_ALL="C")
    if threads is not None:
        environment["OPENBLAS_NUM_THREADS"] = str(threads)
    allowed = os.sched_getaffinity(0)
    scratch = tempfile.TemporaryFile
    with scratch("w+") as stdin, scratch("w+") as stdout, scratch("w+") as stderr:
        if text is not None:
            stdin.write(text)
            stdin.seek(0)
        try:  # inherited by the child; a wrapper such as taskset would add its own start to a time of 10 ms
            if core is not None:
                os.sched_setaffinity(0, {core})
            start = time.perf_counter()
            child = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment)
            watch = threading.Timer(limit, child.kill)
            watch.daemon = True
            watch.start()
            try:
                _, status, usage = os.wait4(child.pid, 0)
            except BaseException:
                child.kill()
                child.wait()
                raise
            finally:
                watch.cancel()
            wall = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
        except OSError as problem:
            raise Failed(f"{command[0]}: {problem.strerror}") from problem
        finally:
            os.sched_setaffinity(0, allowed)
        stdout.seek(0)
        stderr.seek(0)
        if child.returncode != 0:
            raise Failed(f"{' '.join(command)}: exit status {child.returncode}: {stderr.read(2000).strip()}")
        return Run(wall, usage.ru_utime, usage.ru_maxrss * 1024, stdout.read(), tuple(command))
