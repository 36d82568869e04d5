#include "floor.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

// 1 January 2000, where PostgreSQL counts from, in microseconds since 1970.
static const int64_t POSTGRES_EPOCH = 946684800000000;

typedef struct {
    int64_t id;
    char *name;
    double created;
    unsigned char identifier[16];
} account;

// A value of a fixed length, which has to be looked at first: NULL and whatever else a server sends are shorter.
static const char *bytes(const PGresult *result, int row, int column, int length) {
    if (PQgetlength(result, row, column) != length) fail("read", "a value of the wrong length");
    return PQgetvalue(result, row, column);
}

static int64_t read_int8(const PGresult *result, int row, int column) {
    uint64_t value;
    memcpy(&value, bytes(result, row, column, sizeof value), sizeof value);
    return (int64_t)be64toh(value);
}

int64_t read_number(const PGresult *result) {
    uint32_t value;
    memcpy(&value, bytes(result, 0, 0, sizeof value), sizeof value);
    return (int32_t)be32toh(value);
}

// What comes out of a row is kept from the optimizer, which else leaves out the copies: nobody looks at them.
static void use(account *account) { __asm__ volatile("" : : "r"(account) : "memory"); }

int64_t read_rows(const PGresult *result) {
    int64_t sum = 0;
    for (int row = 0, rows = PQntuples(result); row < rows; row++) {
        account account;
        account.id = read_int8(result, row, 0);
        int length = PQgetlength(result, row, 1);
        account.name = malloc((size_t)length + 1);
        memcpy(account.name, PQgetvalue(result, row, 1), (size_t)length + 1);
        account.created = (double)(read_int8(result, row, 2) + POSTGRES_EPOCH) / 1e6;
        memcpy(account.identifier, bytes(result, row, 3, sizeof account.identifier), sizeof account.identifier);
        use(&account);
        sum += account.id + length + (int64_t)account.created % 1000 + account.identifier[15];
        free(account.name);
    }
    return sum;
}
