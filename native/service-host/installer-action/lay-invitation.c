/* The one step of the MSI package that needs a library: lays an invitation that came as a property, or as the path of a file. */

#include <windows.h>

#include <msi.h>
#include <msiquery.h>

#include <stdlib.h>

#include "../folders.h"
#include "../invitation.h"
#include "../places.h"

static wchar_t *property_of(MSIHANDLE installation, const wchar_t *name);
static bool lay_text(const wchar_t *text, const wchar_t *to);

/*
 * Runs deferred, as SYSTEM. It is told "<path>?<text>": the one character that no path has stands between them. That goes by a
 * property which Windows Installer keeps out of its log; a program as a custom action would get it on its command line.
 */
__declspec(dllexport) UINT __stdcall LayInvitation(MSIHANDLE installation) {
  struct places places;
  wchar_t *const told = property_of(installation, L"CustomActionData");
  wchar_t *const separator = told == NULL ? NULL : wcschr(told, L'?');
  bool is_done = false;
  if (separator != NULL && find_places(&places) && make_data_folders(&places)) {
    *separator = L'\0';
    is_done = told[0] == L'\0' ? lay_text(separator + 1, places.invitation) : lay_invitation_file(told, places.invitation);
  }
  free(told);
  return is_done ? ERROR_SUCCESS : ERROR_INSTALL_FAILURE;
}

static wchar_t *property_of(MSIHANDLE installation, const wchar_t *name) {
  DWORD length = 0;
  wchar_t nothing[1] = L"";
  if (MsiGetPropertyW(installation, name, nothing, &length) != ERROR_MORE_DATA) return NULL;
  length++;
  wchar_t *const value = calloc(length, sizeof(wchar_t));
  if (value != NULL && MsiGetPropertyW(installation, name, value, &length) == ERROR_SUCCESS) return value;
  free(value);
  return NULL;
}

static bool lay_text(const wchar_t *text, const wchar_t *to) {
  static char bytes[INVITATION_BYTES];
  const int length = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1, bytes, sizeof bytes, NULL, NULL);
  const bool is_done = length > 1 && lay_invitation(bytes, (size_t)length - 1, to);
  SecureZeroMemory(bytes, sizeof bytes);
  return is_done;
}
