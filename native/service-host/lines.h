/* Reads what the child says and logs, each in a thread, and tells the host when there is something new. */
#ifndef STILE_LINES_H
#define STILE_LINES_H

#include <stdbool.h>
#include <windows.h>

#include "child.h"
#include "protocol.h"

struct heard {
  bool beat;
  bool ready;
  /* What it said after "ready". */
  wchar_t pipe[LINE_BYTES];
};

struct lines {
  /* Signalled when something was heard. */
  HANDLE event;
  SRWLOCK lock;
  struct heard heard;
  HANDLE threads[2];
  HANDLE output;
  HANDLE errors;
};

bool lines_start(struct lines *lines, const struct child *child);

/* What was heard since the last time. */
struct heard lines_take(struct lines *lines);

/* The child has ended: its last words are read, then the readers end. */
void lines_end(struct lines *lines);

#endif
