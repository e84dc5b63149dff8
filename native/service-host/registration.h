/* Enters the service with the service manager and takes it out again. */
#ifndef STILE_REGISTRATION_H
#define STILE_REGISTRATION_H

#include <stdbool.h>

#include "places.h"

/* Twice changes nothing more; an older entry is brought to what is wanted now. */
bool register_service(const struct places *places);

bool unregister_service(void);

#endif
