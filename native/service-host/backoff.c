#include "backoff.h"

#include "protocol.h"

uint32_t next_delay_ms(uint32_t last_delay_ms, uint64_t lived_ms) {
  if (last_delay_ms == 0 || lived_ms >= HEALTHY_AFTER_MS) return FIRST_DELAY_MS;
  return last_delay_ms >= LAST_DELAY_MS / 2 ? LAST_DELAY_MS : last_delay_ms * 2;
}
