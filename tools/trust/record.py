#!/usr/bin/env python3
"""record.py FILE KEY=VALUE...: writes measured values into FILE, a flat JSON object whose keys are dotted names
("fuzz.case.minutes": 30.0).  A value that reads as JSON (number, list, quoted string, true) is stored as such, anything else as a
string.  KEY+=NUMBER adds to the number that is there; KEY-= takes the key away, and PREFIX*-= every key that begins with PREFIX.
The file is replaced as a whole, under a lock, so that several measurements may record at once and none is lost; the page FILE.md
beside FILE.json, where there is one, is made again (document.py)."""
import fcntl
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import document  # noqa: E402

NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_/-]+)+$")


def value(text):
    try:
        read = json.loads(text)
    except ValueError:
        return text
    if isinstance(read, float) and not abs(read) < float("inf"):
        raise SystemExit(f"record.py: {text} is not finite")
    return read


def apply(values, argument):
    key, sign, text = re.match(r"([^=+*]*?)(\*-=|\+=|-=|=)(.*)", argument, re.S).groups() if "=" in argument else (argument, "", "")
    if sign == "*-=":
        for old in [k for k in values if k.startswith(key)]:
            del values[old]
        return
    if not sign or not NAME.match(key):
        raise SystemExit(f"record.py: cannot read {argument!r}; allowed: KEY=VALUE, KEY+=NUMBER, KEY-=, PREFIX*-=")
    if sign == "-=":
        values.pop(key, None)
    elif sign == "+=":
        values[key] = round(values.get(key, 0) + value(text), 6)
    else:
        values[key] = value(text)


def record(path, arguments):
    folder = os.open(os.path.dirname(path) or ".", os.O_RDONLY)  # closing it gives the lock back
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        try:
            with open(path, encoding="utf-8") as file:
                values = json.load(file)
        except FileNotFoundError:
            values = {}
        for argument in arguments:
            apply(values, argument)
        temporary = path + ".tmp"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(values, file, indent=1, sort_keys=True, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        page = os.path.splitext(path)[0] + ".md"
        if os.path.exists(page):
            document.main(path, page, check=False)
    finally:
        os.close(folder)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    record(sys.argv[1], sys.argv[2:])
