/* Point files: every format, element type and byte order against a CSV file of the same points (equal bits, equal
   identity); the choice of rows against a choice made here. */
#include "tests/verify/point_files.h"

static void test_npy(void **state)
{
    enum { N = 5, D = 6 };
    static bytes_t b;
    double x[N * D];

    (void)state;
    for (int t = 0; t < TYPES; t++) {
        case_t expected;
        fill(x, N * D, &types[t], (uint64_t)t + 1);
        expected = csv_case(x, D, NULL, N);
        for (int way = 0; way < 12; way++) {
            char what[64];
            snprintf(what, sizeof what, "%c%d, way %d", types[t].kind, types[t].size, way);
            make_npy(&b, x, N, D, &types[t], way & 1, way >> 1 & 1, 1 + way / 4);
            write_bytes("points", b.byte, b.length);
            expect_same("npy: points", expected, what);
        }
        write_gzip("points", &b);
        expect_same("npy: {points: points}", expected, "compressed");
        case_clear(expected);
    }
}

static void test_idx(void **state)
{
    enum { N = 4, D = 6 };
    static bytes_t b;
    double x[N * D];

    (void)state;
    for (int t = 0; t < TYPES; t++) {
        case_t expected;
        if (types[t].idx == 0) continue;
        fill(x, N * D, &types[t], (uint64_t)t + 100);
        expected = csv_case(x, D, NULL, N);
        for (slong split = 1; split <= 3; split++) {
            make_idx(&b, x, N, D, split, &types[t]);
            write_bytes("points", b.byte, b.length);
            expect_same("idx: points", expected, "plain");
            write_gzip("points", &b);
            expect_same("idx: {points: points}", expected, "compressed");
        }
        case_clear(expected);
    }
}

/* Numbers that are refused, with their place; a row that is not chosen may hold anything. */
static void test_numbers(void **state)
{
    static bytes_t b;
    double x[] = {1, 2, 3, 4, 5, 7, 9, NAN};
    case_t expected = csv_case(x, 2, NULL, 3);

    (void)state;
    make_npy(&b, x, 4, 2, &types[0], 0, 0, 1);
    write_bytes("points", b.byte, b.length);
    expect_refusal("npy: points", "points: byte 131: row 4, column 2 is nan; numbers must be finite", "nan");
    expect_same("npy: {points: points, count: 3}", expected, "nan behind the last one");
    make_npy(&b, x, 4, 2, &types[0], 1, 1, 2);
    write_bytes("points", b.byte, b.length);
    expect_refusal("npy: points", "points: byte 132: row 4, column 2 is nan", "nan, by columns");
    expect_same("npy: {points: points, count: 3}", expected, "nan behind the last one, by columns");
    case_clear(expected);
    x[7] = -INFINITY;
    make_idx(&b, x, 4, 2, 1, &types[1]);
    write_gzip("points", &b);
    expect_refusal("idx: points",
                   "points: byte 40: row 4, column 2 is -inf; numbers must be finite (bytes are counted after "
                   "decompression)",
                   "inf");
    npy_head(&b, 1, "{'descr': '>i8', 'fortran_order': False, 'shape': (1, 2), }");
    put_word(&b, (uint64_t)1 << 53, 8, 1);
    put_word(&b, ~((uint64_t)1 << 53), 8, 1); /* -2^53 - 1 */
    write_bytes("points", b.byte, b.length);
    expect_refusal("npy: points", "points: byte 77: row 1, column 2 is -9007199254740993; no double equals it", "i8");
    npy_head(&b, 1, "{'descr': '<u8', 'fortran_order': False, 'shape': (1, 2), }");
    put_word(&b, (uint64_t)1 << 63, 8, 0);
    put_word(&b, UINT64_MAX, 8, 0);
    write_bytes("points", b.byte, b.length);
    expect_refusal("npy: points", "points: byte 77: row 1, column 2 is 18446744073709551615; no double", "u8");
}

/* The labels of training made of two classes: -1 for the first one named. */
static void expect_signs(const char *data, const double *label, const slong *row, slong count, double first)
{
    char text[600];
    case_t c;

    snprintf(text, sizeof text, HEAD "%s}\nlabels: {classes: true}\n", data);
    c = load_text(text);
    assert_int_equal(c->points->n, count);
    for (slong i = 0; i < count; i++) assert_true(c->labels[i] == (label[row[i]] == first ? -1 : 1));
    case_clear(c);
}

/* Rows by class and number; zero, equal and opposite points are named by their row. */
static void test_choice(void **state)
{
    enum { N = 60, D = 3 };
    static bytes_t b;
    unsigned char label[N];
    double x[N * D], numbers[N];
    slong row[N], count = 0;

    (void)state;
    fill(x, N * D, &types[0], 5);
    for (int i = 0; i < N; i++) {
        label[i] = (unsigned char)(i * i % 7);
        numbers[i] = label[i] - 2.0;
        if (label[i] == 1 || label[i] == 4) row[count++] = i;
    }
    assert_true(count > 12);
    make_labels(&b, label, N);
    write_bytes("labels", b.byte, b.length);
    make_idx(&b, x, N, D, 1, &types[0]);
    write_bytes("points", b.byte, b.length);
    for (int first = 0; first < 2; first++) {
        case_t expected = csv_case(x, D, row, first ? 7 : count);
        expect_same(first ? "idx: {points: points, labels: labels, classes: [4, 1], count: 7}"
                          : "idx: {points: points, labels: labels, classes: [1, 4]}",
                    expected, "IDX");
        case_clear(expected);
    }
    expect_signs("idx: {points: points, labels: labels, classes: [4, 1]}", numbers, row, count, 2);
    expect_refusal("idx: {points: points, labels: labels, classes: [1, 9]}",
                   "case.yaml:3:59: data.idx.classes: no point has the label 9", "");
    expect_refusal("idx: {points: points, labels: labels, classes: [1, 1]}", "case.yaml:3:59: data.idx.classes: \"1\"",
                   "");
    expect_refusal("idx: {points: points, labels: labels, classes: [1], count: 50}",
                   "case.yaml:3:67: data.idx.count: 50 points asked for, but there are 17", "");
    expect_refusal("idx: {points: points, labels: labels}", "case.yaml:3:13: data.idx: \"labels\" and \"classes\"", "");
    expect_refusal("idx: {points: points, classes: [1]}", "case.yaml:3:13: data.idx: \"labels\" and \"classes\"", "");
    expect_refusal("idx: {points: points, labels: points, classes: [1]}", "points: byte 3: 3 labels in a row", "");
    expect_refusal("idx: {points: labels}", "labels: byte 3: 1 dimension; points need at least two", "");

    make_npy(&b, numbers, 1, N, &types[3], 0, 1, 1); /* shape (1, 60): not a list */
    write_bytes("labels", b.byte, b.length);
    make_npy(&b, x, N, D, &types[0], 1, 1, 1);
    write_bytes("points", b.byte, b.length);
    expect_refusal("npy: {points: points, labels: labels, classes: [1]}", "labels: byte 59: 60 labels in a row", "");
    for (int way = 0; way < 3; way++) {
        case_t expected = csv_case(x, D, row, count);
        npy_head(&b, 1,
                 way == 0 ? "{'descr': '|i1', 'fortran_order': False, 'shape': (60,), }"
                          : "{'descr': '|i1', 'fortran_order': True, 'shape': (60, 1), }");
        for (int i = 0; i < N; i++) put_number(&b, numbers[i], &types[3], 0);
        write_bytes("labels", b.byte, b.length);
        make_npy(&b, x, N, D, &types[0], way & 1, way == 1, 1);
        write_bytes("points", b.byte, b.length);
        expect_same("npy: {points: points, labels: labels, classes: [-1, 2]}", expected, "npy");
        expect_signs("npy: {points: points, labels: labels, classes: [-1, 2]}", numbers, row, count, -1);
        case_clear(expected);
    }
    for (int k = 0; k < D; k++) x[D * row[2] + k] = -2 * x[D * row[1] + k];
    make_npy(&b, x, N, D, &types[0], 0, 0, 1);
    write_bytes("points", b.byte, b.length);
    {
        char expected[200];
        snprintf(expected, sizeof expected,
                 "case.yaml:3:13: data: point 3 (row %ld) is antiparallel to point 2 (row %ld)", (long)row[2] + 1,
                 (long)row[1] + 1);
        expect_refusal("npy: {points: points, labels: labels, classes: [-1, 2]}", expected, "");
    }
    for (int k = 0; k < D; k++) x[D * row[0] + k] = 0;
    make_npy(&b, x, N, D, &types[0], 0, 0, 1);
    write_bytes("points", b.byte, b.length);
    expect_refusal(
        "npy: {points: points, labels: labels, classes: [-1, 2]}",
        row[0] == 1 ? "case.yaml:3:13: data: point 1 (row 2) is zero" : "case.yaml:3:13: data: point 1 (row ", "");
}

static void test_cifar10(void **state)
{
    enum { N = 12, D = 3072, RECORD = D + 1 };
    static bytes_t b;
    static double x[N * D];
    double numbers[N];
    slong row[N], count = 0;
    case_t expected;

    (void)state;
    b.length = 0;
    for (int i = 0; i < N; i++) {
        unsigned char byte = (unsigned char)(i % 3 * 4);
        numbers[i] = byte;
        if (byte != 4) row[count++] = i;
        put(&b, &byte, 1);
        for (int k = 0; k < D; k++) {
            byte = (unsigned char)((k * k * (i + 1) + 17 * i * k + k) >> 3);
            put(&b, &byte, 1);
            x[i * D + k] = byte;
        }
    }
    write_bytes("points", b.byte, b.length);
    write_bytes("first", b.byte, 5 * RECORD);
    write_bytes("second", b.byte + 5 * RECORD, 7 * RECORD);
    expected = csv_case(x, D, NULL, N);
    expect_same("cifar10: points", expected, "one file");
    expect_same("cifar10: [first, second]", expected, "two files");
    expect_same("cifar10: {files: [first, second]}", expected, "two files");
    write_gzip("points", &b);
    expect_same("cifar10: {files: points}", expected, "compressed");
    case_clear(expected);
    expected = csv_case(x, D, row, 6);
    expect_same("cifar10: {files: [first, second], classes: [8, 0], count: 6}", expected, "choice");
    case_clear(expected);
    expect_signs("cifar10: {files: [first, second], classes: [8, 0]}", numbers, row, count, 8);
    expect_refusal("cifar10: {files: [first, first], count: 6}",
                   "case.yaml:3:17: data: point 6 (row 6) is parallel to point 1 (row 1)", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_npy), cmocka_unit_test(test_idx),
                                       cmocka_unit_test(test_numbers), cmocka_unit_test(test_choice),
                                       cmocka_unit_test(test_cifar10)};
    return cmocka_run_group_tests(tests, make_scratch, clean);
}
