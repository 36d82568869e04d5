#ifndef C_TOKEN_FLOOR_H
#define C_TOKEN_FLOOR_H

#include <stddef.h>
#include <stdint.h>

// What a token costs in C with everything cached that can be: the measure for the Swift signer.
typedef struct token_floor token_floor;

token_floor *token_floor_create(const char *access_key, const char *secret_key, const char *session_token,
                                const char *region, int64_t seconds_since_1970);
void token_floor_destroy(token_floor *floor);

// The text of a token in memory of its own, to be freed; its length goes to *length. The time has to be of the day
// that the floor was created for.
char *token_floor_make(const token_floor *floor, const char *host, const char *action, int64_t seconds_since_1970,
                       int duration, size_t *length);

// Nanoseconds of CPU time that this thread has used.
int64_t thread_cpu_nanoseconds(void);

// Allocations of this thread so far: malloc, calloc, realloc and their aligned kin.
int64_t thread_allocations(void);

#endif
