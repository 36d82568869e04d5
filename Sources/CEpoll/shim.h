#ifndef CEPOLL_SHIM_H
#define CEPOLL_SHIM_H

// Swift's module of glibc holds neither epoll nor eventfd. The event structure is packed on some processors, so it is
// filled and read here.

#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CEPOLL_READABLE = 1, CEPOLL_WRITABLE = 2, CEPOLL_BROKEN = 4 };

struct cepoll_event {
    uint64_t id;
    uint32_t events;
};

static inline int cepoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cepoll_create_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int cepoll_watch(int epoll, int descriptor, uint32_t events, uint64_t id) {
    struct epoll_event event = {0};
    event.events = (events & CEPOLL_READABLE ? EPOLLIN : 0) | (events & CEPOLL_WRITABLE ? EPOLLOUT : 0);
    event.data.u64 = id;
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
    if (errno != ENOENT) return -1;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline void cepoll_forget(int epoll, int descriptor) {
    struct epoll_event event = {0};
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event);
}

static inline void cepoll_wake(int wakeup) {
    uint64_t one = 1;
    ssize_t written = write(wakeup, &one, sizeof one);
    (void) written;
}

static inline void cepoll_calm(int wakeup) {
    uint64_t count;
    ssize_t taken = read(wakeup, &count, sizeof count);
    (void) taken;
}

enum { CEPOLL_BATCH = 64 };

static inline int cepoll_wait(int epoll, struct cepoll_event *ready, int milliseconds) {
    struct epoll_event events[CEPOLL_BATCH];
    int count = epoll_wait(epoll, events, CEPOLL_BATCH, milliseconds);
    for (int index = 0; index < count; index++) {
        uint32_t bits = events[index].events;
        ready[index].id = events[index].data.u64;
        ready[index].events = (bits & EPOLLIN ? CEPOLL_READABLE : 0) | (bits & EPOLLOUT ? CEPOLL_WRITABLE : 0)
            | (bits & (EPOLLERR | EPOLLHUP) ? CEPOLL_BROKEN : 0);
    }
    return count;
}

#endif
