/* Visits a folder and everything in it, the folder first; never through a link. */
#ifndef STILE_WALK_H
#define STILE_WALK_H

#include <stdbool.h>

#include "text.h"

/* Stops at the first false, also of a folder that cannot be listed or a path that is too long. */
typedef bool (*visitor)(const wchar_t *path, void *context);

/* `except` is a folder that is left out; NULL: none. */
bool walk(const wchar_t *folder, const wchar_t *except, visitor visit, void *context);

#endif
