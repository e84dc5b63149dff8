#include "lines.h"

#include <string.h>

#include "log.h"

static DWORD WINAPI read_output(void *argument);
static DWORD WINAPI read_errors(void *argument);
static void hear(struct lines *lines, const char *line);

bool lines_start(struct lines *lines, const struct child *child) {
  *lines = (struct lines){.lock = SRWLOCK_INIT, .output = child->output, .errors = child->errors};
  lines->event = CreateEventW(NULL, FALSE, FALSE, NULL);
  if (lines->event == NULL) return false;
  lines->threads[0] = CreateThread(NULL, 0, read_output, lines, 0, NULL);
  lines->threads[1] = CreateThread(NULL, 0, read_errors, lines, 0, NULL);
  return lines->threads[0] != NULL && lines->threads[1] != NULL;
}

struct heard lines_take(struct lines *lines) {
  AcquireSRWLockExclusive(&lines->lock);
  const struct heard heard = lines->heard;
  lines->heard = (struct heard){0};
  ReleaseSRWLockExclusive(&lines->lock);
  return heard;
}

void lines_end(struct lines *lines) {
  for (int each = 0; each < 2; each++) {
    if (lines->threads[each] == NULL) continue;
    // All that held the other ends are dead; should one be left, it must not hold the service.
    if (WaitForSingleObject(lines->threads[each], STOP_GRACE_MS) != WAIT_OBJECT_0) CancelSynchronousIo(lines->threads[each]);
    WaitForSingleObject(lines->threads[each], INFINITE);
    CloseHandle(lines->threads[each]);
  }
  if (lines->event != NULL) CloseHandle(lines->event);
}

static DWORD WINAPI read_output(void *argument) {
  struct lines *const lines = argument;
  char line[LINE_BYTES];
  size_t length = 0;
  // Of a line that is too long nothing is believed, up to its end.
  bool is_too_long = false;
  char bytes[256];
  DWORD got = 0;
  while (ReadFile(lines->output, bytes, sizeof bytes, &got, NULL) && got > 0) {
    for (DWORD at = 0; at < got; at++) {
      if (bytes[at] != '\n') {
        if (length + 1 < sizeof line) line[length++] = bytes[at];
        else is_too_long = true;
        continue;
      }
      line[length] = '\0';
      if (!is_too_long) hear(lines, line);
      length = 0;
      is_too_long = false;
    }
  }
  return 0;
}

static DWORD WINAPI read_errors(void *argument) {
  struct lines *const lines = argument;
  char bytes[4096];
  DWORD got = 0;
  while (ReadFile(lines->errors, bytes, sizeof bytes, &got, NULL) && got > 0) log_bytes(bytes, got);
  return 0;
}

static void hear(struct lines *lines, const char *line) {
  const bool is_beat = strcmp(line, "beat") == 0;
  const bool is_ready = strncmp(line, "ready ", 6) == 0;
  if (!is_beat && !is_ready) return;
  AcquireSRWLockExclusive(&lines->lock);
  if (is_beat) lines->heard.beat = true;
  else lines->heard.ready = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, line + 6, -1, lines->heard.pipe, LINE_BYTES) > 0;
  ReleaseSRWLockExclusive(&lines->lock);
  SetEvent(lines->event);
}
