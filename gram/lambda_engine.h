/* Private to gram/: the engines of lambda_* and what they cost. */
#ifndef DEQCERT_GRAM_LAMBDA_ENGINE_H
#define DEQCERT_GRAM_LAMBDA_ENGINE_H

#include "gram/gram.h"

typedef enum { ENGINE_DOUBLE, ENGINE_DD, ENGINE_BALL } lambda_engine;
const char *lambda_engine_name(lambda_engine engine);
/* Predicted seconds for n points of dimension d; bits: of the balls. */
double lambda_seconds(lambda_engine engine, slong n, slong d, slong bits);
/* Bytes at the peak. */
double lambda_bytes(lambda_engine engine, slong n, slong d);
/* DQ_OK when the engine fits into memory and, for an engine nobody asked for by name (`fallback`), into the time limit;
   then it is announced (progress) and its name and cost are in l. */
dq_status lambda_engine_start(lambda_t l, lambda_engine engine, const gram_model_t model, slong bits, int fallback,
                              reason_t why);

/* lambda_min to the relative width from doubles or double-doubles; DQ_INAPPLICABLE unless the points are normalised and
   theta < 1.  DQ_INCONCLUSIVE: not resolved. */
dq_status lambda_from_doubles(lambda_t l, const gram_model_t model, double relative, reason_t why);
dq_status lambda_from_dd(lambda_t l, const gram_model_t model, double relative, reason_t why);

#endif
