/* The verdicts of a run as JSON. */
#include <string.h>
#include "verify/render/report.h"

static void member(FILE *out, const char *key, const char *value)
{
    fprintf(out, ", \"%s\": ", key);
    json_string(out, value);
}

static void verdict(FILE *out, const report_struct *r, const unit_row *u)
{
    fputs("{\"case\": ", out);
    json_string(out, r->cases[u->case_index].name);
    member(out, "claim", u->claim);
    if (u->width >= 0)
        fprintf(out, ", \"width\": %ld", u->width);
    else
        fputs(", \"width\": null", out);
    member(out, "verdict", u->verdict);
    member(out, "expected", u->expected[0] != '\0' ? u->expected : NULL);
    member(out, "evidence", u->verdict ? u->evidence : NULL);
    fprintf(out, ", \"seconds\": %.6f", u->seconds);
    if (u->subkind[0] != '\0') member(out, "subkind", u->subkind);
    fputs(", \"numbers\": [", out);
    for (size_t k = 0; k < u->numbers; k++) {
        fprintf(out, "%s{\"name\": ", k ? ", " : "");
        json_string(out, u->number[k].name);
        member(out, "kind", u->number[k].kind);
        member(out, "lower", u->number[k].lower);
        member(out, "upper", u->number[k].upper[0] != '\0' ? u->number[k].upper : NULL);
        fputc('}', out);
    }
    fputs("]}", out);
}

static void planted(FILE *out, const report_struct *r, const unit_row *u)
{
    const claim_row *c = report_claim(r, u->claim);
    size_t length = strcspn(u->claim, "#");
    fprintf(out, "{\"claim\": \"%.*s\"", (int)length, u->claim);
    member(out, "name", u->claim[length] == '#' ? u->claim + length + 1 : "");
    member(out, "statement", c ? c->statement : "");
    member(out, "must_be", u->expected);
    member(out, "verdict", u->verdict);
    fprintf(out, ", \"met\": %s}", u->met ? "true" : "false");
}

static void list(FILE *out, const report_struct *r, int pseudo)
{
    const char *separator = "\n  ";
    for (size_t k = 0; k < r->unit_count; k++) {
        if (r->cases[r->units[k].case_index].pseudo != pseudo) continue;
        fputs(separator, out);
        separator = ",\n  ";
        (pseudo ? planted : verdict)(out, r, &r->units[k]);
    }
}

int render_json(FILE *out, store_t s, long computed, long reused, store_error_t error)
{
    report_t r;
    int state = report_load(r, s, error);
    if (state == 0) {
        fputs("{\"verdicts\": [", out);
        list(out, r, 0);
        fputs("],\n\"planted\": [", out);
        list(out, r, 1);
        fprintf(out, "],\n\"units\": {\"computed\": %ld, \"reused\": %ld}}\n", computed, reused);
    }
    report_clear(r);
    return state;
}
