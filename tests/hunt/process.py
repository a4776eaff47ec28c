"""Programs: whole runs with a time limit, and peers that stay and answer request by request."""
import os
import select
import subprocess
import tempfile
import time

ENVIRONMENT = dict(os.environ, LC_ALL="C", OPENBLAS_NUM_THREADS="1")


class TimeLimit(Exception):
    """A program took longer than it may."""


class Died(Exception):
    """A peer that stays ended, or answered something that is no answer."""


def run(command, limit, text=None):
    """(exit status, stdout, stderr) of a whole run; a negative status is a signal.  TimeLimit after `limit` s."""
    child = subprocess.Popen(command, stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=ENVIRONMENT, text=True, errors="replace")
    try:
        out, err = child.communicate(text, timeout=limit)
    except subprocess.TimeoutExpired:
        raise TimeLimit(f"no answer within {limit} s") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    return child.returncode, out, err


class Peer:
    """A program that reads requests from its standard input and ends each answer by the line `end`; started when first asked, and
    again after it died."""

    def __init__(self, command, end, wrap=lambda request: request):
        self.command, self.end, self.wrap, self.child, self.rest = command, end, wrap, None, b""

    def ask(self, request, limit):
        """The lines of the answer."""
        if self.child is None:
            self.errors = tempfile.TemporaryFile()
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=ENVIRONMENT)
            self.rest = b""
        try:
            self.child.stdin.write((self.wrap(request) + "\n").encode())
            self.child.stdin.flush()
            return self.answer(time.monotonic() + limit, limit)
        except BrokenPipeError:
            raise Died(self.obituary()) from None
        except BaseException:
            self.close()
            raise

    def answer(self, deadline, limit):
        lines = []
        while True:
            while b"\n" in self.rest:
                line, self.rest = self.rest.split(b"\n", 1)
                line = line.decode(errors="replace")
                if line == self.end:
                    return lines
                lines.append(line)
            wait = deadline - time.monotonic()
            if wait <= 0 or not select.select([self.child.stdout], [], [], wait)[0]:
                raise TimeLimit(f"no answer within {limit} s")
            data = os.read(self.child.stdout.fileno(), 1 << 20)
            if not data:
                raise Died(self.obituary())
            self.rest += data

    def obituary(self):
        child, self.child = self.child, None
        child.stdin.close()
        status = child.wait()
        child.stdout.close()
        self.errors.seek(0)
        text = self.errors.read().decode(errors="replace").strip()[-2000:]
        self.errors.close()
        return f"{self.command[0]} ended with status {status}: {text}"

    def close(self):
        if self.child is not None:
            self.child.kill()
            self.child.communicate()
            self.errors.close()
            self.child = None
