#include "child.h"

#include <stdlib.h>

#include "environment.h"
#include "log.h"
#include "protocol.h"

static bool make_pipe(HANDLE *ours, HANDLE *theirs, bool we_write);
static HANDLE make_job(void);
static bool start_suspended(struct child *child, const struct places *places, wchar_t *command, HANDLE theirs[3]);
static void close(HANDLE *handle);

bool child_start(struct child *child, const struct places *places, const wchar_t *script, const wchar_t *arguments) {
  *child = (struct child){0};
  wchar_t command[PATH_CHARS * 4];
  if (!text_format(command, PATH_CHARS * 4, L"\"%ls\" \"%ls\"%ls", places->node, script, arguments)) return false;
  HANDLE theirs[3] = {NULL, NULL, NULL};
  child->job = make_job();
  const bool is_started = child->job != NULL && make_pipe(&child->input, &theirs[0], true) &&
                          make_pipe(&child->output, &theirs[1], false) && make_pipe(&child->errors, &theirs[2], false) &&
                          start_suspended(child, places, command, theirs);
  const DWORD error = GetLastError();
  for (int each = 0; each < 3; each++) close(&theirs[each]);
  if (!is_started) {
    child_forget(child);
    log_failure("cannot start the agent", error);
  }
  return is_started;
}

void child_end(struct child *child, DWORD grace_ms) {
  DWORD done = 0;
  WriteFile(child->input, "stop\n", 5, &done, NULL);
  close(&child->input);
  if (WaitForSingleObject(child->process, grace_ms) != WAIT_OBJECT_0) log_info("the agent did not end in time and is killed");
  TerminateJobObject(child->job, 1);
  WaitForSingleObject(child->process, STOP_GRACE_MS);
}

void child_forget(struct child *child) {
  close(&child->input);
  close(&child->output);
  close(&child->errors);
  close(&child->process);
  close(&child->job);
}

static bool make_pipe(HANDLE *ours, HANDLE *theirs, bool we_write) {
  HANDLE reading = NULL, writing = NULL;
  if (!CreatePipe(&reading, &writing, NULL, 0)) return false;
  *ours = we_write ? writing : reading;
  *theirs = we_write ? reading : writing;
  return SetHandleInformation(*theirs, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
}

/*
 * With the host, whoever ends it, the daemon ends. What the daemon starts leaves the job: Node keeps its children in a job of its
 * own that ends with it, but for those that it detaches on purpose, such as the installer of an update, which stops this service.
 */
static HANDLE make_job(void) {
  const HANDLE job = CreateJobObjectW(NULL, NULL);
  if (job == NULL) return NULL;
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK |
                                            JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
  if (SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits)) return job;
  CloseHandle(job);
  return NULL;
}

/* Suspended until it is in the job, or it could outlive a host that dies in this moment. It inherits these three handles and no others. */
static bool start_suspended(struct child *child, const struct places *places, wchar_t *command, HANDLE theirs[3]) {
  wchar_t environment[ENVIRONMENT_CHARS];
  if (!make_environment(places, environment)) return false;
  SIZE_T size = 0;
  InitializeProcThreadAttributeList(NULL, 1, 0, &size);
  STARTUPINFOEXW startup = {0};
  startup.lpAttributeList = malloc(size);
  if (startup.lpAttributeList == NULL) return false;
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = theirs[0];
  startup.StartupInfo.hStdOutput = theirs[1];
  startup.StartupInfo.hStdError = theirs[2];
  PROCESS_INFORMATION started = {0};
  // The program's path is given by itself: a quoted command alone would still be searched.
  const bool is_started =
      InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size) &&
      UpdateProcThreadAttribute(startup.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, theirs, 3 * sizeof(HANDLE),
                                NULL, NULL) &&
      CreateProcessW(places->node, command, NULL, NULL, TRUE,
                     CREATE_SUSPENDED | CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT,
                     environment, places->programs, &startup.StartupInfo, &started);
  free(startup.lpAttributeList);
  if (!is_started) return false;
  child->process = started.hProcess;
  const bool is_in_job = AssignProcessToJobObject(child->job, started.hProcess);
  if (!is_in_job || ResumeThread(started.hThread) == (DWORD)-1) {
    TerminateProcess(started.hProcess, 1);
    CloseHandle(started.hThread);
    return false;
  }
  CloseHandle(started.hThread);
  return true;
}

static void close(HANDLE *handle) {
  if (*handle != NULL) CloseHandle(*handle);
  *handle = NULL;
}
