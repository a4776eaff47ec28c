/* FUNCTION_CLONES(ARCHITECTURE, ...): compiles the function that follows for several instruction sets, the best one chosen at run
   time.  Without contraction and without leave to reorder, every version does the same IEEE operations, so the results are the same
   bits.  gcc on x86-64 only: clang 14 leaves out the function under its own name. */
#ifndef DEQCERT_BALL_FUNCTION_CLONES_H
#define DEQCERT_BALL_FUNCTION_CLONES_H

#if defined(FUNCTION_CLONES) /* a compilation that wants one version says -D'FUNCTION_CLONES(...)=' */
#elif defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FUNCTION_CLONES(...) __attribute__((target_clones(__VA_ARGS__)))
#else
#define FUNCTION_CLONES(...)
#endif

#define WIDEST_VECTORS FUNCTION_CLONES("arch=x86-64-v4", "arch=x86-64-v3", "default")

#endif
