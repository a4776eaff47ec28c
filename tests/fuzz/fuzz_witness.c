/* witness: a witness file of any bytes.  Of one that is read, every violation belongs to an event of its claim and both recorded sides
   are in order; whether it concerns a case is answered. */
#include "tests/fuzz/case_files.h"

static const char text[] = "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static case_t c;
    witness_t w;
    reason_t why;

    if (c == NULL) {
        case_errors_t errors;
        write_companions();
        case_errors_init(errors);
        require(case_load(&c, scratch_write("case.yaml", text, sizeof text - 1), NULL, errors) == 0, "no case");
        case_errors_clear(errors);
    }
    reason_init(why);
    int state = witness_read(w, scratch_write("witness.txt", data, size), why);
    require(state == 0 || why->text[0] != '\0', "no reason");
    require(strchr(why->text, '\n') == NULL, "a reason of two lines: %s", why->text);
    if (state == 0) {
        require(w->claim != NULL && w->violations >= w->listed && w->listed > 0, "no violation");
        for (slong k = 0; k < w->listed; k++) {
            const violation_struct *v = w->violation + k;
            require(v->event != NULL && arb_is_finite(v->quantity) && arb_is_finite(v->bound + 1) &&
                        !arb_gt(v->quantity, v->quantity + 1) && !arb_gt(v->bound, v->bound + 1),
                    "violation %ld", (long)k);
        }
        witness_concerns(w, c, why);
    }
    witness_clear(w);
    return 0;
}
