#ifndef CBUILD_H
#define CBUILD_H

/// The commit this was built from; empty where the build was not told.
const char *_Nonnull dsql_build_commit(void);

#endif
