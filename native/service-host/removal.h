/* Deletes a folder of ours with everything in it, without ever stepping through a link. */
#ifndef STILE_REMOVAL_H
#define STILE_REMOVAL_H

#include <stdbool.h>
#include <wchar.h>

/* Also true where there is none. */
bool remove_tree(const wchar_t *folder);

#endif
