#include "registration.h"

#include <windows.h>

#include "log.h"
#include "protocol.h"

static SC_HANDLE make_or_change(SC_HANDLE manager, const wchar_t *command);
static bool configure(SC_HANDLE service);

#define DISPLAY_NAME L"Stile agent"

bool register_service(const struct places *places) {
  wchar_t command[PATH_CHARS * 2];
  // Quoted: a path with a space that is not would be tried word by word, beginning with C:\Program.exe.
  if (!text_format(command, PATH_CHARS * 2, L"\"%ls\" run", places->host)) return false;
  const SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE);
  const SC_HANDLE service = manager == NULL ? NULL : make_or_change(manager, command);
  const bool is_done = service != NULL && configure(service);
  if (!is_done) log_failure("cannot register the service", GetLastError());
  if (service != NULL) CloseServiceHandle(service);
  if (manager != NULL) CloseServiceHandle(manager);
  return is_done;
}

bool unregister_service(void) {
  const SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
  const SC_HANDLE service = manager == NULL ? NULL : OpenServiceW(manager, SERVICE_NAME, DELETE);
  bool is_done = service != NULL && DeleteService(service);
  const DWORD error = GetLastError();
  is_done = is_done || error == ERROR_SERVICE_DOES_NOT_EXIST || error == ERROR_SERVICE_MARKED_FOR_DELETE;
  if (!is_done) log_failure("cannot take the service out", error);
  if (service != NULL) CloseServiceHandle(service);
  if (manager != NULL) CloseServiceHandle(manager);
  return is_done;
}

/* LocalSystem: the daemon writes the hosts file and binds the machine's addresses. Automatic, not delayed: before anybody signs in. */
static SC_HANDLE make_or_change(SC_HANDLE manager, const wchar_t *command) {
  const SC_HANDLE made =
      CreateServiceW(manager, SERVICE_NAME, DISPLAY_NAME, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START,
                     SERVICE_ERROR_NORMAL, command, NULL, NULL, NULL, NULL, NULL);
  if (made != NULL || GetLastError() != ERROR_SERVICE_EXISTS) return made;
  const SC_HANDLE found = OpenServiceW(manager, SERVICE_NAME, SERVICE_ALL_ACCESS);
  if (found == NULL) return NULL;
  if (ChangeServiceConfigW(found, SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, command, NULL, NULL,
                           NULL, L"LocalSystem", NULL, DISPLAY_NAME))
    return found;
  CloseServiceHandle(found);
  return NULL;
}

static bool configure(SC_HANDLE service) {
  SERVICE_DESCRIPTIONW description = {
      L"Connects this device to its organisation's protected services, as its posture allows."};
  // Only where the host itself ends: it restarts the daemon on its own.
  SC_ACTION actions[] = {{SC_ACTION_RESTART, 1000}, {SC_ACTION_RESTART, 10000}, {SC_ACTION_RESTART, 60000}};
  SERVICE_FAILURE_ACTIONSW failure = {.dwResetPeriod = 3600, .cActions = 3, .lpsaActions = actions};
  SERVICE_FAILURE_ACTIONS_FLAG also_without_crash = {TRUE};
  // Not RESTRICTED: such a token may write only what names the service's own SID, and the hosts file does not.
  SERVICE_SID_INFO sid = {SERVICE_SID_TYPE_UNRESTRICTED};
  SERVICE_PRESHUTDOWN_INFO shutdown = {STOP_GRACE_MS + CLEAN_UP_LIMIT_MS};
  if (!ChangeServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, &description)) return false;
  // What follows makes it hold longer, and nothing wrong comes of a system that does not know one of them.
  if (!ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure) ||
      !ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also_without_crash) ||
      !ChangeServiceConfig2W(service, SERVICE_CONFIG_SERVICE_SID_INFO, &sid) ||
      !ChangeServiceConfig2W(service, SERVICE_CONFIG_PRESHUTDOWN_INFO, &shutdown))
    log_failure("the service manager did not take every setting", GetLastError());
  return true;
}
