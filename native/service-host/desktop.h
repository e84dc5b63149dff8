/* Ends the desktop apps that run from our folder, in every session: files in use cannot be replaced without a restart. */
#ifndef STILE_DESKTOP_H
#define STILE_DESKTOP_H

#include <wchar.h>

void end_desktop_apps(const wchar_t *folder);

#endif
