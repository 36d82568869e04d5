#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <dlfcn.h>
#include <stddef.h>

// Debian keeps PostgreSQL's headers in a folder of their own; found here, it takes no pkg-config to build.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

// What libpq 17 added is looked up at run time: a program built with libpq 15 uses it when it runs with a newer one,
// and one built with libpq 17 still starts with an older one. Each wrapper answers NULL or 0 where it is missing.

// glibc hides RTLD_DEFAULT behind _GNU_SOURCE, which an importer of this header may not have set; there it is null.
#ifdef RTLD_DEFAULT
#define CLIBPQ_ANYWHERE RTLD_DEFAULT
#else
#define CLIBPQ_ANYWHERE ((void *) 0)
#endif

// A symbol cannot be called from Swift: a function pointer of the right type has to be made of it.
static inline void *clibpq_cancel_create(PGconn *connection) {
    void *(*create)(PGconn *) = (void *(*)(PGconn *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelCreate");
    return create ? create(connection) : NULL;
}

static inline int clibpq_cancel_start(void *request) {
    int (*start)(void *) = (int (*)(void *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelStart");
    return start ? start(request) : 0;
}

static inline int clibpq_cancel_poll(void *request) {
    int (*poll)(void *) = (int (*)(void *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelPoll");
    return poll ? poll(request) : 0;
}

static inline int clibpq_cancel_socket(void *request) {
    int (*descriptor)(const void *) = (int (*)(const void *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelSocket");
    return descriptor ? descriptor(request) : -1;
}

static inline const char *clibpq_cancel_error(void *request) {
    char *(*message)(const void *) = (char *(*)(const void *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelErrorMessage");
    return message ? message(request) : "";
}

static inline void clibpq_cancel_finish(void *request) {
    void (*finish)(void *) = (void (*)(void *)) dlsym(CLIBPQ_ANYWHERE, "PQcancelFinish");
    if (finish) finish(request);
}

static inline int clibpq_can_cancel(void) {
    return dlsym(CLIBPQ_ANYWHERE, "PQcancelCreate") != NULL && dlsym(CLIBPQ_ANYWHERE, "PQcancelStart") != NULL;
}

static inline int clibpq_set_chunked_rows(PGconn *connection, int size) {
    int (*set)(PGconn *, int) = (int (*)(PGconn *, int)) dlsym(CLIBPQ_ANYWHERE, "PQsetChunkedRowsMode");
    return set ? set(connection, size) : 0;
}

static inline int clibpq_has_chunked_rows(void) {
    return dlsym(CLIBPQ_ANYWHERE, "PQsetChunkedRowsMode") != NULL;
}

// OpenSSL decrypts a whole record, of which libpq may take a part; the rest is in no socket that could report it. libpq
// has no call that says so. Looked up from libpq itself, since a program may hold a second OpenSSL.
static inline void *clibpq_find_pending(void) {
    void *libpq = dlopen("libpq.so.5", RTLD_LAZY | RTLD_NOLOAD);
    void *found = dlsym(libpq ? libpq : CLIBPQ_ANYWHERE, "SSL_pending");
    if (libpq) dlclose(libpq);
    return found;
}

static inline int clibpq_pending(void *find, PGconn *connection) {
    int (*pending)(const void *) = (int (*)(const void *)) find;
    void *tls = PQsslStruct(connection, "OpenSSL");
    return pending && tls ? pending(tls) : 0;
}

// PGRES_TUPLES_CHUNK of libpq 17, which an older header does not name.
static const int clibpq_tuples_chunk = 12;

#endif
