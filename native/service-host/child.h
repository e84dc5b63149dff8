/* Starts a program of ours with exactly three handles and a clean environment, in a job that dies with the host. */
#ifndef STILE_CHILD_H
#define STILE_CHILD_H

#include <stdbool.h>
#include <windows.h>

#include "places.h"

struct child {
  HANDLE job;
  HANDLE process;
  /* Our ends: what it reads, what it says, what it logs. */
  HANDLE input;
  HANDLE output;
  HANDLE errors;
};

/* `script` is run by our Node with `arguments`, which are quoted already. */
bool child_start(struct child *child, const struct places *places, const wchar_t *script, const wchar_t *arguments);

/* Asks it to end, waits for `grace_ms`, then ends it. */
void child_end(struct child *child, DWORD grace_ms);

/* Closes everything; call it after child_end and after its readers ended. */
void child_forget(struct child *child);

#endif
