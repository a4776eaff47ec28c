/* Damaged and hostile point files: headers, every prefix, changed bytes, compressed bombs. */
#include <sys/resource.h>
#include "tests/verify/point_files.h"

static void slurp(bytes_t *b, const char *name)
{
    char path[256];
    FILE *file;

    place(path, name);
    file = fopen(path, "r");
    assert_non_null(file);
    b->length = fread(b->byte, 1, MAX_BYTES, file);
    fclose(file);
}

/* Dictionaries that Python may write, and those that it does not. */
static void test_npy_headers(void **state)
{
    static const char *const good[] = {"{'descr':'<f8','fortran_order':False,'shape':(2,2)}",
                                       "{\"shape\": (2L, 2L,), \"descr\": \"<f8\", \"fortran_order\": False}\n",
                                       " { 'shape' : ( 2 , 2 ) , 'fortran_order' : True , 'descr' : '<f8' , } \n"};
    static const char *const bad[][2] = {
        {"", "points: byte 10: the .npy header is not a dictionary"},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }",
         "points: byte 20: descr is \"|O\", pickled Python objects, which are never read; allowed are"},
        {"{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is a record"},
        {"{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is \"<f2\"; allowed"},
        {"{'descr': '<f16', 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is \"<f16\"; allowed"},
        {"{'descr': '<c8', 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is \"<c8\"; allowed"},
        {"{'descr': '|b1', 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is \"|b1\"; allowed"},
        {"{'descr': '|f8', 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is \"|f8\"; allowed"},
        {"{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 2), }", "points: byte 44: fortran_order is needed"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }", "points: byte 60: 1 dimension; points need"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "points: byte 60: shape () is a single number"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2, 1), }", "points: byte 68: more than two dimensions"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2), }", "points: byte 60: dimension 1 is 0"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (-2, 2), }", "points: byte 61: shape is needed as (n, d)"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 99999999999999999999), }",
         "points: byte 80: a dimension is too large"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1000000001), }",
         "points: byte 60: a row has more than"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (10000, 99999), }", "points: byte 60: 7999920000 bytes"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (10000001, 1), }", "points: byte 60: 10000001 rows of 1;"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }",
         "points: byte 69: 2 x 3 numbers of 8 bytes are announced, 48 bytes, but 32 follow"},
        {"{'descr': '<f8', 'fortran_order': False, }", "points: byte 52: the .npy header needs the keys"},
        {"{'descr': '<f8', 'descr': '<f8', }", "points: byte 34: the keys of the .npy header are"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), } ()", "points: byte 70: something follows"},
        {"{'descr': '<f8, 'fortran_order': False, 'shape': (2, 2), }", "points: byte 20: descr is"},
        {"{'descr': '<f8", "points: byte 24: a word of the .npy header has no closing quote"}};
    static bytes_t b;
    const double x[] = {1, 2, 3, 5}, turned[] = {1, 3, 2, 5};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        case_t expected = csv_case(i == 2 ? turned : x, 2, NULL, 2);
        npy_head(&b, 1, good[i]);
        for (int k = 0; k < 4; k++) put_number(&b, x[k], &types[0], 0);
        write_bytes("points", b.byte, b.length);
        expect_same("npy: points", expected, good[i]);
        case_clear(expected);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        npy_head(&b, 1, bad[i][0]);
        for (int k = 0; k < 4; k++) put_number(&b, x[k], &types[0], 0);
        write_bytes("points", b.byte, b.length);
        expect_refusal("npy: points", bad[i][1], bad[i][0]);
    }
    write_bytes("points", "\x93NUMPY\x04\x00\x00\x00", 10);
    expect_refusal("npy: points", "points: byte 6: .npy format 4.0; 1.0, 2.0 and 3.0 are read", "version");
    write_bytes("points", "\x93NUMPY\x02\x00\xff\xff\xff\x7f", 12);
    expect_refusal("npy: points", "points: byte 8: the .npy header has 2147483647 bytes; at most 65536", "length");
    write_bytes("points", "PK\x03\x04 an .npz archive", 20);
    expect_refusal("npy: points", "points: byte 0: not an .npy file", "archive");
}

static slong refusals(const char *data)
{
    char text[600];

    snprintf(text, sizeof text, HEAD "%s}\n", data);
    return refused(text);
}

/* Every prefix and one byte too many are refused; every change of a byte is accepted or refused. */
static void damage(const char *name, const char *data)
{
    static bytes_t whole, b;
    char what[64];

    slurp(&whole, name);
    assert_int_equal(refusals(data), 0);
    for (size_t length = 0; length<whole.length; length += length> 300 ? 97 : 1) {
        write_bytes(name, whole.byte, length);
        snprintf(what, sizeof what, "%zu bytes", length);
        expect_refusal(data, NULL, what);
    }
    b = whole;
    put(&b, "", 1);
    write_bytes(name, b.byte, b.length);
    expect_refusal(data, NULL, "one byte more");
    for (size_t i = 0; i < whole.length && i < 300; i++) {
        static const unsigned char change[] = {0, 1, 9, '\'', ')', '9', 0x7f, 0xff};
        for (size_t k = i % 2; k < sizeof change; k += 2) {
            b = whole;
            b.byte[i] = change[k];
            write_bytes(name, b.byte, b.length);
            refusals(data);
        }
    }
    write_bytes(name, whole.byte, whole.length);
}

static void test_damage(void **state)
{
    static bytes_t b;
    const double x[] = {1, 2, 3, 4, 5, 7, -9, 1};
    const unsigned char label[] = {1, 2, 1, 2};

    (void)state;
    for (int version = 1; version <= 3; version++) {
        make_npy(&b, x, 4, 2, &types[version == 2], version == 2, version == 3, version);
        write_bytes("points", b.byte, b.length);
        damage("points", "npy: points");
    }
    write_gzip("points", &b);
    damage("points", "npy: {points: points, count: 1}");
    make_idx(&b, x, 4, 2, 2, &types[1]);
    write_bytes("points", b.byte, b.length);
    damage("points", "idx: points");
    make_labels(&b, label, 4);
    write_gzip("labels", &b);
    damage("labels", "idx: {points: points, labels: labels, classes: [2]}");
    memset(b.byte, 7, 3073);
    b.length = 3073;
    write_bytes("points", b.byte, b.length);
    damage("points", "cifar10: points");
    write_gzip("points", &b);
    damage("points", "cifar10: points");
}

enum { MEMBER = 5000 * 3073 };

/* Adds `count` gzip members, each of MEMBER zeros in 16 KiB, behind what the file holds. */
static void append_zeros(const char *name, int count)
{
    static unsigned char member[1 << 17];
    unsigned char *zeros = calloc(1, MEMBER);
    z_stream stream;
    char path[256];
    FILE *file;

    memset(&stream, 0, sizeof stream);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = zeros;
    stream.avail_in = MEMBER;
    stream.next_out = member;
    stream.avail_out = sizeof member;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    place(path, name);
    file = fopen(path, "a");
    assert_non_null(file);
    for (int i = 0; i < count; i++) assert_int_equal(fwrite(member, 1, stream.total_out, file), stream.total_out);
    fclose(file);
    deflateEnd(&stream);
    free(zeros);
}

/* 260 MB of zeros behind a good file; 1.08 GB of CIFAR-10 records; headers that announce what does not follow. */
static void test_bombs(void **state)
{
    static bytes_t b;
    const double x[] = {1, 2, 3, 5};
    struct rusage before, after;

    (void)state;
    make_idx(&b, x, 2, 2, 1, &types[2]);
    write_gzip("points", &b);
    append_zeros("points", 17);
    append_zeros("first", 70);
    getrusage(RUSAGE_SELF, &before);
    expect_refusal("idx: points", "points: byte 16: the file goes on, but its contents end here", "bomb");
    expect_refusal("cifar10: {files: first, count: 1}", "first: byte 1073740003: more than 349411 records in all files",
                   "records");
    b.length = 0;
    put(&b, "\0\0\x0e\3", 4);
    for (int i = 0; i < 3; i++) put_word(&b, 0xffffffff, 4, 1);
    write_gzip("points", &b);
    expect_refusal("idx: points", "points: byte 3: a row has more than 1000000000 numbers", "huge");
    b.length = 4;
    b.byte[3] = 2;
    put_word(&b, 10000, 4, 1);
    put_word(&b, 10000, 4, 1);
    put(&b, x, 32);
    write_gzip("points", &b);
    expect_refusal("idx: points", "points: byte 44: the file ends inside the numbers", "empty promise");
    getrusage(RUSAGE_SELF, &after);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* they keep what is freed */
    if (getenv("DEQCERT_MEMCHECK") == NULL && !(after.ru_maxrss - before.ru_maxrss < 64 << 10))
        fail_msg("%ld KiB of memory", after.ru_maxrss - before.ru_maxrss);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_npy_headers), cmocka_unit_test(test_damage),
                                       cmocka_unit_test(test_bombs)};
    return cmocka_run_group_tests(tests, make_scratch, clean);
}
