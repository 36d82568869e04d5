#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

// The options used here exist in every libcurl since 7.68; some are marked deprecated in favour of younger ones.
#define CURL_DISABLE_DEPRECATION
// The type checks are macros over functions that are not linked here.
#define CURL_DISABLE_TYPECHECK

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

// Enumerators in one version of the header and macros in another: numbers have the same type in Swift for all.
static const long dsql_curl_http_1_1 = (long)CURL_HTTP_VERSION_1_1;
static const long dsql_curl_tls_1_2 = (long)CURL_SSLVERSION_TLSv1_2;
static const long dsql_curl_netrc_ignored = (long)CURL_NETRC_IGNORED;
static const long dsql_curl_web_protocols = (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS);

// libcurl is opened on demand: linking it would cost every program the time of loading its thirty libraries.
typedef struct {
    char *(*version)(void);
    CURLcode (*global_init)(long);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
    CURLMcode (*multi_add_handle)(CURLM *, CURL *);
    CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
    CURLMcode (*multi_perform)(CURLM *, int *);
    CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
    CURLMcode (*multi_wakeup)(CURLM *);
    CURLMsg *(*multi_info_read)(CURLM *, int *);
    CURLMcode (*multi_cleanup)(CURLM *);
} dsql_curl;

// POSIX converts between data and function pointers only through the bytes of a variable.
static inline bool dsql_curl_symbol(void *library, const char *name, void *function) {
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}

// Fills the table in C because a variadic function pointer has no type in Swift; NULL where the library or one of its
// functions is missing. The table lives as long as the process: unloading TLS libraries is not safe.
static inline const dsql_curl *dsql_curl_open(const char *name) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return NULL;
    // OpenSSL takes itself down at exit, under the feet of a thread that is still closing a connection. Whoever asks first
    // decides; this asks before libcurl does. The number is OPENSSL_INIT_NO_ATEXIT.
    int (*init_crypto)(uint64_t, const void *) = NULL;
    if (dsql_curl_symbol(library, "OPENSSL_init_crypto", &init_crypto)) (void)init_crypto(0x00080000, NULL);
    dsql_curl *curl = (dsql_curl *)calloc(1, sizeof *curl);
    if (curl != NULL && dsql_curl_symbol(library, "curl_version", &curl->version)
        && dsql_curl_symbol(library, "curl_global_init", &curl->global_init)
        && dsql_curl_symbol(library, "curl_easy_init", &curl->easy_init)
        && dsql_curl_symbol(library, "curl_easy_setopt", &curl->easy_setopt)
        && dsql_curl_symbol(library, "curl_easy_getinfo", &curl->easy_getinfo)
        && dsql_curl_symbol(library, "curl_easy_cleanup", &curl->easy_cleanup)
        && dsql_curl_symbol(library, "curl_slist_append", &curl->slist_append)
        && dsql_curl_symbol(library, "curl_slist_free_all", &curl->slist_free_all)
        && dsql_curl_symbol(library, "curl_multi_init", &curl->multi_init)
        && dsql_curl_symbol(library, "curl_multi_setopt", &curl->multi_setopt)
        && dsql_curl_symbol(library, "curl_multi_add_handle", &curl->multi_add_handle)
        && dsql_curl_symbol(library, "curl_multi_remove_handle", &curl->multi_remove_handle)
        && dsql_curl_symbol(library, "curl_multi_perform", &curl->multi_perform)
        && dsql_curl_symbol(library, "curl_multi_poll", &curl->multi_poll)
        && dsql_curl_symbol(library, "curl_multi_wakeup", &curl->multi_wakeup)
        && dsql_curl_symbol(library, "curl_multi_info_read", &curl->multi_info_read)
        && dsql_curl_symbol(library, "curl_multi_cleanup", &curl->multi_cleanup)
        && curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return curl;
    free(curl);
    dlclose(library);
    return NULL;
}

// Variadic in C, hence one typed door for numbers, which libcurl reads as long.
static inline CURLcode dsql_curl_set_long(const dsql_curl *curl, void *easy, CURLoption option, long value) {
    return curl->easy_setopt(easy, option, value);
}

// Variadic in C, hence one typed door for sizes, which libcurl reads as curl_off_t.
static inline CURLcode dsql_curl_set_size(const dsql_curl *curl, void *easy, CURLoption option, curl_off_t value) {
    return curl->easy_setopt(easy, option, value);
}

// Variadic in C, hence one typed door for texts, which libcurl copies.
static inline CURLcode dsql_curl_set_text(const dsql_curl *curl, void *easy, CURLoption option, const char *value) {
    return curl->easy_setopt(easy, option, value);
}

// Variadic in C, hence one typed door for memory that has to outlive the transfer.
static inline CURLcode dsql_curl_set_pointer(const dsql_curl *curl, void *easy, CURLoption option, void *value) {
    return curl->easy_setopt(easy, option, value);
}

// Variadic in C, hence one typed door for the two callbacks that receive bytes.
static inline CURLcode dsql_curl_set_callback(
    const dsql_curl *curl, void *easy, CURLoption option, curl_write_callback value) {
    return curl->easy_setopt(easy, option, value);
}

// libcurl before 8.10 opens sockets that a child process would inherit; this one closes them on exec.
static inline curl_socket_t dsql_curl_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context;
    (void)purpose;
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    return socket(address->family, address->socktype, address->protocol);
#endif
}

// A static inline function has no address in Swift that C could call.
static inline CURLcode dsql_curl_set_close_on_exec(const dsql_curl *curl, void *easy) {
    return curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, dsql_curl_socket);
}

// Variadic in C; 0 where there is no answer.
static inline long dsql_curl_get_long(const dsql_curl *curl, void *easy, CURLINFO info) {
    long value = 0;
    return curl->easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

// Variadic in C.
static inline CURLMcode dsql_curl_set_multi_long(const dsql_curl *curl, void *multi, CURLMoption option, long value) {
    return curl->multi_setopt(multi, option, value);
}

// Takes the address as a number, because that is what may travel between threads in Swift; libcurl allows this call
// from any thread.
static inline void dsql_curl_wake(uintptr_t curl, uintptr_t multi) {
    (void)((const dsql_curl *)curl)->multi_wakeup((CURLM *)multi);
}

#endif
