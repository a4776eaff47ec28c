/* Private to api: what the public functions share. */
#ifndef DEQCERT_API_PRIVATE_H
#define DEQCERT_API_PRIVATE_H

#include "api/deqcert.h"
#include "gram/gram.h"

struct deqcert_activation {
    activation_t phi;
};

/* The status and the message of a public function that ends; the message is cut to DEQCERT_MESSAGE. */
deqcert_status api_end(char *message, dq_status status, const reason_t why);
/* DEQCERT_INPUT with a formatted message. */
deqcert_status api_refuse(char *message, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 1 and the message of a refusal when bits is out of range. */
int api_bad_bits(char *message, long bits);
/* Both forms of an enclosure; the decimals have decimal_digits(bits) digits. */
void api_enclose(deqcert_enclosure *out, const arb_t x, slong bits);
/* The ends of a ball rounded outward to doubles. */
void api_doubles(double *lower, double *upper, const arb_t x);

/* A checked model; owns s and L, borrows the points and the activation. */
typedef struct {
    points_t points;
    gram_model_t model;
} api_model;
/* Checks every field: DEQCERT_OK, and api_model_clear is owed, or a refusal. */
deqcert_status api_model_init(api_model *m, const deqcert_model *given, long bits, char *message);
void api_model_clear(api_model *m);

#endif
