#ifndef CLIBCRYPTO_SHIM_H
#define CLIBCRYPTO_SHIM_H

// The low-level SHA-256 state is a plain struct that can be copied, which is what makes a prepared HMAC key cheap;
// OpenSSL 3 marks it deprecated in favour of EVP contexts, which cost an allocation and a look-up each.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#endif
