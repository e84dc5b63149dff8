/* Starts and stops the service and waits until it is so. */
#ifndef STILE_CONTROL_H
#define STILE_CONTROL_H

#include <stdbool.h>

bool start_service(void);

/* Also true where there is no such service. */
bool stop_service(void);

#endif
