#include "supervise.h"

#include "backoff.h"
#include "child.h"
#include "errand.h"
#include "lines.h"
#include "log.h"
#include "pipe-rights.h"
#include "protocol.h"

enum end { STOP_ASKED, CHILD_ENDED, CHILD_SILENT, NEVER_READY };

struct life {
  enum end end;
  bool was_ready;
};

static struct life live_once(const struct supervision *supervision, ULONGLONG first_ready_by);
static struct life listen_to(const struct supervision *supervision, struct child *child, struct lines *lines, ULONGLONG first_ready_by);
static bool is_stopped(const struct supervision *supervision, DWORD wait_ms, bool has_been_ready);
static void clean_up(const struct places *places);
static bool daemon_arguments(const struct places *places, wchar_t arguments[PATH_CHARS * 3]);

/* The service manager believes in a start for as long as it hears of it. */
#define WAITING_STEP_MS 1000

bool supervise(const struct supervision *supervision) {
  const ULONGLONG started_at = GetTickCount64();
  bool has_been_ready = false;
  uint32_t delay_ms = 0;
  for (;;) {
    const ULONGLONG began_at = GetTickCount64();
    const struct life life = live_once(supervision, has_been_ready ? 0 : started_at + FIRST_READY_LIMIT_MS);
    has_been_ready = has_been_ready || life.was_ready;
    // Also after a clean end, which costs nothing: its names must never outlive its listeners.
    clean_up(supervision->places);
    if (life.end == STOP_ASKED) return true;
    if (life.end == NEVER_READY) return false;
    delay_ms = next_delay_ms(delay_ms, GetTickCount64() - began_at);
    log_number("the agent is started again", "inMs", delay_ms);
    if (is_stopped(supervision, delay_ms, has_been_ready)) return true;
  }
}

static struct life live_once(const struct supervision *supervision, ULONGLONG first_ready_by) {
  struct child child;
  wchar_t arguments[PATH_CHARS * 3];
  if (!daemon_arguments(supervision->places, arguments) ||
      !child_start(&child, supervision->places, supervision->places->daemon, arguments)) {
    const bool is_late = first_ready_by != 0 && GetTickCount64() > first_ready_by;
    return (struct life){.end = is_late ? NEVER_READY : CHILD_ENDED, .was_ready = false};
  }
  struct lines lines;
  struct life life = {.end = CHILD_ENDED, .was_ready = false};
  if (lines_start(&lines, &child)) life = listen_to(supervision, &child, &lines, first_ready_by);
  DWORD code = 0;
  if (life.end == CHILD_ENDED && GetExitCodeProcess(child.process, &code)) log_number("the agent ended", "code", code);
  // A silent one would not hear the request either.
  child_end(&child, life.end == STOP_ASKED ? STOP_GRACE_MS : 0);
  lines_end(&lines);
  child_forget(&child);
  return life;
}

static struct life listen_to(const struct supervision *supervision, struct child *child, struct lines *lines, ULONGLONG first_ready_by) {
  bool is_ready = false;
  ULONGLONG deadline = GetTickCount64() + READY_LIMIT_MS;
  for (;;) {
    const ULONGLONG now = GetTickCount64();
    if (first_ready_by != 0 && !is_ready && now >= first_ready_by) return (struct life){NEVER_READY, false};
    if (now >= deadline) {
      log_info(is_ready ? "the agent gives no sign of life" : "the agent did not become ready");
      return (struct life){CHILD_SILENT, is_ready};
    }
    ULONGLONG wait_ms = deadline - now;
    if (first_ready_by != 0 && !is_ready) {
      supervision->on_waiting();
      if (wait_ms > WAITING_STEP_MS) wait_ms = WAITING_STEP_MS;
    }
    const HANDLE awaited[] = {supervision->stop, child->process, lines->event};
    const DWORD which = WaitForMultipleObjects(3, awaited, FALSE, (DWORD)wait_ms);
    if (which == WAIT_OBJECT_0) return (struct life){STOP_ASKED, is_ready};
    if (which == WAIT_OBJECT_0 + 1) return (struct life){CHILD_ENDED, is_ready};
    if (which == WAIT_FAILED) return (struct life){CHILD_SILENT, is_ready};
    if (which != WAIT_OBJECT_0 + 2) continue;
    const struct heard heard = lines_take(lines);
    if (heard.ready) {
      open_pipe_to_users(heard.pipe);
      log_info("the agent is ready");
      is_ready = true;
      supervision->on_ready();
    }
    if (is_ready) deadline = GetTickCount64() + BEAT_LIMIT_MS;
  }
}

/* Waits, as long as the delay, for the request to stop. */
static bool is_stopped(const struct supervision *supervision, DWORD wait_ms, bool has_been_ready) {
  const ULONGLONG until = GetTickCount64() + wait_ms;
  for (;;) {
    const ULONGLONG now = GetTickCount64();
    const ULONGLONG left = now >= until ? 0 : until - now;
    const DWORD step = left > WAITING_STEP_MS && !has_been_ready ? WAITING_STEP_MS : (DWORD)left;
    if (WaitForSingleObject(supervision->stop, step) == WAIT_OBJECT_0) return true;
    if (now >= until) return false;
    if (!has_been_ready) supervision->on_waiting();
  }
}

/* What the daemon published in the hosts file goes with it. */
static void clean_up(const struct places *places) {
  wchar_t arguments[PATH_CHARS * 3];
  if (daemon_arguments(places, arguments)) run_errand(places, places->clean_up, arguments, CLEAN_UP_LIMIT_MS);
}

static bool daemon_arguments(const struct places *places, wchar_t arguments[PATH_CHARS * 3]) {
  // Without a file the agent has its defaults; a path of one that is missing would be a mistake.
  if (GetFileAttributesW(places->config) == INVALID_FILE_ATTRIBUTES)
    return text_format(arguments, PATH_CHARS * 3, L" --data \"%ls\"", places->data);
  return text_format(arguments, PATH_CHARS * 3, L" --config \"%ls\" --data \"%ls\"", places->config, places->data);
}
