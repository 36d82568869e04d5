#include "CTokenFloor.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// cold-start HOST: a token as `dsql token` prints it, of the keys in the environment, and nothing else.
int main(int count, char **arguments) {
    const char *key = getenv("AWS_ACCESS_KEY_ID"), *secret = getenv("AWS_SECRET_ACCESS_KEY");
    if (count != 2 || !key || !secret) return 64;
    int64_t now = (int64_t)time(NULL);
    token_floor *floor = token_floor_create(key, secret, getenv("AWS_SESSION_TOKEN"), "us-east-1", now);
    size_t length;
    char *token = token_floor_make(floor, arguments[1], "DbConnectAdmin", now, 900, &length);
    if (!token || fwrite(token, 1, length, stdout) != length || putchar('\n') == EOF) return 1;
    free(token);
    token_floor_destroy(floor);
    return 0;
}
