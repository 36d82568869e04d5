#include "CBuild.h"

// A function, so that another commit costs a build this one file, and no module.
const char *dsql_build_commit(void) { return DSQL_COMMIT; }
