#include "control.h"

#include <windows.h>

#include "log.h"
#include "protocol.h"

#define BUSY_LIMIT_MS 60000
#define BUSY_STEP_MS 250

static bool with_service(DWORD rights, bool if_missing, bool (*act)(SC_HANDLE service));
static bool start(SC_HANDLE service);
static bool stop(SC_HANDLE service);
static bool wait_for(SC_HANDLE service, DWORD wanted, DWORD unwanted, DWORD limit_ms);

bool start_service(void) { return with_service(SERVICE_START | SERVICE_QUERY_STATUS, false, start); }

bool stop_service(void) { return with_service(SERVICE_STOP | SERVICE_QUERY_STATUS, true, stop); }

static bool with_service(DWORD rights, bool if_missing, bool (*act)(SC_HANDLE service)) {
  const SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
  if (manager == NULL) return false;
  const SC_HANDLE service = OpenServiceW(manager, SERVICE_NAME, rights);
  const DWORD error = service == NULL ? GetLastError() : ERROR_SUCCESS;
  const bool is_missing = error == ERROR_SERVICE_DOES_NOT_EXIST;
  if (error != ERROR_SUCCESS && !(is_missing && if_missing)) log_failure("cannot open the service", error);
  const bool is_done = service == NULL ? is_missing && if_missing : act(service);
  if (service != NULL) CloseServiceHandle(service);
  CloseServiceHandle(manager);
  return is_done;
}

static bool start(SC_HANDLE service) {
  const ULONGLONG until = GetTickCount64() + BUSY_LIMIT_MS;
  DWORD error = ERROR_SUCCESS;
  do {
    error = StartServiceW(service, 0, NULL) ? ERROR_SUCCESS : GetLastError();
    // While the machine starts, the service manager is locked, or too busy to wait for the process: both pass.
    if (error != ERROR_SERVICE_DATABASE_LOCKED && error != ERROR_SERVICE_REQUEST_TIMEOUT) break;
    Sleep(BUSY_STEP_MS);
  } while (GetTickCount64() < until);
  if (error != ERROR_SUCCESS && error != ERROR_SERVICE_ALREADY_RUNNING) {
    log_failure("cannot start the service", error);
    return false;
  }
  return wait_for(service, SERVICE_RUNNING, SERVICE_STOPPED, FIRST_READY_LIMIT_MS + STOP_GRACE_MS);
}

static bool stop(SC_HANDLE service) {
  SERVICE_STATUS status;
  if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) {
    const DWORD error = GetLastError();
    if (error == ERROR_SERVICE_NOT_ACTIVE) return true;
    // It may be stopping already.
    if (error != ERROR_SERVICE_CANNOT_ACCEPT_CTRL) {
      log_failure("cannot stop the service", error);
      return false;
    }
  }
  return wait_for(service, SERVICE_STOPPED, 0, STOP_GRACE_MS * 3 + CLEAN_UP_LIMIT_MS);
}

/* The state alone is not the end: the process may hold its files a moment longer. */
static bool wait_for(SC_HANDLE service, DWORD wanted, DWORD unwanted, DWORD limit_ms) {
  const ULONGLONG until = GetTickCount64() + limit_ms;
  HANDLE process = NULL;
  bool is_there = false;
  do {
    SERVICE_STATUS_PROCESS status;
    DWORD size = 0;
    if (!QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &size)) break;
    if (process == NULL && status.dwProcessId != 0) process = OpenProcess(SYNCHRONIZE, FALSE, status.dwProcessId);
    is_there = status.dwCurrentState == wanted;
    if (is_there || (unwanted != 0 && status.dwCurrentState == unwanted)) break;
    Sleep(50);
  } while (GetTickCount64() < until);
  if (is_there && wanted == SERVICE_STOPPED && process != NULL) WaitForSingleObject(process, STOP_GRACE_MS);
  if (process != NULL) CloseHandle(process);
  return is_there;
}
