#define OPENSSL_SUPPRESS_DEPRECATED
#include "CTokenFloor.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct {
    char *bytes;
    size_t length;
} text;

struct token_floor {
    SHA256_CTX inner, outer;
    text query;   // &X-Amz-Algorithm= ... &X-Amz-Date=<day>T
    text token;   // &X-Amz-Security-Token=..., or empty
    text prefix;  // the string to sign up to the time
    text middle;  // the string to sign from the time to the hash
};

static char *put(char *out, const void *bytes, size_t length) {
    memcpy(out, bytes, length);
    return out + length;
}

static char *put_text(char *out, const char *text) { return put(out, text, strlen(text)); }

static char *put_encoded(char *out, const char *text) {
    static const char digits[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
            byte == '-' || byte == '.' || byte == '_' || byte == '~') {
            *out++ = (char)byte;
        } else {
            *out++ = '%';
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 15];
        }
    }
    return out;
}

static char *put_hexadecimal(char *out, const unsigned char digest[32]) {
    static const char digits[] = "0123456789abcdef";
    for (int index = 0; index < 32; index++) {
        *out++ = digits[digest[index] >> 4];
        *out++ = digits[digest[index] & 15];
    }
    return out;
}

static void prepare(SHA256_CTX *inner, SHA256_CTX *outer, const unsigned char *key, size_t length) {
    unsigned char block[64] = {0};
    if (length > 64) SHA256(key, length, block);
    else memcpy(block, key, length);
    for (int index = 0; index < 64; index++) block[index] ^= 0x36;
    SHA256_Init(inner);
    SHA256_Update(inner, block, 64);
    for (int index = 0; index < 64; index++) block[index] ^= 0x36 ^ 0x5C;
    SHA256_Init(outer);
    SHA256_Update(outer, block, 64);
}

static void finish(SHA256_CTX *inner, SHA256_CTX *outer, unsigned char code[32]) {
    SHA256_Final(code, inner);
    SHA256_Update(outer, code, 32);
    SHA256_Final(code, outer);
}

static text keep(const char *bytes, const char *end) {
    text kept = {malloc((size_t)(end - bytes) + 1), (size_t)(end - bytes)};
    memcpy(kept.bytes, bytes, kept.length);
    return kept;
}

token_floor *token_floor_create(const char *access_key, const char *secret_key, const char *session_token,
                                const char *region, int64_t seconds_since_1970) {
    token_floor *floor = calloc(1, sizeof *floor);
    size_t room = 1024 + 3 * (strlen(access_key) + strlen(region)) + strlen(secret_key) +
                  (session_token ? 3 * strlen(session_token) : 0);
    char *work = malloc(room);

    struct tm date;
    time_t time = (time_t)seconds_since_1970;
    gmtime_r(&time, &date);
    char day[9];
    strftime(day, sizeof day, "%Y%m%d", &date);

    const char *parts[] = {day, region, "dsql", "aws4_request"};
    unsigned char key[32];
    char *end = put_text(put_text(work, "AWS4"), secret_key);
    prepare(&floor->inner, &floor->outer, (unsigned char *)work, (size_t)(end - work));
    for (int index = 0; index < 4; index++) {
        SHA256_Update(&floor->inner, parts[index], strlen(parts[index]));
        finish(&floor->inner, &floor->outer, key);
        prepare(&floor->inner, &floor->outer, key, sizeof key);
    }

    end = put_encoded(put_text(work, "&X-Amz-Algorithm=" ALGORITHM "&X-Amz-Credential="), access_key);
    for (int index = 0; index < 4; index++) end = put_text(put_text(end, "%2F"), parts[index]);
    end = put_text(put_text(put_text(end, "&X-Amz-Date="), day), "T");
    floor->query = keep(work, end);

    end = work;
    if (session_token) end = put_encoded(put_text(end, "&X-Amz-Security-Token="), session_token);
    floor->token = keep(work, end);

    floor->prefix = keep(work, put_text(put_text(put_text(work, ALGORITHM "\n"), day), "T"));
    end = put_text(work, "Z\n");
    for (int index = 0; index < 4; index++) end = put_text(put_text(end, index ? "/" : ""), parts[index]);
    floor->middle = keep(work, put_text(end, "\n"));
    free(work);
    return floor;
}

void token_floor_destroy(token_floor *floor) {
    free(floor->query.bytes);
    free(floor->token.bytes);
    free(floor->prefix.bytes);
    free(floor->middle.bytes);
    free(floor);
}

char *token_floor_make(const token_floor *floor, const char *host, const char *action, int64_t seconds_since_1970,
                       int duration, size_t *length) {
    size_t host_length = strlen(host);
    char *out = malloc(host_length + strlen(action) + floor->query.length + floor->token.length + 160);
    char *start = out, *query, *time;
    int second = (int)(seconds_since_1970 % 86400);

    out = put(out, host, host_length);
    out = put_text(out, "/?");
    query = out;
    out = put_text(put_text(out, "Action="), action);
    out = put(out, floor->query.bytes, floor->query.length);
    time = out;
    *out++ = (char)('0' + second / 36000);
    *out++ = (char)('0' + second / 3600 % 10);
    *out++ = (char)('0' + second / 600 % 6);
    *out++ = (char)('0' + second / 60 % 10);
    *out++ = (char)('0' + second % 60 / 10);
    *out++ = (char)('0' + second % 10);
    out = put_text(out, "Z&X-Amz-Expires=");
    char digits[10];
    int count = 0;
    do digits[count++] = (char)('0' + duration % 10); while (duration /= 10);
    while (count) *out++ = digits[--count];

    SHA256_CTX request;
    SHA256_Init(&request);
    SHA256_Update(&request, "GET\n/\n", 6);
    SHA256_Update(&request, query, (size_t)(out - query));
    SHA256_Update(&request, floor->token.bytes, floor->token.length);
    static const char headers[] = "&X-Amz-SignedHeaders=host\nhost:", end[] = "\n\nhost\n" EMPTY_HASH;
    SHA256_Update(&request, headers, sizeof headers - 1);
    SHA256_Update(&request, start, host_length);
    SHA256_Update(&request, end, sizeof end - 1);
    unsigned char digest[32];
    char hexadecimal[64];
    SHA256_Final(digest, &request);
    put_hexadecimal(hexadecimal, digest);

    SHA256_CTX inner = floor->inner, outer = floor->outer;
    SHA256_Update(&inner, floor->prefix.bytes, floor->prefix.length);
    SHA256_Update(&inner, time, 6);
    SHA256_Update(&inner, floor->middle.bytes, floor->middle.length);
    SHA256_Update(&inner, hexadecimal, sizeof hexadecimal);
    finish(&inner, &outer, digest);

    out = put_text(out, "&X-Amz-SignedHeaders=host");
    out = put(out, floor->token.bytes, floor->token.length);
    out = put_text(out, "&X-Amz-Signature=");
    out = put_hexadecimal(out, digest);
    *length = (size_t)(out - start);
    return start;
}
