/* Makes the child's environment from nothing: no variable of the machine's or of an installer's reaches a program of SYSTEM. */
#ifndef STILE_ENVIRONMENT_H
#define STILE_ENVIRONMENT_H

#include <stdbool.h>

#include "places.h"

#define ENVIRONMENT_CHARS 8192

/* A block for CreateProcess with CREATE_UNICODE_ENVIRONMENT. NODE_OPTIONS, PATH entries of others and the like are not in it. */
bool make_environment(const struct places *places, wchar_t block[ENVIRONMENT_CHARS]);

#endif
