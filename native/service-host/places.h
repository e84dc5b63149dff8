/* Where everything lies that the host touches: beside itself, and below ProgramData. The table is shared/install/layout.ts. */
#ifndef STILE_PLACES_H
#define STILE_PLACES_H

#include <stdbool.h>

#include "text.h"

struct places {
  wchar_t programs[PATH_CHARS];
  wchar_t host[PATH_CHARS];
  wchar_t node[PATH_CHARS];
  wchar_t daemon[PATH_CHARS];
  wchar_t clean_up[PATH_CHARS];
  wchar_t purge[PATH_CHARS];
  wchar_t desktop[PATH_CHARS];
  /* ProgramData\Stile, and what is in it. */
  wchar_t home[PATH_CHARS];
  wchar_t data[PATH_CHARS];
  wchar_t temporary[PATH_CHARS];
  wchar_t logs[PATH_CHARS];
  wchar_t config[PATH_CHARS];
  wchar_t invitation[PATH_CHARS];
};

bool find_places(struct places *places);

#endif
