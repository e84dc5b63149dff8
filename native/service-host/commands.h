/* What installers and administrators ask of the host: the steps of installing, stopping and removing. */
#ifndef STILE_COMMANDS_H
#define STILE_COMMANDS_H

#include <wchar.h>

/* Exit codes: installers pass them on. */
enum outcome { DONE = 0, FAILED = 1, WRONG_USAGE = 2 };

int run_command(int count, wchar_t *arguments[]);

#endif
