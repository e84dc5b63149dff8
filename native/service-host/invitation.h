/* Lays an invitation where the daemon looks for it, readable by SYSTEM and administrators alone. */
#ifndef STILE_INVITATION_H
#define STILE_INVITATION_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* An invitation is some hundred characters; a file of another kind is not read into memory. */
#define INVITATION_BYTES 65536

/* Moves it: afterwards the file is gone, if it can be deleted. A link is refused. */
bool lay_invitation_file(const wchar_t *from, const wchar_t *to);

bool lay_invitation(const char *bytes, size_t length, const wchar_t *to);

#endif
