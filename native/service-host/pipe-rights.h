/* Opens the daemon's pipe to the machine's users, without letting them serve under its name. */
#ifndef STILE_PIPE_RIGHTS_H
#define STILE_PIPE_RIGHTS_H

#include <stdbool.h>
#include <wchar.h>

/* False where it cannot be done; then the pipe keeps Node's own rights, with which only administrators can speak to it. */
bool open_pipe_to_users(const wchar_t *name);

#endif
