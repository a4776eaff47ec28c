#!/usr/bin/env python3
"""The tests of the mutants' enumeration (TAP), run by tests/house/mutation.sh."""
import contextlib
import io
import json
import re
import sys
import tempfile

sys.dont_write_bytecode = True
import mutants as mutation  # noqa: E402
import mutate  # noqa: E402

SOURCE = r"""/* a < b */
#define WIDER(x) ((x) + 1)
static const int table[] = {7};
static int decide(arb_t z, const mag_t *error, slong prec)
{
    char text[40] = "x < 1";
    if (arb_lt(z, z) && !(prec >= -2)) return 1;
    arb_add_error_mag(z, error); // c == d
    arb_add_ui(z, z, 5, prec + 30);
    return VERDICT_PROVED;
}
"""
WANTED = {("relation", ">=", "<"), ("relation", ">=", ">"), ("logic", "&&", "||"), ("negation", "!", ""), ("negation", "-", ""),
          ("constant", "7", "0"), ("constant", "2", "4"), ("constant", "5", "6"), ("call", "arb_lt", "arb_le"), ("return", "return 1", ""),
          ("error-term", "arb_add_error_mag(z, error)", ""), ("call", "arb_add_ui", "arb_sub_ui"), ("verdict", "VERDICT_PROVED", "VERDICT_REFUTED"),
          ("condition", "if (arb_lt(z, z) && !(prec >= -2))", "if (({ 0; }))")}
failures, number = 0, 0


def check(what, good, shown=""):
    global failures, number
    number += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {number} - {what}" + ("" if good else f"\n# {shown}"))


found = mutation.mutants_of("a.c", SOURCE)
changes = {(m.operator, m.old, m.new) for m in found}
check("the changes of a small file", WANTED <= changes, WANTED - changes)
spared = [m for m in found if m.old in ("40", "30", "+", "==", "*") or SOURCE.split("\n")[m.line - 1].startswith(("#", "/*"))]
check("comments, directives, strings, lengths and working precisions are left alone", not spared, spared)
check("a change keeps the number of lines", all(mutation.apply(m, SOURCE).count("\n") == SOURCE.count("\n") for m in found))
check("a line more above changes no id", [m.id for m in found] == [m.id for m in mutation.mutants_of("a.c", "\n" + SOURCE)])
# The draws of two enumerations in different orders, so that nothing rests on the order of files or dictionaries.
rooms = {room: mutate.enumerate_room(room) for room in mutate.ROOMS}
every = {m.id: m for room in rooms.values() for m in room}
check("every mutant has its own id", len(every) == sum(len(r) for r in rooms.values()) > 10000, len(every))
order = [[m.id for m in mutate.stratified(found, 40, mutate.SEED)] for found in (rooms["gram"], rooms["gram"][::-1])]
check("the draw is reproducible", order[0] == order[1] and len(set(order[0])) == 40)
check("another seed draws others", order[0] != [m.id for m in mutate.stratified(rooms["gram"], 40, mutate.SEED + 1)])
operators = {mutation_id.split(":")[2] for mutation_id in order[0]}
check("a short draw has every operator of the room", operators == {m.operator for m in rooms["gram"]}, operators)
parts = mutate.shares(240, {room: len(found) for room, found in rooms.items()}, mutate.LEAST)
check("the rooms' shares", sum(parts.values()) == 240 and min(parts.values()) >= mutate.LEAST, parts)
reasons = mutate.reasons()
gone = sorted(set(reasons) - set(every))
check("every reason is about code that is there", not gone, "survivors.json: the code of these has changed, run make mutants: " + " ".join(gone))
shape = [i for i, r in reasons.items() if not re.match(r"(equivalent|performance|accuracy|not caught): .{20,}", r)]
check("every reason says which kind it is", not shape, shape)


def recorded(statuses, wanted=3):
    """What a report on mutants with these statuses, in the draw's order, records; None when nothing; and its answer.  "same" survives and is
    argued to be equivalent."""
    drawn = found[:len(statuses)]
    argued, reasons_of = {m.id for m, status in zip(drawn, statuses) if status.startswith("same")}, mutate.reasons
    mutate.reasons = lambda: {i: "equivalent: a test's" for i in argued}
    results = {m.id: {"status": status.replace("same but ", "").replace("same", "survived"), "test": "t"} for m, status in zip(drawn, statuses) if status}
    with tempfile.NamedTemporaryFile("w+", suffix=".json") as file, contextlib.redirect_stdout(io.StringIO()):
        file.write("{}")
        file.flush()
        wrong = mutate.report({"room": (wanted, drawn)}, results, file.name, 1)
        with open(file.name, encoding="utf-8") as again:
            values = json.load(again)
    mutate.reasons = reasons_of
    return (values.get("mutants.total"), values.get("mutants.killed"), len(values.get("mutants.equivalent", []))), wrong


check("what does not compile or is equivalent gives its place to the next", recorded(["killed", "same", "none", "survived", "killed", "killed"]) == ((3, 2, 1), False),
      recorded(["killed", "same", "none", "survived", "killed", "killed"]))
check("an undecided mutant keeps its place, and nothing is recorded", recorded(["killed", "", "killed", "killed"]) == ((None, None, 0), False))
check("an equivalent mutant that a test kills is a failure", recorded(["killed", "same but killed", "killed", "killed"]) == ((None, None, 0), True))
print(f"1..{number}")
sys.exit(failures > 0)
