#include "pipe-rights.h"

#include <windows.h>

#include <aclapi.h>

#include "folders.h"
#include "log.h"

/*
 * Node cannot give a pipe a security descriptor, so the host does it, for all instances at once: they share one.
 * 0x0012019b is FILE_GENERIC_READ | FILE_GENERIC_WRITE without FILE_CREATE_PIPE_INSTANCE (0x4, which is FILE_APPEND_DATA):
 * with it, any user could serve the next caller in the daemon's name. The network is refused, administrators included.
 */
#define PIPE_RIGHTS L"D:P(D;;GA;;;NU)(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x0012019b;;;AU)"

static HANDLE open_pipe(const wchar_t *name);

bool open_pipe_to_users(const wchar_t *name) {
  if (wcsncmp(name, L"\\\\.\\pipe\\", 9) != 0) return false;
  SECURITY_ATTRIBUTES attributes;
  if (!make_rights(PIPE_RIGHTS, &attributes)) return false;
  BOOL present = FALSE, defaulted = FALSE;
  PACL dacl = NULL;
  GetSecurityDescriptorDacl(attributes.lpSecurityDescriptor, &present, &dacl, &defaulted);
  const HANDLE pipe = open_pipe(name);
  DWORD error = pipe == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
  if (error == ERROR_SUCCESS) {
    error = SetSecurityInfo(pipe, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, NULL,
                            NULL, dacl, NULL);
    CloseHandle(pipe);
  }
  LocalFree(attributes.lpSecurityDescriptor);
  if (error != ERROR_SUCCESS) log_failure("cannot open the pipe to the users of this machine", error);
  return error == ERROR_SUCCESS;
}

/* As a client that says nothing and goes; all instances may be taken for a moment. */
static HANDLE open_pipe(const wchar_t *name) {
  for (int attempt = 0; attempt < 10; attempt++) {
    // SECURITY_IDENTIFICATION: whoever serves there learns who we are, and cannot act as us.
    const HANDLE pipe = CreateFileW(name, READ_CONTROL | WRITE_DAC, 0, NULL, OPEN_EXISTING,
                                    SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    if (pipe != INVALID_HANDLE_VALUE || GetLastError() != ERROR_PIPE_BUSY) return pipe;
    WaitNamedPipeW(name, 500);
  }
  SetLastError(ERROR_PIPE_BUSY);
  return INVALID_HANDLE_VALUE;
}
