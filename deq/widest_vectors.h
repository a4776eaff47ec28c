/* Private to deq: compiles a function for several vector widths, chosen at run time.  Without contraction and without
   leave to reorder, every version does the same IEEE operations, so the results are the same bits. */
#ifndef DEQCERT_DEQ_WIDEST_VECTORS_H
#define DEQCERT_DEQ_WIDEST_VECTORS_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDEST_VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST_VECTORS
#endif

#endif
