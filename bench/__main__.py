"""python3 -m bench: runs every file of bench/measurements and writes the performance document.  See `make bench`."""
import argparse
import sys
from bench.driver import discover, run_bench


def main():
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("--build", default="build", help="where deqcert and the peers' programs are")
    parser.add_argument("--document", default="docs/performance.md", help="what to write; its data goes beside it as .json")
    parser.add_argument("--compiler", default="gcc", help="the compiler to name")
    parser.add_argument("--quick", action="store_true", help="few sizes and runs")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="one measurement (repeatable)")
    options = parser.parse_args()
    return run_bench(discover(options.only), options)


if __name__ == "__main__":
    sys.exit(main())
