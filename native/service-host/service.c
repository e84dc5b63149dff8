#include "service.h"

#include <windows.h>

#include "folders.h"
#include "log.h"
#include "places.h"
#include "protocol.h"
#include "supervise.h"
#include "trust.h"

/* What the service says of itself where it refuses to run; `sc query` shows them. */
enum refusal { NO_PLACES = 1, PROGRAMS_NOT_TRUSTED = 2, DATA_NOT_TRUSTED = 3, NEVER_BECAME_READY = 4 };

static void WINAPI service_main(DWORD count, LPWSTR *arguments);
static DWORD WINAPI on_control(DWORD control, DWORD type, LPVOID data, LPVOID context);
static void report(DWORD state, DWORD wait_ms, DWORD refusal);
static DWORD refusal_to_run(struct places *places);
static void on_ready(void);
static void on_waiting(void);

static SERVICE_STATUS_HANDLE handle;
static HANDLE stop;
static DWORD current_state;
static DWORD checkpoint;
static SRWLOCK reporting = SRWLOCK_INIT;

int service_run(void) {
  static const SERVICE_TABLE_ENTRYW table[] = {{(LPWSTR)SERVICE_NAME, service_main}, {NULL, NULL}};
  return StartServiceCtrlDispatcherW(table) ? 0 : 1;
}

static void WINAPI service_main(DWORD count, LPWSTR *arguments) {
  // Whoever starts the service may pass arguments: they are nobody's business here.
  (void)count;
  (void)arguments;
  stop = CreateEventW(NULL, TRUE, FALSE, NULL);
  handle = RegisterServiceCtrlHandlerExW(SERVICE_NAME, on_control, NULL);
  if (handle == NULL || stop == NULL) return;
  report(SERVICE_START_PENDING, STOP_GRACE_MS, 0);
  static struct places places;
  DWORD refusal = refusal_to_run(&places);
  if (refusal == 0) {
    const struct supervision supervision = {&places, stop, on_ready, on_waiting};
    if (!supervise(&supervision)) refusal = NEVER_BECAME_READY;
  }
  log_number("the service ends", "refusal", refusal);
  report(SERVICE_STOPPED, 0, refusal);
}

/* Programs are looked at before one of them is run; a folder of the data is made if there is none. */
static DWORD refusal_to_run(struct places *places) {
  wchar_t culprit[PATH_CHARS];
  if (!find_places(places)) return NO_PLACES;
  if (trust_above(places->home) != TRUSTED || !make_data_folders(places)) return DATA_NOT_TRUSTED;
  log_to_folder(places->logs);
  // The desktop app runs with its user's rights only.
  const enum trust programs = trust_of_tree(places->programs, places->desktop, culprit);
  if (programs != TRUSTED) {
    log_distrust(culprit, programs);
    return PROGRAMS_NOT_TRUSTED;
  }
  const enum trust config = GetFileAttributesW(places->config) == INVALID_FILE_ATTRIBUTES ? TRUSTED : trust_of(places->config);
  if (config != TRUSTED) {
    log_distrust(places->config, config);
    return DATA_NOT_TRUSTED;
  }
  return 0;
}

static DWORD WINAPI on_control(DWORD control, DWORD type, LPVOID data, LPVOID context) {
  (void)type;
  (void)data;
  (void)context;
  switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_PRESHUTDOWN:
      report(SERVICE_STOP_PENDING, STOP_GRACE_MS + CLEAN_UP_LIMIT_MS, 0);
      SetEvent(stop);
      return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE:
      return NO_ERROR;
    default:
      return ERROR_CALL_NOT_IMPLEMENTED;
  }
}

static void on_ready(void) { report(SERVICE_RUNNING, 0, 0); }

static void on_waiting(void) { report(SERVICE_START_PENDING, STOP_GRACE_MS, 0); }

static void report(DWORD state, DWORD wait_ms, DWORD refusal) {
  AcquireSRWLockExclusive(&reporting);
  // Once it is stopping, a late "ready" must not bring it back.
  const bool is_late = current_state == SERVICE_STOP_PENDING && state != SERVICE_STOPPED && state != SERVICE_STOP_PENDING;
  if (!is_late) {
    const bool is_pending = state == SERVICE_START_PENDING || state == SERVICE_STOP_PENDING;
    current_state = state;
    checkpoint = is_pending ? checkpoint + 1 : 0;
    SERVICE_STATUS status = {
        .dwServiceType = SERVICE_WIN32_OWN_PROCESS,
        .dwCurrentState = state,
        // At the shutdown of the machine it is asked before the others, and given time: the hosts file is ours to clear.
        .dwControlsAccepted = state == SERVICE_STOPPED || state == SERVICE_STOP_PENDING
                                  ? 0
                                  : SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN,
        .dwWin32ExitCode = refusal == 0 ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR,
        .dwServiceSpecificExitCode = refusal,
        .dwCheckPoint = checkpoint,
        .dwWaitHint = wait_ms,
    };
    SetServiceStatus(handle, &status);
  }
  ReleaseSRWLockExclusive(&reporting);
}
