/* The service as the service manager sees it: its states, and its requests to stop. */
#ifndef STILE_SERVICE_H
#define STILE_SERVICE_H

/* Runs until the service manager ends it; an exit code. Only the service manager can start it. */
int service_run(void);

#endif
