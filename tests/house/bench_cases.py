"""TAP for bench/: arithmetic by hand-computed values, planted disagreements, and the document after each way a run can end."""
import argparse
import contextlib
import io
import json
import os
import signal
import sys
import tempfile
import unittest
from fractions import Fraction
from types import SimpleNamespace
from unittest import mock

from bench import document, driver, machine, measurements
from bench.arithmetic import Enclosure, Quantity, exact, exponent, median, ratio
from bench.process import Failed, run
from bench.room import Room, Unavailable

BALL = {"lower": "0.1234567890123456789", "upper": "0.1234567890123456790"}


class Arithmetic(unittest.TestCase):
    def test_median(self):
        self.assertEqual(median([3.0, 1.0, 2.0]), 2.0)
        self.assertEqual(median([4.0, 1.0, 2.0, 3.0]), 2.5)
        for bad in ([], [1.0, float("nan"), 2.0]):
            self.assertRaises(ValueError, median, bad)

    def test_ratio_is_the_peer_over_ours(self):
        self.assertEqual(ratio(Quantity((9.0, 10.0, 50.0)), Quantity((1.0, 2.0, 30.0))), 5.0)

    def test_exponent_of_a_power_law(self):
        sizes = [250, 500, 1000, 2000]
        self.assertAlmostEqual(exponent(sizes, [7e-9 * n**2.5 for n in sizes]), 2.5, places=12)
        self.assertAlmostEqual(exponent([1, 10, 100], [1.0, 2.0, 4.0]), 0.30102999566398120, places=14)  # log10(2)
        for bad in (([1], [1.0]), ([2, 2], [1.0, 1.0]), ([1, 2], [1.0, 0.0])):
            self.assertRaises(ValueError, exponent, *bad)

    def test_decimals_are_exact(self):
        self.assertEqual(exact("1.5 E-3"), Fraction(3, 2000))
        self.assertEqual(exact("-0.1"), Fraction(-1, 10))
        for bad in ("nan", "inf", "1/3", "", "0x1p3", "1..2"):
            self.assertRaises(ValueError, exact, bad)

    def test_containment_to_the_last_digit(self):
        ball = Enclosure.of(BALL)
        self.assertTrue(ball.agrees(exact(BALL["lower"]), 0) and ball.agrees(exact(BALL["upper"]), 0))
        self.assertFalse(ball.agrees(exact("0.12345678901234567901"), 0))
        self.assertTrue(ball.agrees(exact("0.12345678901234567901"), exact("1e-20")))
        self.assertFalse(ball.agrees(exact("0.12345678901234567889999"), exact("0.99999e-23")))
        self.assertFalse(ball.agrees(exact("0.1234567890123456789"), -1))
        self.assertRaises(ValueError, Enclosure.of, {"lower": "2", "upper": "1"})


class Comparison(unittest.TestCase):
    def setUp(self):
        self.room = Room("nowhere", "nowhere", sys.executable, True)

    def mismatch(self, *arguments):
        self.assertFalse(self.room.compare("planted", *arguments))
        self.assertIn("planted", self.room.mismatches[-1])

    def test_agreement_is_counted(self):
        self.assertTrue(self.room.compare("x", BALL, "0.12345678901234567895", 0, Fraction(1, 10**18)))
        self.assertEqual((self.room.compared, self.room.mismatches), (1, []))

    def test_planted_disagreements(self):
        self.mismatch(BALL, "0.1234567890123456792", Fraction(1, 10**19))
        self.mismatch(BALL, "-0.12345678901234567895", Fraction(1, 10**3))
        self.mismatch(BALL, "nan", Fraction(1))
        self.mismatch({"lower": "0", "upper": "1"}, "0.5", Fraction(0), Fraction(1, 100))
        self.mismatch({"lower": None, "upper": None}, "0.5", Fraction(1))
        self.mismatch(None, "0.5", Fraction(1))
        self.assertEqual((self.room.compared, len(self.room.mismatches)), (6, 6))


class Tables(unittest.TestCase):
    def test_targets_from_both_sides(self):
        ours, section = Quantity((0.024, 0.026, 0.025)), document.Section()
        section.within("a", ours, 0.025, "t")
        section.within("b", ours, 0.0249, "t")
        section.against("c", ours, "peer", Quantity((2.5,)), 100)
        section.against("d", ours, "peer", Quantity((2.49,)), 100)
        section.curves.append(document.Curve("e", "n", [1, 10], [Quantity((1.0,)), Quantity((10.0**1.2,))], 1.21))
        section.curves.append(document.Curve("f", "n", [1, 10], [Quantity((1.0,)), Quantity((10.0**1.2,))], 1.19))
        self.assertEqual([met for _, met in section.verdicts()], [True, False, True, False, True, False])
        text = document.markdown("T", section)
        self.assertIn("| c | 25 ms (24\u201326) | peer | 2.5 s | 100\u00d7 | ratio \u2265 100 | yes |", text)
        self.assertIn("fitted exponent 1.20 in n (target at most 1.19: **not met**)", text)

    def test_units(self):
        self.assertEqual(document.quantity(Quantity((1.6e9,), "B")), "1.6 GB")
        self.assertEqual(document.quantity(Quantity((43e-6,))), "43 \u00b5s")
        self.assertEqual(document.quantity(Quantity((123.4, 150.0, 99.94))), "123 s (99.9\u2013150)")

    def test_every_measurement_is_found(self):
        files = [f[:-3] for f in os.listdir(measurements.__path__[0]) if f.endswith(".py") and f != "__init__.py"]
        modules = driver.discover()
        self.assertEqual(sorted(files), sorted(m.__name__.split(".")[-1] for m in modules))
        self.assertEqual(len({m.ORDER for m in modules}), len(modules))


class Processes(unittest.TestCase):
    def test_measures_a_process(self):
        done = run([sys.executable, "-c", "x = bytearray(10**8); x[::4096] = x[::4096]; print(len(x))"])
        self.assertEqual(done.output, "100000000\n")
        self.assertTrue(1e8 < done.memory < 3e8 and 0 < done.user <= 2 * done.wall)

    def test_pins_and_restores(self):
        before, core = os.sched_getaffinity(0), min(os.sched_getaffinity(0))
        seen = run([sys.executable, "-c", "import os; print(os.sched_getaffinity(0))"], core=core).output.strip()
        self.assertEqual((seen, os.sched_getaffinity(0)), (str({core}), before))

    def test_failures_are_named(self):
        self.assertRaisesRegex(Failed, "exit status 3: no", run, [sys.executable, "-c", "import sys; print('no', file=sys.stderr); sys.exit(3)"])
        self.assertRaisesRegex(Failed, "exit status -9", run, ["sleep", "20"], limit=0.1)
        self.assertRaises(Failed, run, ["/nonexistent/program"])

    def test_a_missing_peer_is_named(self):
        with mock.patch.dict(os.environ, PATH="/nonexistent"):
            self.assertRegex(machine.missing_peers("/nonexistent/python"), "gp.*numpy")


class Endings(unittest.TestCase):
    """run_bench with one stub measurement, over an old document."""

    def end(self, measure):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "docs", "performance.md")
            os.mkdir(os.path.dirname(path))
            with open(path, "w", encoding="utf-8") as file:
                file.write("old")
            options = argparse.Namespace(build=folder, document=path, compiler="cc", quick=False)
            stub, errors, before = SimpleNamespace(TITLE="Stub", ORDER=1, measure=measure), io.StringIO(), signal.getsignal(signal.SIGTERM)
            with mock.patch.object(driver, "describe", lambda *_: [("processor", "none")]), \
                    mock.patch.object(driver, "missing_peers", lambda *_: ""), contextlib.redirect_stderr(errors):
                status = driver.run_bench([stub], options)
            signal.signal(signal.SIGTERM, before)
            left = os.listdir(os.path.join(folder, "bench")) + [f for f in os.listdir(os.path.dirname(path)) if f.endswith(".tmp")]
            self.assertEqual([f for f in left if not f.startswith("failed.")], [])
            with open(path, encoding="utf-8") as file:
                text = file.read()
            data = path[:-2] + "json"
            return status, text, errors.getvalue(), json.load(open(data, encoding="utf-8")) if os.path.exists(data) else None

    def test_success_writes(self):
        def measure(room):
            room.compare("x", BALL, "0.12345678901234567895", 0)
            section = document.Section("text")
            section.within("speed", Quantity((1.0, 2.0, 4.0)), 1.5, "< 1.5 s")
            return section

        status, text, errors, data = self.end(measure)
        self.assertEqual(status, 0)
        for part in ("## Stub", "1 comparisons, 0 disagreements", "| speed | 2 s (1\u20134)", "Targets met: 0 of 1. Not met: speed."):
            self.assertIn(part, text)
        self.assertIn("targets missed: speed", errors)
        self.assertEqual(data["measurements"][0]["rows"][0]["ours"]["samples"], [1.0, 2.0, 4.0])

    def test_a_planted_disagreement_fails_and_writes_nothing(self):
        def measure(room):
            room.compare("planted peer", BALL, "0.12345", 0)
            return document.Section()

        status, text, errors, data = self.end(measure)
        self.assertEqual((status, text, data), (1, "old", None))
        self.assertIn("disagreement: planted peer", errors)

    def test_interruptions_and_failures_write_nothing(self):
        def interrupted(_):
            raise KeyboardInterrupt

        def terminated(_):
            os.kill(os.getpid(), signal.SIGTERM)

        def failed(_):
            raise Failed("gp: exit status 1")

        for measure, code in ((interrupted, 3), (terminated, 3), (failed, 1)):
            status, text, errors, data = self.end(measure)
            self.assertEqual((status, text, data), (code, "old", None))
        self.assertIn("gp: exit status 1", errors)

    def test_a_failure_does_not_lose_the_other_measurements(self):
        def failed(_):
            raise Failed("gp: exit status 1")

        room, good = Room("nowhere", "nowhere", sys.executable, True), document.Section("good")
        stubs = [SimpleNamespace(TITLE="A", measure=failed), SimpleNamespace(TITLE="B", measure=lambda _: good)]
        with contextlib.redirect_stderr(io.StringIO()):
            done = driver.measure_all(stubs, room)
        self.assertEqual((done[0][0], done[1], room.failures), ("A", ("B", good), ["A: gp: exit status 1"]))

    def test_a_missing_subject_is_a_line(self):
        def measure(_):
            raise Unavailable("Not measured: no such program.")

        status, text, _, _ = self.end(measure)
        self.assertEqual(status, 0)
        self.assertIn("## Stub\n\nNot measured: no such program.", text)


def main():
    tests = list(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    cases = [case for suite in tests for case in suite]
    bad = 0
    for number, case in enumerate(cases, 1):
        result = unittest.TestResult()
        case.run(result)
        problems = result.errors + result.failures
        bad += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - bench: {case._testMethodName[5:].replace('_', ' ')}")
        for _, trace in problems:
            print("# " + trace.strip().replace("\n", "\n# "))
    print(f"1..{len(cases)}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
