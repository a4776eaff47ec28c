"""hunt: asks deqcert random questions for a while and compares every answer with an independent one (README.md)."""
import argparse
import importlib.util
import multiprocessing
import os
import resource
import signal
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

MEMORY = 6 << 30  # bytes a program may ask for, so that a hunt never takes the machine with it


def arguments():
    parser = argparse.ArgumentParser(prog="hunt", description=__doc__)
    parser.add_argument("--build", default="build", help="build directory")
    parser.add_argument("--deqcert", help="the program to ask instead of BUILD/deqcert")
    parser.add_argument("--time", type=float, default=60, help="seconds")
    parser.add_argument("--seed", type=int, help="default: the clock")
    parser.add_argument("--jobs", type=int, default=1, help="workers")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this hunt alone; may be repeated")
    parser.add_argument("--round", type=int, help="this round alone, with --only")
    parser.add_argument("--record", metavar="TRUST", help="write the counts into this file (tools/trust/record.py)")
    options = parser.parse_args()
    if options.round is not None and (len(options.only) != 1 or options.seed is None):
        parser.error("--round needs one --only and a --seed")
    if not options.time > 0 or options.jobs < 1:
        parser.error("--time and --jobs must be positive")
    if options.seed is None:
        options.seed = int(time.time())
    return options


def work(options, worker, queue):
    """One worker: its rounds, then its tallies into the queue, with the traceback of a hunt that failed."""
    from room import Room
    from rotation import hunts, one_round, rotate
    failure = None
    room = Room(options.build, options.seed, options.deqcert, log=lambda text: print(text, flush=True))
    try:
        modules = hunts(options.only)
        if options.round is not None:
            one_round(room, modules[options.only[0]], options.only[0], options.round)
        else:
            rotate(room, modules, options.time, worker, options.jobs)
    except KeyboardInterrupt:
        pass
    except (Exception, SystemExit):
        failure = f"hunt {room.name}, round {room.round}, seed {options.seed}:\n{traceback.format_exc()}"
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        room.close()
        queue.put((room.tallies, failure))


def gather(options):
    """The tallies of all workers by hunt, and the failures."""
    from tally import Tally
    queue = multiprocessing.SimpleQueue()
    workers = [multiprocessing.Process(target=work, args=(options, k, queue)) for k in range(1 if options.round is not None else options.jobs)]
    for worker in workers:
        worker.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the workers got it too, and end
    total, failures = {}, []
    for _ in workers:
        tallies, failure = queue.get()
        for name, tally in tallies.items():
            total.setdefault(name, Tally()).add(tally)
        failures += [failure] if failure else []
    for worker in workers:
        worker.join()
    total.pop("none", None)
    return total, failures


def show(total, seed, minutes):
    print(f"{'hunt':<16}{'rounds':>8}{'comparisons':>13}{'sharp':>10}{'no answer':>11}{'violations':>12}{'seconds':>9}")
    for name in sorted(total):
        t = total[name]
        print(f"{name:<16}{t.rounds:>8}{t.comparisons:>13}{t.sharp:>10}{t.no_answers:>11}{t.violations:>12}{t.seconds:>9.1f}")
    for name in sorted(total):
        for reason, count in total[name].reasons.most_common(12):
            print(f"no answer, {name}: {count} x {reason}")
    print(f"seed {seed}: {sum(t.comparisons for t in total.values())} comparisons in {minutes:.1f} minutes, "
          f"{sum(t.violations for t in total.values())} violations")


def record(path, total, seed, minutes):
    spec = importlib.util.spec_from_file_location("record", os.path.join(HERE, "..", "..", "tools", "trust", "record.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    values = ["hunt.*-=", f"hunt.comparisons={sum(t.comparisons for t in total.values())}",
              f"hunt.violations={sum(t.violations for t in total.values())}", f"hunt.minutes={minutes:.1f}", f"hunt.seed={seed}"]
    for name, t in total.items():
        values += [f"hunt.{name}.{key}={getattr(t, field)}" for key, field in
                   (("rounds", "rounds"), ("comparisons", "comparisons"), ("sharp", "sharp"), ("no_answer", "no_answers"), ("violations", "violations"))]
    module.record(path, values)


def main():
    options = arguments()
    if importlib.util.find_spec("mpmath") is None:
        print("hunt: no mpmath here: run `make trust-setup`", file=sys.stderr)
        return 2
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    print(f"seed {options.seed}", flush=True)
    start = time.monotonic()
    total, failures = gather(options)
    minutes = (time.monotonic() - start) / 60
    show(total, options.seed, minutes)
    if options.round is None and not any(t.comparisons for t in total.values()):
        failures.append("hunt: nothing was compared")
    for failure in failures:
        print(failure, file=sys.stderr)
    if options.record and not failures:
        record(options.record, total, options.seed, minutes)
    return 2 if failures else 1 if any(t.violations for t in total.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
