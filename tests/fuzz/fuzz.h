/* Shared by the fuzz targets: each is one function of the bytes of an input, called by libFuzzer or by replay_main.c. */
#ifndef DEQCERT_TESTS_FUZZ_H
#define DEQCERT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* 0, or -1 when the input should not become part of the corpus.  Anything wrong ends the process. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The path of `name` in a folder of this process on a file system in memory (FUZZ_SCRATCH, else /dev/shm, else /tmp); the folder is
   made at the first call and removed with its files when the process ends.  Owned by the callee, valid until its eighth next call. */
const char *scratch_path(const char *name);
/* Writes a file there and returns its path. */
const char *scratch_write(const char *name, const void *bytes, size_t size);

/* Ends the process with a line on the standard error unless the condition holds. */
#define require(holds, ...) ((holds) ? (void)0 : broken(__FILE__, __LINE__, __VA_ARGS__))
void broken(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4), noreturn));

#endif
