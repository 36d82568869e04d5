#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

void fail(const char *what, const char *why) {
    fprintf(stderr, "client-floor: %s: %s\n", what, why);
    exit(1);
}

static void watch(int epoll, int operation, PGconn *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, operation, PQsocket(connection), &event) != 0) fail("epoll_ctl", "refused");
}

PGconn *open_connection(const char *settings, int epoll) {
    PGconn *connection = PQconnectStart(settings);
    if (!connection || PQstatus(connection) == CONNECTION_BAD) fail("connect", PQerrorMessage(connection));
    watch(epoll, EPOLL_CTL_ADD, connection, EPOLLOUT);
    for (;;) {
        struct epoll_event event;
        if (epoll_wait(epoll, &event, 1, -1) < 0) continue;
        PostgresPollingStatusType polling = PQconnectPoll(connection);
        if (polling == PGRES_POLLING_FAILED) fail("connect", PQerrorMessage(connection));
        // libpq may have closed its socket and opened another one, which epoll then does not know.
        struct epoll_event wanted = {.events = polling == PGRES_POLLING_WRITING ? EPOLLOUT : EPOLLIN,
                                     .data.ptr = connection};
        if (epoll_ctl(epoll, EPOLL_CTL_MOD, PQsocket(connection), &wanted) != 0) {
            watch(epoll, EPOLL_CTL_ADD, connection, wanted.events);
        }
        if (polling == PGRES_POLLING_OK) break;
    }
    if (!PQsslInUse(connection) || PQsetnonblocking(connection, 1) != 0) fail("connect", "no TLS");
    return connection;
}

void close_connection(PGconn *connection, int epoll) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, PQsocket(connection), NULL);
    PQfinish(connection);
}

static void send_statement(PGconn *connection, const char *sql) {
    // Binary results, as the Swift client asks for them; PQflush sends what PQsendQueryParams could not.
    if (!PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 1) || PQflush(connection) != 0) {
        fail("send", PQerrorMessage(connection));
    }
}

// Reads what has come; 1 when the answer is complete.
static int advance(PGconn *connection, read_result read, int64_t *sum) {
    if (!PQconsumeInput(connection)) fail("receive", PQerrorMessage(connection));
    while (!PQisBusy(connection)) {
        PGresult *result = PQgetResult(connection);
        if (!result) return 1;
        if (PQresultStatus(result) != PGRES_TUPLES_OK) fail("query", PQresultErrorMessage(result));
        *sum += read(result);
        PQclear(result);
    }
    return 0;
}

int64_t run_on_one(PGconn *connection, int epoll, const char *sql, int count, read_result read) {
    int64_t sum = 0;
    for (int index = 0; index < count; index++) {
        send_statement(connection, sql);
        for (;;) {
            struct epoll_event event;
            if (epoll_wait(epoll, &event, 1, -1) > 0 && advance(connection, read, &sum)) break;
        }
    }
    return sum;
}

int64_t run_on_pool(PGconn **connections, int epoll, const char *sql, int count, read_result read) {
    // The tasks wait in a ring, first come first served; one that has its answer asks again.
    int waiting[TASK_COUNT], first = 0, waiters = 0, left[TASK_COUNT], unfinished = 0;
    int holder[POOL_SIZE];
    int64_t sum = 0;
    for (int task = 0; task < TASK_COUNT; task++) {
        left[task] = count / TASK_COUNT;
        unfinished += left[task] > 0;
        if (left[task] > 0) waiting[waiters++] = task;
    }
    for (int index = 0; index < POOL_SIZE && waiters > 0; index++, waiters--) {
        holder[index] = waiting[first];
        first = (first + 1) % TASK_COUNT;
        send_statement(connections[index], sql);
    }
    while (unfinished > 0) {
        struct epoll_event events[POOL_SIZE];
        int ready = epoll_wait(epoll, events, POOL_SIZE, -1);
        for (int event = 0; event < ready; event++) {
            PGconn *connection = events[event].data.ptr;
            if (!advance(connection, read, &sum)) continue;
            int index = 0;
            while (connections[index] != connection) index++;
            int task = holder[index];
            if (--left[task] > 0) waiting[(first + waiters++) % TASK_COUNT] = task;
            else unfinished--;
            if (waiters == 0) continue;
            holder[index] = waiting[first];
            first = (first + 1) % TASK_COUNT;
            waiters--;
            send_statement(connection, sql);
        }
    }
    return sum;
}
