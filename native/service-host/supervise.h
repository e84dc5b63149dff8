/* Keeps the daemon running: starts it, listens to it, ends it when it is silent, and starts it again. */
#ifndef STILE_SUPERVISE_H
#define STILE_SUPERVISE_H

#include <stdbool.h>
#include <windows.h>

#include "places.h"

struct supervision {
  const struct places *places;
  /* Signalled once the service is to stop. */
  HANDLE stop;
  /* The daemon can be spoken to. */
  void (*on_ready)(void);
  /* Called while the service has never been ready, so that the service manager sees it live. */
  void (*on_waiting)(void);
};

/* Until `stop`. False if the daemon could not be made ready at all within FIRST_READY_LIMIT_MS. */
bool supervise(const struct supervision *supervision);

#endif
