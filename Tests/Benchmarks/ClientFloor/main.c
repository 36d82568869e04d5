#define _GNU_SOURCE
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

// client-floor HOST ADDRESS PORT USER DATABASE ROOT-CERTIFICATE
//
// The password is the first line of standard input; each further line is a workload and how often. The answer is CPU
// time of the process and wall time, in nanoseconds, and a sum over what was read.

typedef struct {
    int64_t cpu, wall;
} moment;

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static moment now(void) { return (moment){nanoseconds(CLOCK_PROCESS_CPUTIME_ID), nanoseconds(CLOCK_MONOTONIC)}; }

static void answer(moment start, int64_t sum) {
    moment end = now();
    printf("%lld %lld %lld\n", (long long)(end.cpu - start.cpu), (long long)(end.wall - start.wall), (long long)sum);
    fflush(stdout);
}

static const char rows_sql[] = "SELECT id, name, created, identifier FROM account";
static const char number_sql[] = "SELECT 1";

static void on_one(const char *settings, int epoll, const char *sql, int count, int warm_up, read_result read) {
    PGconn *connection = open_connection(settings, epoll);
    run_on_one(connection, epoll, sql, warm_up, read);
    moment start = now();
    answer(start, run_on_one(connection, epoll, sql, count, read));
    close_connection(connection, epoll);
}

static void on_pool(const char *settings, int epoll, int count) {
    PGconn *connections[POOL_SIZE];
    for (int index = 0; index < POOL_SIZE; index++) {
        // An epoll of its own while it is opened: the others would be reported with it.
        int own = epoll_create1(EPOLL_CLOEXEC);
        connections[index] = open_connection(settings, own);
        close(own);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connections[index]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, PQsocket(connections[index]), &event);
    }
    run_on_pool(connections, epoll, number_sql, 10 * TASK_COUNT, read_number);
    moment start = now();
    answer(start, run_on_pool(connections, epoll, number_sql, count, read_number));
    for (int index = 0; index < POOL_SIZE; index++) close_connection(connections[index], epoll);
}

static void opening(const char *settings, int epoll, int count) {
    close_connection(open_connection(settings, epoll), epoll);
    moment start = now();
    for (int index = 0; index < count; index++) close_connection(open_connection(settings, epoll), epoll);
    answer(start, count);
}

int main(int argument_count, char **arguments) {
    char line[256], password[256], settings[2048];
    if (argument_count != 7 || !fgets(password, sizeof password, stdin)) fail("usage", "see main.c");
    password[strcspn(password, "\n")] = 0;
    snprintf(settings, sizeof settings,
             "host='%s' hostaddr='%s' port='%s' user='%s' dbname='%s' sslrootcert='%s' password='%s' "
             "sslmode='verify-full' ssl_min_protocol_version='TLSv1.2' gssencmode='disable' client_encoding='UTF8' "
             "application_name='client-floor'",
             arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], arguments[6], password);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    while (fgets(line, sizeof line, stdin)) {
        char name[32];
        int count;
        if (sscanf(line, "%31s %d", name, &count) != 2) fail("unknown", line);
        if (!strcmp(name, "round-trips")) on_one(settings, epoll, number_sql, count, 200, read_number);
        else if (!strcmp(name, "tasks")) on_pool(settings, epoll, count);
        else if (!strcmp(name, "opening")) opening(settings, epoll, count);
        else if (!strcmp(name, "rows")) on_one(settings, epoll, rows_sql, count, 3, read_rows);
        else fail("unknown", line);
    }
    return 0;
}
