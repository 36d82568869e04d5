#ifndef CLIBSSL_SHIM_H
#define CLIBSSL_SHIM_H

#include <dlfcn.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// libssl is opened on demand, with the libcrypto that it brings along: linking it would cost every command its loading, and
// the libcrypto that signs tokens may be a static one, whose objects libssl must never see. Hence every function that
// touches an object of libssl's comes from this table.
typedef struct {
    const SSL_METHOD *(*client_method)(void);
    SSL_CTX *(*context_new)(const SSL_METHOD *);
    void (*context_free)(SSL_CTX *);
    int (*load_locations)(SSL_CTX *, const char *, const char *);
    void (*set_verify)(SSL_CTX *, int, SSL_verify_cb);
    void (*set_verifier)(SSL_CTX *, int (*)(X509_STORE_CTX *, void *), void *);
    int (*verify)(X509_STORE_CTX *);
    long (*context_control)(SSL_CTX *, int, long, void *);
    SSL *(*session_new)(SSL_CTX *);
    void (*session_free)(SSL *);
    int (*set_descriptor)(SSL *, int);
    int (*set_alpn)(SSL *, const unsigned char *, unsigned int);
    int (*set_name)(SSL *, const char *);
    long (*control)(SSL *, int, long, void *);
    int (*connect)(SSL *);
    int (*read)(SSL *, void *, int);
    int (*write)(SSL *, const void *, int);
    int (*shutdown)(SSL *);
    int (*get_error)(const SSL *, int);
    long (*verify_result)(const SSL *);
    const char *(*version)(const SSL *);
    void (*selected_alpn)(const SSL *, const unsigned char **, unsigned int *);
    X509 *(*store_certificate)(const X509_STORE_CTX *);
    STACK_OF(X509) *(*store_chain)(const X509_STORE_CTX *);
    int (*stack_count)(const OPENSSL_STACK *);
    void *(*stack_value)(const OPENSSL_STACK *, int);
    const char *(*verify_text)(long);
    X509_NAME *(*subject)(const X509 *);
    X509_NAME *(*issuer)(const X509 *);
    int (*name_text)(X509_NAME *, int, char *, int);
    const ASN1_TIME *(*not_before)(const X509 *);
    const ASN1_TIME *(*not_after)(const X509 *);
    int (*time_fields)(const ASN1_TIME *, struct tm *);
    int (*extension_index)(const X509 *, int, int);
    X509_EXTENSION *(*extension)(const X509 *, int);
    int (*extension_print)(BIO *, X509_EXTENSION *, unsigned long, int);
    BIO *(*memory)(const BIO_METHOD *);
    const BIO_METHOD *(*memory_method)(void);
    int (*memory_read)(BIO *, void *, int);
    int (*memory_free)(BIO *);
    unsigned long (*error_next)(void);
    const char *(*error_reason)(unsigned long);
    void (*error_clear)(void);
} dsql_ssl;

// What is known of the server's certificate, copied while it is being verified: afterwards a refused one is gone.
typedef struct {
    const dsql_ssl *ssl;
    char subject[256];
    char issuer[256];
    char names[1024];
    char root[256];
    struct tm not_before;
    struct tm not_after;
    bool is_seen;
} dsql_ssl_peer;

// POSIX converts between data and function pointers only through the bytes of a variable.
static inline bool dsql_ssl_symbol(void *library, const char *name, void *function) {
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}

// Fills the table in C because POSIX gives addresses without types; NULL where the library or one of its functions is
// missing. The names are looked for in libssl and in the libcrypto behind it. Never unloaded, which would not be safe.
static inline const dsql_ssl *dsql_ssl_open(const char *name) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return NULL;
    dsql_ssl *ssl = (dsql_ssl *)calloc(1, sizeof *ssl);
    if (ssl != NULL && dsql_ssl_symbol(library, "TLS_client_method", &ssl->client_method)
        && dsql_ssl_symbol(library, "SSL_CTX_new", &ssl->context_new)
        && dsql_ssl_symbol(library, "SSL_CTX_free", &ssl->context_free)
        && dsql_ssl_symbol(library, "SSL_CTX_load_verify_locations", &ssl->load_locations)
        && dsql_ssl_symbol(library, "SSL_CTX_set_verify", &ssl->set_verify)
        && dsql_ssl_symbol(library, "SSL_CTX_set_cert_verify_callback", &ssl->set_verifier)
        && dsql_ssl_symbol(library, "X509_verify_cert", &ssl->verify)
        && dsql_ssl_symbol(library, "SSL_CTX_ctrl", &ssl->context_control)
        && dsql_ssl_symbol(library, "SSL_new", &ssl->session_new)
        && dsql_ssl_symbol(library, "SSL_free", &ssl->session_free)
        && dsql_ssl_symbol(library, "SSL_set_fd", &ssl->set_descriptor)
        && dsql_ssl_symbol(library, "SSL_set_alpn_protos", &ssl->set_alpn)
        && dsql_ssl_symbol(library, "SSL_set1_host", &ssl->set_name)
        && dsql_ssl_symbol(library, "SSL_ctrl", &ssl->control)
        && dsql_ssl_symbol(library, "SSL_connect", &ssl->connect)
        && dsql_ssl_symbol(library, "SSL_read", &ssl->read)
        && dsql_ssl_symbol(library, "SSL_write", &ssl->write)
        && dsql_ssl_symbol(library, "SSL_shutdown", &ssl->shutdown)
        && dsql_ssl_symbol(library, "SSL_get_error", &ssl->get_error)
        && dsql_ssl_symbol(library, "SSL_get_verify_result", &ssl->verify_result)
        && dsql_ssl_symbol(library, "SSL_get_version", &ssl->version)
        && dsql_ssl_symbol(library, "SSL_get0_alpn_selected", &ssl->selected_alpn)
        && dsql_ssl_symbol(library, "X509_STORE_CTX_get0_cert", &ssl->store_certificate)
        && dsql_ssl_symbol(library, "X509_STORE_CTX_get0_chain", &ssl->store_chain)
        && dsql_ssl_symbol(library, "OPENSSL_sk_num", &ssl->stack_count)
        && dsql_ssl_symbol(library, "OPENSSL_sk_value", &ssl->stack_value)
        && dsql_ssl_symbol(library, "X509_verify_cert_error_string", &ssl->verify_text)
        && dsql_ssl_symbol(library, "X509_get_subject_name", &ssl->subject)
        && dsql_ssl_symbol(library, "X509_get_issuer_name", &ssl->issuer)
        && dsql_ssl_symbol(library, "X509_NAME_get_text_by_NID", &ssl->name_text)
        && dsql_ssl_symbol(library, "X509_get0_notBefore", &ssl->not_before)
        && dsql_ssl_symbol(library, "X509_get0_notAfter", &ssl->not_after)
        && dsql_ssl_symbol(library, "ASN1_TIME_to_tm", &ssl->time_fields)
        && dsql_ssl_symbol(library, "X509_get_ext_by_NID", &ssl->extension_index)
        && dsql_ssl_symbol(library, "X509_get_ext", &ssl->extension)
        && dsql_ssl_symbol(library, "X509V3_EXT_print", &ssl->extension_print)
        && dsql_ssl_symbol(library, "BIO_new", &ssl->memory)
        && dsql_ssl_symbol(library, "BIO_s_mem", &ssl->memory_method)
        && dsql_ssl_symbol(library, "BIO_read", &ssl->memory_read)
        && dsql_ssl_symbol(library, "BIO_free", &ssl->memory_free)
        && dsql_ssl_symbol(library, "ERR_get_error", &ssl->error_next)
        && dsql_ssl_symbol(library, "ERR_reason_error_string", &ssl->error_reason)
        && dsql_ssl_symbol(library, "ERR_clear_error", &ssl->error_clear))
        return ssl;
    free(ssl);
    dlclose(library);
    return NULL;
}

// A name's common name, or else its organization.
static inline void dsql_ssl_copy_name(const dsql_ssl *ssl, X509_NAME *name, char *text, int size) {
    text[0] = 0;
    if (name == NULL || ssl->name_text(name, NID_commonName, text, size) > 0) return;
    if (ssl->name_text(name, NID_organizationName, text, size) <= 0) text[0] = 0;
}

// The names that a certificate is good for, as OpenSSL prints them: "DNS:one, DNS:other".
static inline void dsql_ssl_copy_names(const dsql_ssl *ssl, X509 *certificate, char *text, int size) {
    text[0] = 0;
    int index = ssl->extension_index(certificate, NID_subject_alt_name, -1);
    BIO *memory = index < 0 ? NULL : ssl->memory(ssl->memory_method());
    if (memory == NULL) return;
    int count = 0;
    if (ssl->extension_print(memory, ssl->extension(certificate, index), 0, 0) == 1)
        count = ssl->memory_read(memory, text, size - 1);
    text[count > 0 ? count : 0] = 0;
    (void)ssl->memory_free(memory);
}

// Verifies as OpenSSL does without this, and notes whose certificate it was. In C, since libssl calls it by address.
static inline int dsql_ssl_verify(X509_STORE_CTX *store, void *context) {
    dsql_ssl_peer *peer = (dsql_ssl_peer *)context;
    const dsql_ssl *ssl = peer->ssl;
    int verdict = ssl->verify(store);
    X509 *certificate = ssl->store_certificate(store);
    if (certificate == NULL) return verdict;
    peer->is_seen = true;
    dsql_ssl_copy_name(ssl, ssl->subject(certificate), peer->subject, sizeof peer->subject);
    dsql_ssl_copy_name(ssl, ssl->issuer(certificate), peer->issuer, sizeof peer->issuer);
    dsql_ssl_copy_names(ssl, certificate, peer->names, sizeof peer->names);
    (void)ssl->time_fields(ssl->not_before(certificate), &peer->not_before);
    (void)ssl->time_fields(ssl->not_after(certificate), &peer->not_after);
    const OPENSSL_STACK *chain = (const OPENSSL_STACK *)ssl->store_chain(store);
    int count = chain == NULL ? 0 : ssl->stack_count(chain);
    if (count > 0) {
        X509 *last = (X509 *)ssl->stack_value(chain, count - 1);
        dsql_ssl_copy_name(ssl, ssl->subject(last), peer->root, sizeof peer->root);
    }
    return verdict;
}

// A static inline function has no address in Swift that C could call. The server must show a certificate that verifies,
// for this name and no other, by TLS 1.2 or later.
static inline SSL *dsql_ssl_session(
    const dsql_ssl *ssl, SSL_CTX *context, dsql_ssl_peer *peer, int descriptor, const char *name, bool is_direct) {
    static const unsigned char protocol[] = "\012postgresql";
    peer->ssl = ssl;
    ssl->set_verify(context, SSL_VERIFY_PEER, NULL);
    ssl->set_verifier(context, dsql_ssl_verify, peer);
    SSL *session = NULL;
    if (ssl->context_control(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL) == 1)
        session = ssl->session_new(context);
    if (session == NULL) return NULL;
    if (ssl->control(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, (void *)name) == 1
        && ssl->set_name(session, name) == 1
        && (!is_direct || ssl->set_alpn(session, protocol, sizeof protocol - 1) == 0)
        && ssl->set_descriptor(session, descriptor) == 1)
        return session;
    ssl->session_free(session);
    return NULL;
}

#endif
