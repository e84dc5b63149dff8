/* How long to wait before the next start; pure. */
#ifndef STILE_BACKOFF_H
#define STILE_BACKOFF_H

#include <stdint.h>

/* From the delay before the last start (0: there was none) and how long that child then lived. */
uint32_t next_delay_ms(uint32_t last_delay_ms, uint64_t lived_ms);

#endif
