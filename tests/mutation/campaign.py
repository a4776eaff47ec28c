"""Runs mutants: each worker has its own copy of the tree and its build; results are stored as they come, so that a run resumes."""
import fcntl
import filecmp
import hashlib
import json
import os
import shutil
import subprocess
import threading
import time

import mutants as mutation
import trees

SLACK = 5        # a test that takes SLACK times its processor time has failed
PATIENCE = 20    # the same for the time on the clock, of a machine that others use too


def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]


class Campaign:
    def __init__(self, root, folder, equivalent):
        """equivalent: ids of mutants that do not count when they survive."""
        self.root, self.folder, self.equivalent = root, folder, equivalent
        self.base = os.path.join(folder, "base")
        self.lock = threading.Lock()
        self.made = set()
        self.killers = {}  # file -> the tests that found something there: they come first

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    # ---- the tree without a change, and which test enters which function ----
    def prepare(self):
        os.makedirs(self.folder, exist_ok=True)
        self.only = open(self.path("lock"), "w")
        fcntl.flock(self.only, fcntl.LOCK_EX)
        trees.synchronise(self.root, self.base)
        subprocess.run(["make", "-s", f"-j{os.cpu_count()}", "BUILD=build", f"OPT={trees.OPT}", "all", "man"], cwd=self.base,
                       env=trees.environment(self.base), check=True)
        self.commands = trees.Commands(self.base)
        subprocess.run(["make", "-s", f"-j{os.cpu_count()}", "BUILD=build", f"OPT={trees.OPT}", *self.commands.link], cwd=self.base,
                       env=trees.environment(self.base), check=True)
        self.hashes = {t: trees.test_hash(self.base, t) for t in self.commands.tests()}
        self.reach, self.traced = {}, False
        self.tracer = threading.Thread(target=self.trace, daemon=True)
        self.tracer.start()

    def code_hash(self):
        h = hashlib.sha256()
        for name in trees.files_below(self.base):
            if name.endswith((".c", ".h")) and not name.startswith(("tests/", "bench/", "docs/")):
                with open(os.path.join(self.base, name), "rb") as file:
                    h.update(name.encode() + file.read())
        return h.hexdigest()[:12]

    def instrument(self, tree):
        """A build whose decided rooms record the functions entered, and the tests as they are now."""
        done = os.path.join(tree, "build", "instrumented")
        if os.path.exists(done) and open(done, encoding="utf-8").read() == self.code_hash():
            trees.synchronise(self.base, tree)
            for program in self.commands.programs:
                changed = not os.path.exists(os.path.join(tree, program))
                for obj in [w for w in self.commands.link[program][1] if w.startswith("build/obj/tests/")]:
                    old, new = os.path.join(tree, obj), os.path.join(self.base, obj)
                    if not os.path.exists(old) or not filecmp.cmp(old, new, shallow=False):
                        os.makedirs(os.path.dirname(old), exist_ok=True)
                        shutil.copy2(new, old)
                        changed = True
                if changed:
                    os.makedirs(os.path.dirname(os.path.join(tree, program)), exist_ok=True)
                    trees.must(self.commands.link[program][0], tree)
            return
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.base, tree, symlinks=True)
        hook = "build/trace.o"
        trees.must(f"gcc -std=c17 -D_GNU_SOURCE -O1 -fPIE -c tests/mutation/trace.c -o {hook}", tree)
        for source, (command, _) in self.commands.compile.items():
            if source.startswith(("ball/", "hermite/", "gram/", "checker/", "verify/statistics/", "verify/claims/", "verify/cli/")):
                trees.must(command.replace("-Werror", "-w") + " -finstrument-functions", tree)
        for command in self.commands.archive.values():
            trees.must(f"rm -f {command.split()[2]} && {command}", tree)
        trees.must(f"ar rcs build/lib/ball.a {hook}", tree)
        for program, (command, words) in self.commands.link.items():
            if words & {"build/lib/ball.a", "build/obj/checker/main.o"}:
                trees.must(command + ("" if "build/lib/ball.a" in words else f" {hook}"), tree)
        trees.must("ln -f build/deqcert-one build/deqcert", tree)
        with open(done, "w", encoding="utf-8") as file:
            file.write(self.code_hash())

    def trace(self):
        """self.reach: test -> {hash, cpu, seconds, functions as "file name" or " name"}."""
        file, tree, code = self.path("trace.json"), self.path("trace"), self.code_hash()
        if os.path.exists(file):
            with open(file, encoding="utf-8") as stored:
                kept = json.load(stored)
            if kept["code"] == code:
                self.reach.update({t: r for t, r in kept["tests"].items() if self.hashes.get(t) == r["hash"] and r["passed"]})
        missing = [t for t in self.commands.tests() if t not in self.reach]
        if missing:
            self.instrument(tree)
        tables = {}
        for test in missing:
            where = os.path.join(tree, "build", "entered")
            shutil.rmtree(where, ignore_errors=True)
            os.makedirs(where)
            os.chmod(where, 0o777)
            passed, cpu, seconds, _ = trees.run_test(tree, test, DEQCERT_TRACE=where)
            functions = set()
            for name in os.listdir(where):
                program = next((p for p in (test, "build/deqcert", "build/deqcert-check", *self.commands.link)
                                if os.path.basename(p) == name and not p.endswith(".sh")), None)
                if program is None:
                    functions.add(trees.REACH_ALL)
                    continue
                if program not in tables:
                    tables[program] = trees.symbols(tree, program)
                with open(os.path.join(where, name), "rb") as entered:
                    seen = entered.read()
                functions |= {f"{f} {n}" for f, n, at in tables[program] if abs(at) < len(seen) // 2 and seen[at + len(seen) // 2]}
            self.reach[test] = {"hash": self.hashes[test], "passed": passed, "cpu": round(cpu, 2), "seconds": round(seconds, 2),
                                "functions": sorted(functions)}
            print(f"traced {test}: {cpu:.1f} s, {len(functions)} functions{'' if passed else ', FAILS without any change: left out'}", flush=True)
            with open(file + ".tmp", "w", encoding="utf-8") as out:
                json.dump({"code": code, "tests": self.reach}, out)
            os.replace(file + ".tmp", file)
        self.traced = True

    def tests_of(self, m):
        """The tests traced so far that can tell, the most promising first."""
        room, obj = os.path.dirname(m.file), self.commands.compile[m.file][1]
        out = []
        for test, r in list(self.reach.items()):
            if not r["passed"] or not any(self.commands.depends(p, obj) for p in self.commands.used_by(test)):
                continue
            entered = {f"{os.path.basename(m.file)} {m.function}", f" {m.function}", trees.REACH_ALL}
            if m.function and not entered & set(r["functions"]):
                continue
            own = test.startswith(f"build/tests/{room.split('/')[0]}/")
            cost = r["cpu"] * (0.3 if own else 1 if test.startswith("build/") else 1.5)
            out.append((cost * (0.2 if test in self.killers.get(m.file, ()) else 1), test))
        return [t for _, t in sorted(out)]

    # ---- results ----
    def source_hash(self, m):
        with open(os.path.join(self.root, m.file), "rb") as file:
            return digest(file.read())

    def stored(self):
        out = {}
        if os.path.exists(self.path("results.jsonl")):
            with open(self.path("results.jsonl"), encoding="utf-8") as file:
                for line in file:
                    if line.endswith("\n"):
                        r = json.loads(line)
                        out[r["id"]] = r
        return out

    def results(self):
        return {i: r for i, r in self.stored().items() if r["status"] != "survived" or r["complete"]}

    def keep(self, result):
        with self.lock, open(self.path("results.jsonl"), "a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")

    # ---- one mutant in one tree ----
    def run_mutant(self, m, tree, old):
        """The result; `old` is a stored one of the same id, whose passed tests are not run again while they are the same."""
        with open(os.path.join(self.base, m.file), encoding="utf-8") as file:
            source = file.read()
        result = {"id": m.id, "line": m.line, "source": digest(source.encode()), "status": "none", "test": "", "passed": {}, "complete": self.traced}
        same = old is not None and old["source"] == result["source"]
        if same and (old["status"] == "none" or old["status"] == "killed" and self.hashes.get(old["test"]) == old["hash"]):
            return old
        passed = dict(old["passed"]) if same else {}
        if same and not [t for t in self.tests_of(m) if passed.get(t) != self.hashes[t]]:
            return dict(old, complete=self.traced)
        command, obj = self.commands.compile[m.file]
        with open(os.path.join(tree, m.file), "w", encoding="utf-8") as file:
            file.write(mutation.apply(m, source))
        linked = []
        try:
            try:
                compiled = trees.run(command.replace("-Werror", "-w"), tree, timeout=120).returncode == 0
            except subprocess.TimeoutExpired:
                compiled = False
            if not compiled or filecmp.cmp(os.path.join(tree, obj), os.path.join(self.base, obj), shallow=False):
                result["test"] = "the same object" if compiled else "does not compile"
                return result
            if obj in self.commands.member_of:
                archive = self.commands.archive[self.commands.member_of[obj]]
                trees.must(f"rm -f {archive.split()[2]} && {archive}", tree)
            for test in self.tests_of(m):
                if passed.get(test) == self.hashes[test]:
                    continue
                different = False
                for program in self.commands.used_by(test):
                    if not self.commands.depends(program, obj):
                        continue
                    if program not in linked:
                        linked.append(program)
                        trees.must(f"rm -f {program} && " + self.commands.link[program][0], tree)
                        if program == "build/deqcert-one":
                            trees.must("ln -f build/deqcert-one build/deqcert", tree)
                    different |= not filecmp.cmp(os.path.join(tree, program), os.path.join(self.base, program), shallow=False)
                good, late = True, False
                if different:
                    for attempt in range(2):  # a failure is one that comes twice
                        r = self.reach[test]
                        good, _, _, late = trees.run_test(tree, test, 2 + SLACK * r["cpu"], 60 + PATIENCE * r["seconds"])
                        if good or late:
                            break
                if not good:
                    result.update(status="killed", test=test, hash=self.hashes[test], late=late)
                    return result
                passed[test] = self.hashes[test]
            result.update(status="survived", passed=passed)
            return result
        finally:
            self.restore(tree, m.file, obj, linked)

    def restore(self, tree, source, obj, linked):
        names = [source, obj, *linked]
        if obj in self.commands.member_of:
            names.append(self.commands.member_of[obj])
        if "build/deqcert-one" in linked:
            names.append("build/deqcert")
        for name in names:
            target = os.path.join(tree, name)
            if os.path.lexists(target):
                os.remove(target)
            shutil.copy2(os.path.join(self.base, name), target)
        if "build/deqcert-one" in linked:  # a script may have run make
            shutil.rmtree(os.path.join(tree, "build"))
            shutil.copytree(os.path.join(self.base, "build"), os.path.join(tree, "build"), symlinks=True)

    # ---- all of them ----
    def run(self, drawn, jobs, seconds):
        """While tests are being traced, against those that are; then against all, which leaves little to do."""
        stop = time.monotonic() + seconds
        while not self.traced and time.monotonic() < stop and self.tracer.is_alive():
            self.run_once(drawn, jobs, stop)
            self.tracer.join(min(60, max(0, stop - time.monotonic())))
        self.run_once(drawn, jobs, stop)

    def run_once(self, drawn, jobs, stop):
        """The first `wanted` mutants of each room's draw that count."""
        old = self.stored()
        for r in old.values():
            if r["status"] == "killed":
                self.killers.setdefault(r["id"].split(":")[0], set()).add(r["test"])
        queues = {room: [wanted, 0, iter(order)] for room, (wanted, order) in drawn.items()}  # wanted, counted or running, the rest

        def take():
            with self.lock:
                for room, q in sorted(queues.items(), key=lambda e: e[1][1] / max(1, e[1][0])):
                    if q[1] < q[0]:
                        m = next(q[2], None)
                        if m is not None:
                            q[1] += 1
                            return room, m
                        q[0] = q[1]
            return None, None

        def work(tree):
            if tree not in self.made:  # left by an earlier run, perhaps in the middle of a mutant
                self.made.add(tree)
                shutil.rmtree(tree, ignore_errors=True)
                shutil.copytree(self.base, tree, symlinks=True)
            while time.monotonic() < stop:
                room, m = take()
                if m is None:
                    return
                start = time.monotonic()
                result = self.run_mutant(m, tree, old.get(m.id))
                with self.lock:
                    if not mutation.counts(result["status"], m.id in self.equivalent):
                        queues[room][1] -= 1
                    elif result["status"] == "killed":
                        self.killers.setdefault(m.file, set()).add(result["test"])
                if result is not old.get(m.id) and result != old.get(m.id):
                    self.keep(result)
                    print(f"{time.monotonic() - start:6.1f} s {result['status']:8} {m.id} {result['test']}", flush=True)

        workers = [threading.Thread(target=work, args=(self.path(f"worker-{k}"),)) for k in range(jobs)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
