#include "folders.h"

#include <aclapi.h>
#include <sddl.h>

#include "log.h"
#include "trust.h"
#include "walk.h"

static bool make_folder(const wchar_t *path);
static bool give_to(const wchar_t *path, void *owner);

bool make_rights(const wchar_t *sddl, SECURITY_ATTRIBUTES *attributes) {
  attributes->nLength = sizeof *attributes;
  attributes->bInheritHandle = FALSE;
  return ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &attributes->lpSecurityDescriptor,
                                                              NULL);
}

bool make_data_folders(const struct places *places) {
  return make_folder(places->home) && make_folder(places->data) && make_folder(places->temporary) &&
         make_folder(places->logs);
}

static bool make_folder(const wchar_t *path) {
  SECURITY_ATTRIBUTES attributes;
  if (!make_rights(OWN_RIGHTS, &attributes)) return false;
  const bool is_new = CreateDirectoryW(path, &attributes);
  const DWORD error = GetLastError();
  LocalFree(attributes.lpSecurityDescriptor);
  if (!is_new && error != ERROR_ALREADY_EXISTS) {
    log_failure("cannot make a folder for the data", error);
    return false;
  }
  const enum trust trust = trust_of(path);
  if (trust != TRUSTED) log_distrust(path, trust);
  return trust == TRUSTED;
}

bool protect_programs(const struct places *places) {
  SECURITY_ATTRIBUTES attributes;
  if (!make_rights(L"O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;GRGX;;;BU)", &attributes)) return false;
  BOOL present = FALSE, defaulted = FALSE;
  PACL dacl = NULL;
  PSID owner = NULL;
  GetSecurityDescriptorDacl(attributes.lpSecurityDescriptor, &present, &dacl, &defaulted);
  GetSecurityDescriptorOwner(attributes.lpSecurityDescriptor, &owner, &defaulted);
  wchar_t path[PATH_CHARS];
  text_format(path, PATH_CHARS, L"%ls", places->programs);
  // The rights of what is inside follow from the folder's; an owner, who can always change them, does not.
  const DWORD error = SetNamedSecurityInfoW(path, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                            NULL, NULL, dacl, NULL);
  const bool is_done = error == ERROR_SUCCESS && walk(places->programs, NULL, give_to, owner);
  LocalFree(attributes.lpSecurityDescriptor);
  if (!is_done) log_failure("cannot protect the folder of the programs", error == ERROR_SUCCESS ? GetLastError() : error);
  return is_done;
}

static bool give_to(const wchar_t *path, void *owner) {
  wchar_t writable[PATH_CHARS];
  if (!text_format(writable, PATH_CHARS, L"%ls", path)) return false;
  const DWORD error = SetNamedSecurityInfoW(writable, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, owner, NULL, NULL, NULL);
  SetLastError(error);
  return error == ERROR_SUCCESS;
}
