#include "invitation.h"

#include <windows.h>

#include "folders.h"
#include "log.h"

static bool write_new(const char *bytes, size_t length, const wchar_t *to);
static void delete_opened(HANDLE file);

bool lay_invitation_file(const wchar_t *from, const wchar_t *to) {
  // One handle for looking, reading and deleting: nobody can exchange the file in between.
  HANDLE file = CreateFileW(from, GENERIC_READ | DELETE, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                            FILE_FLAG_OPEN_REPARSE_POINT, NULL);
  const bool may_delete = file != INVALID_HANDLE_VALUE;
  // On a share for many devices it stays.
  if (!may_delete) file = CreateFileW(from, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
  if (file == INVALID_HANDLE_VALUE) {
    log_failure("cannot open the invitation's file", GetLastError());
    return false;
  }
  static char bytes[INVITATION_BYTES];
  BY_HANDLE_FILE_INFORMATION information;
  DWORD got = 0;
  bool is_done = false;
  if (!GetFileInformationByHandle(file, &information)) log_failure("cannot look at the invitation's file", GetLastError());
  else if (information.dwFileAttributes & (FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY))
    log_info("the invitation's file is a link or a folder: refused");
  else if (information.nFileSizeHigh != 0 || information.nFileSizeLow == 0 || information.nFileSizeLow >= sizeof bytes)
    log_info("the invitation's file is empty or too large: refused");
  else is_done = ReadFile(file, bytes, sizeof bytes, &got, NULL) && lay_invitation(bytes, got, to);
  if (is_done && may_delete) delete_opened(file);
  SecureZeroMemory(bytes, sizeof bytes);
  CloseHandle(file);
  return is_done;
}

/* Complete or not at all: the daemon may be looking. */
bool lay_invitation(const char *bytes, size_t length, const wchar_t *to) {
  wchar_t unfinished[PATH_CHARS];
  if (!text_format(unfinished, PATH_CHARS, L"%ls.new", to)) return false;
  DeleteFileW(unfinished);
  const bool is_done = write_new(bytes, length, unfinished) && MoveFileExW(unfinished, to, MOVEFILE_REPLACE_EXISTING);
  if (!is_done) {
    log_failure("cannot lay the invitation", GetLastError());
    DeleteFileW(unfinished);
  }
  return is_done;
}

static bool write_new(const char *bytes, size_t length, const wchar_t *to) {
  SECURITY_ATTRIBUTES attributes;
  if (!make_rights(L"O:BAG:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)", &attributes)) return false;
  const HANDLE file = CreateFileW(to, GENERIC_WRITE, 0, &attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
  LocalFree(attributes.lpSecurityDescriptor);
  if (file == INVALID_HANDLE_VALUE) return false;
  DWORD written = 0;
  const bool is_done = WriteFile(file, bytes, (DWORD)length, &written, NULL) && written == length && FlushFileBuffers(file);
  CloseHandle(file);
  return is_done;
}

static void delete_opened(HANDLE file) {
  FILE_DISPOSITION_INFO disposition = {TRUE};
  if (!SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof disposition))
    log_failure("the invitation's file cannot be deleted, and stays", GetLastError());
}
