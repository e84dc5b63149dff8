/* Runs one of our short programs to its end: what it says goes to the log, and it gets a limited time. */
#ifndef STILE_ERRAND_H
#define STILE_ERRAND_H

#include <stdbool.h>
#include <windows.h>

#include "places.h"

/* True if it ended by itself with code 0. */
bool run_errand(const struct places *places, const wchar_t *script, const wchar_t *arguments, DWORD limit_ms);

#endif
