#ifndef CLIENT_FLOOR_H
#define CLIENT_FLOOR_H

#include <libpq-fe.h>
#include <stdint.h>

// What a client of PostgreSQL costs in C: libpq, non-blocking, one epoll. The measure for the Swift client.

enum { POOL_SIZE = 10, TASK_COUNT = 64 };

// What a task does with the answer to its statement.
typedef int64_t (*read_result)(const PGresult *result);

// Prints why, and ends the program.
_Noreturn void fail(const char *what, const char *why);

// Opens a connection over TLS, verified in full.
PGconn *open_connection(const char *settings, int epoll);
void close_connection(PGconn *connection, int epoll);

// Runs one statement over and over; the sum of what was read.
int64_t run_on_one(PGconn *connection, int epoll, const char *sql, int count, read_result read);

// Runs one statement for each of many tasks in turn, each on whichever connection is free.
int64_t run_on_pool(PGconn **connections, int epoll, const char *sql, int count, read_result read);

// Reads the one number of a result.
int64_t read_number(const PGresult *result);

// Reads rows of int8, text, timestamptz and uuid into memory of the program's own.
int64_t read_rows(const PGresult *result);

#endif
