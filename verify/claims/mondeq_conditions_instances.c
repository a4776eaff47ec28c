/* mondeq_conditions_instances: exact instances at which the conditions of the thesis are decided.

   With u(0) = 0 the outputs are 0 and the residual is |y|.  Scaling U(0) and R_U by s scales Z(0) and lambda_0 by s, the left
   sides by s^2 and s^3, the right sides by at most s and s^2: s large enough reaches any labels. */
#include "verify/claims/mondeq_conditions.h"

const condition_instance instance_labels = {
    "labels 1 and -1",       2, 2, 2, "1", "1/2 0 1/4 1/2", "0 1/2 0 0", "1024 0 256 1024", "0 0", "1 1/4 0 1", "1 -1",
    {"1", "1", "128", "1/8"}};
const condition_instance instance_wide_labels = {"labels 1 and -1, larger U",
                                                 2,
                                                 2,
                                                 2,
                                                 "1",
                                                 "1/2 0 1/4 1/2",
                                                 "0 1/2 0 0",
                                                 "65536 0 16384 65536",
                                                 "0 0",
                                                 "1 1/4 0 1",
                                                 "1 -1",
                                                 {"1", "1", "8192", "1/64"}};
const condition_instance instance_near = {"n = 3, N = 2, labels near the outputs",
                                          3,
                                          2,
                                          2,
                                          "1",
                                          "1/2 0 0 0 1/2 0 0 1/4 1/4",
                                          "0 1/2 0 0 0 -1/4 0 0 0",
                                          "1 0 0 1 -1 1",
                                          "1/256 -1/256 1/256",
                                          "1 1/4 1/4 1",
                                          "1/318 1/355",
                                          {"1", "1", "1/4", "1/256"}};
const condition_instance instance_scalar = {
    "one unit, one sample", 1, 1, 1, "1/2", "1/4", "0", "4096", "0", "1", "3", {"1/4", "1", "256", "1/64"}};
const condition_instance instance_small_m = {"m = 1/8, two units, two samples",
                                             2,
                                             2,
                                             2,
                                             "1/8",
                                             "0 0 0 0",
                                             "0 0 0 0",
                                             "1 0 0 1",
                                             "0 0",
                                             "1 -1/8 -1/8 1",
                                             "1/1024 -1/1024",
                                             {"1", "1", "1/16", "1/64"}};
const condition_instance instance_long_step = {
    "m = 1/8, one unit, one sample", 1, 1, 1, "1/8", "0", "0", "1", "0", "1", "1/16", {"1", "1", "1/4", "1/8"}};
const condition_instance instance_lost_powers = {
    "m = 1/100, one unit, one sample", 1, 1, 1, "1/100", "0", "0", "1", "8", "1", "800001/1000",
    {"1/64", "1", "1/16", "1/4"}};
