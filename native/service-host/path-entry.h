/* Puts the programs' folder on the machine's PATH and takes it off, whatever else and however much stands there. */
#ifndef STILE_PATH_ENTRY_H
#define STILE_PATH_ENTRY_H

#include <stdbool.h>
#include <wchar.h>

bool add_to_path(const wchar_t *folder);
bool remove_from_path(const wchar_t *folder);

#endif
