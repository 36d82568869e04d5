// Tells the thread sanitizer of the contended paths of Swift's Mutex, which are in a library it has not instrumented:
// without this every Mutex that two threads ever wait for looks like a race. Preloaded by tsan.sh.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

// The sanitizer's own, in the program; absent in the programs it starts that have no sanitizer.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define LOCK $s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF
#define UNLOCK $s15Synchronization12_MutexHandleV11_unlockSlowyyF
#define NAME_OF(symbol) NAME(symbol)
#define NAME(symbol) #symbol

SWIFT void LOCK(uint32_t thread, SELF handle) {
    SWIFT void (*original)(uint32_t, SELF) = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, NAME_OF(LOCK));
    original(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void UNLOCK(SELF handle) {
    SWIFT void (*original)(SELF) = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, NAME_OF(UNLOCK));
    if (__tsan_release) __tsan_release(handle);
    original(handle);
}
