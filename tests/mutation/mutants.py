"""The mutants of a C file: one small change each, found in the file's tokens (comments, strings and preprocessor lines are left
alone).  A mutant is known by FILE:HASH:OPERATOR:K, where HASH is of the text of its line and K counts the same change in lines of
that text, so that an id survives changes elsewhere in the file."""
import dataclasses
import hashlib
import re

TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|//[^\n]*|\s+)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<mark>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)""", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.)*", re.M | re.S)
TYPE = re.compile(r"(\w+_(t|struct|ptr|srcptr|kind)|int|long|char|void|double|float|unsigned|signed|short|const|static|struct|size_t|slong|ulong|FILE)$")
KEYWORDS = {"return", "case", "sizeof", "else", "do", "if", "while", "for", "switch"}

RELATIONS = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="]}
LOGIC = {"&&": ["||"], "||": ["&&"]}
ARITHMETIC = {"+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "<<": [">>"], ">>": ["<<"]}
UPDATES = {"+=": ["-="], "-=": ["+="], "*=": ["/="], "/=": ["*="], "|=": ["&="], "&=": ["|="]}
STEPS = {"++": ["--"], "--": ["++"]}


def pairs(*both):
    return {a: b for pair in both for a, b in (pair, pair[::-1])}


ROUNDING = pairs(("MPFR_RNDU", "MPFR_RNDD"), ("ARF_RND_FLOOR", "ARF_RND_CEIL"), ("ARF_RND_DOWN", "ARF_RND_UP"),
                 ("arb_get_lbound_arf", "arb_get_ubound_arf"), ("arb_get_mag", "arb_get_mag_lower"), ("mag_get_d_lower", "mag_get_d"),
                 ("arb_lower_decimal", "arb_upper_decimal"), ("arf_get_mag", "arf_get_mag_lower"), ("arb_get_abs_lbound_arf", "arb_get_abs_ubound_arf"),
                 ("mag_mul", "mag_mul_lower"), ("mag_add", "mag_add_lower"), ("mag_set_d", "mag_set_d_lower"), ("arb_get_lbound", "arb_get_ubound"),
                 ("arb_floor", "arb_ceil"), ("floor", "ceil"))
# "mpz_fdiv_q" <-> "mpz_cdiv_q" and so on: a part of the name.
ROUNDING_PARTS = [("_fdiv_", "_cdiv_"), ("_cdiv_", "_fdiv_"), ("_lower_", "_upper_"), ("_upper_", "_lower_")]
CALLS = pairs(*[(f"{p}{a}{s}", f"{p}{b}{s}") for a, b in (("add", "sub"), ("mul", "div"), ("addmul", "submul"), ("max", "min"))
                for p in ("arb_", "acb_", "arf_", "fmpq_", "fmpz_", "mpz_", "mpq_", "fmpq_mat_", "arb_mat_", "mag_", "arb_poly_")
                for s in ("", "_si", "_ui", "_arf", "_fmpz")],
              ("arb_lt", "arb_le"), ("arb_gt", "arb_ge"), ("arb_is_positive", "arb_is_nonnegative"), ("fmin", "fmax"),
              ("arb_is_negative", "arb_is_nonpositive"), ("arb_contains", "arb_overlaps"), ("arb_contains_zero", "arb_is_zero"))
CALLS.update({"arb_contains_arf": "arb_overlaps_arf", "arb_sqr": "arb_set_round", "arb_sqrt": "arb_set_round", "arb_abs": "arb_set"})
# A call that only widens: the statement is taken away, or keeps its first operand alone.
WIDENING = re.compile(r"(arb|acb)_add_error\w*$|arb_union$|mag_add$|arf_mag_add_ulp$|arb_hull$|\w*inflate\w*$|\w*widen\w*$|\w*add_error\w*$")
KINDS = {"VERDICT_PROVED": ["VERDICT_REFUTED"], "VERDICT_REFUTED": ["VERDICT_PROVED"], "VERDICT_INCONCLUSIVE": ["VERDICT_PROVED"],
         "VERDICT_INAPPLICABLE": ["VERDICT_PROVED"], "VERDICT_SUPPORTED": ["VERDICT_REJECTED"], "VERDICT_REJECTED": ["VERDICT_SUPPORTED"],
         "DECIDED_SUPPORTED": ["DECIDED_REJECTED"], "DECIDED_REJECTED": ["DECIDED_SUPPORTED"], "DECIDED_OPEN": ["DECIDED_SUPPORTED"],
         "DQ_INCONCLUSIVE": ["DQ_OK"], "DQ_INAPPLICABLE": ["DQ_OK"], "DQ_NONEXISTENT": ["DQ_OK"], "SUP_UNBOUNDED": ["SUP_FINITE"]}
BALLS = re.compile(r"_?(arb|acb|arf)_\w+$")


@dataclasses.dataclass
class Token:
    kind: str
    text: str
    at: int
    mate: int = -1       # of a bracket: the index of the other one
    function: str = ""   # the function whose body holds it
    spared: bool = False  # a working precision or the length of an array: any value is as good


@dataclasses.dataclass
class Mutant:
    id: str
    file: str
    line: int
    operator: str
    function: str
    at: int
    length: int
    new: str
    old: str


def tokens_of(text):
    text = DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S))
    tokens, open_ = [], []
    for m in TOKEN.finditer(text):
        if m.lastgroup == "skip":
            continue
        t = Token(m.lastgroup, m.group(0), m.start())
        if t.kind == "mark" and t.text in "([{":
            open_.append(len(tokens))
        elif t.kind == "mark" and t.text in ")]}" and open_:
            t.mate = open_.pop()
            tokens[t.mate].mate = len(tokens)
        tokens.append(t)
    mark_functions(tokens)
    mark_spared(tokens)
    return tokens


def mark_functions(tokens):
    k = 0
    while k < len(tokens):
        if tokens[k].text == "{" and tokens[k].mate > k:
            end, before = tokens[k].mate, k - 1
            if before > 0 and tokens[before].text == ")" and tokens[before].mate > 0:
                for t in tokens[k:end]:
                    t.function = tokens[tokens[before].mate - 1].text
            k = end
        k += 1


def arguments(tokens, call):
    """The (first, last) tokens of the arguments of the call whose name is tokens[call]."""
    out, first, k, end = [], call + 2, call + 2, tokens[call + 1].mate
    while k < end:
        if tokens[k].text in ("(", "[", "{") and tokens[k].mate > k:
            k = tokens[k].mate
        elif tokens[k].text == ",":
            out.append((first, k - 1))
            first = k + 1
        k += 1
    if first < end:
        out.append((first, end - 1))
    return out


def mark_spared(tokens):
    for k, t in enumerate(tokens):
        follows = tokens[k + 1].text if k + 1 < len(tokens) else ""
        if t.kind == "name" and BALLS.match(t.text) and follows == "(" and "_2exp_" not in t.text and "cmp" not in t.text:
            given = arguments(tokens, k)
            which = len(given) - (2 if given and tokens[given[-1][0]].text.startswith("ARF_RND") else 1)
            if which >= 2 or (which >= 1 and t.text.endswith(("_fmpq", "_round", "_pi", "_log", "_exp", "_sqrt"))):
                for spared in tokens[given[which][0]:given[which][1] + 1]:
                    spared.spared = True
        if t.text == "[" and k >= 2 and tokens[k - 1].kind == "name" and TYPE.match(tokens[k - 2].text):
            for spared in tokens[k:t.mate]:
                spared.spared = True


def is_binary(tokens, k):
    before = tokens[k - 1]
    if before.kind in ("number", "string") or before.text == "]":
        return True
    if before.text == ")":  # not after a cast
        inside = tokens[before.mate + 1:k - 1]
        return not (inside and TYPE.match(inside[0].text) and all(t.text == "*" or t.kind == "name" for t in inside))
    return before.kind == "name" and before.text not in KEYWORDS and not (tokens[k].text == "*" and TYPE.match(before.text))


def numbers_near(text):
    """c - 1, c + 1, 0 and 2c; of a fraction c/2 and 2c."""
    digits = re.match(r"([0-9]+)([uUlL]*)$", text)
    if digits:
        c, suffix = int(digits.group(1)), digits.group(2)
        return [str(v) + suffix for v in dict.fromkeys([c + 1, c - 1, 0, 2 * c]) if v != c and v >= 0]
    if re.match(r"[0-9.]+([eE][-+]?[0-9]+)?$", text):
        return [] if float(text) == 0 else [f"({text} * 0.5)", f"({text} * 2)"]
    return []


def changes(tokens, k):
    """(operator, number of tokens replaced, new text) for the token k."""
    t, near = tokens[k], lambda d: tokens[k + d].text if 0 <= k + d < len(tokens) else ""
    if t.spared or t.kind == "string":
        return
    if t.kind == "number":
        for new in numbers_near(t.text):
            yield "constant", 1, new
    elif t.kind == "name":
        for new in KINDS.get(t.text, []):
            yield "verdict", 1, new
        if t.text in ROUNDING:
            yield "rounding", 1, ROUNDING[t.text]
        elif near(1) == "(":
            for a, b in ROUNDING_PARTS:
                if a in t.text:
                    yield "rounding", 1, t.text.replace(a, b)
        if t.text in CALLS and near(1) == "(":
            yield "call", 1, CALLS[t.text]
        if not t.function:
            return
        if near(1) == "(" and WIDENING.match(t.text) and tokens[k - 1].text in (";", "{", "}", ")", "else") and tokens[tokens[k + 1].mate + 1].text == ";":
            yield "error-term", tokens[k + 1].mate - k + 1, narrowed(tokens, k)
        if t.text == "return" and tokens[k - 1].text in (";", ")", "{", "else") and not ends_function(tokens, k):
            end = next(j for j in range(k, len(tokens)) if tokens[j].text == ";")
            yield "return", end - k, ""
        if t.text in ("if", "while") and near(1) == "(":
            for new in ("0", "1"):
                if (t.text, new) != ("while", "1"):
                    yield "condition", tokens[k + 1].mate - k + 1, f"{t.text} (({{ {new}; }}))"
    else:
        for operator, table in (("relation", RELATIONS), ("logic", LOGIC), ("update", UPDATES), ("step", STEPS)):
            for new in table.get(t.text, []):
                yield operator, 1, new
        if t.text in ARITHMETIC and is_binary(tokens, k):
            for new in ARITHMETIC[t.text]:
                yield "arithmetic", 1, new
        if t.text == "!":
            yield "negation", 1, ""
        if t.text == "-" and not is_binary(tokens, k):
            yield "negation", 1, ""


def ends_function(tokens, k):
    """Nothing follows the statement in its function: without it the function would have no value."""
    end = next(j for j in range(k, len(tokens)) if tokens[j].text == ";")
    return tokens[end + 1].text == "}" and not tokens[end + 1].function


def narrowed(tokens, k):
    """What is left of mag_add(z, x, y) or arb_union(z, x, y, prec) when y does not count."""
    given = ["".join(t.text for t in tokens[a:b + 1]) for a, b in arguments(tokens, k)]
    name = tokens[k].text
    if name not in ("mag_add", "arb_union") or len(given) < 3 or given[0] == given[1]:
        return ""
    return f"{'mag' if name == 'mag_add' else 'arb'}_set({given[0]}, {given[1]})"


def mutants_of(file, text):
    tokens, seen, out = tokens_of(text), {}, []
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    line = 0
    for k, t in enumerate(tokens):
        while starts[line + 1] <= t.at:
            line += 1
        digest = hashlib.sha256(lines[line].strip().encode()).hexdigest()[:8]
        for operator, count, new in changes(tokens, k):
            last = tokens[k + count - 1]
            length = last.at + len(last.text) - t.at
            key = (digest, operator)
            seen[key] = seen.get(key, -1) + 1
            out.append(Mutant(f"{file}:{digest}:{operator}:{seen[key]}", file, line + 1, operator, t.function, t.at, length, new,
                              text[t.at:t.at + length]))
    return out


def apply(mutant, text):
    """The file with the change; the lines keep their numbers."""
    old = text[mutant.at:mutant.at + mutant.length]
    return text[:mutant.at] + mutant.new + "\n" * old.count("\n") + text[mutant.at + mutant.length:]


def counts(status, equivalent):
    """Whether a mutant takes a place of the draw: not when it gives no other program ("none"), nor when it survives and is argued to be
    equivalent; the next of the order then does."""
    return status != "none" and not (status == "survived" and equivalent)
