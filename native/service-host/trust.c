#include "trust.h"

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include "walk.h"

#define ANY_WRITE                                                                                                      \
  (FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES | FILE_DELETE_CHILD | DELETE |           \
   WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL)
#define ANY_REPLACING (FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_ALL)

static enum trust judge(const wchar_t *path, DWORD forbidden, bool with_inherit_only);
static enum trust judge_rights(HANDLE file, DWORD forbidden, bool with_inherit_only);
static bool is_own(PSID sid);
static bool is_process_user(PSID sid);

enum trust trust_of(const wchar_t *path) { return judge(path, ANY_WRITE, true); }

enum trust trust_above(const wchar_t *path) {
  wchar_t folder[PATH_CHARS];
  if (!text_format(folder, PATH_CHARS, L"%ls", path)) return PATH_TOO_LONG;
  for (;;) {
    wchar_t *const last = wcsrchr(folder, L'\\');
    // What remains is "C:": its root has been looked at as "C:\".
    if (last == NULL) return TRUSTED;
    const bool is_root = last == folder + 2;
    last[is_root ? 1 : 0] = L'\0';
    // A volume's root cannot be deleted, whatever its rights say.
    const enum trust trust = judge(folder, is_root ? ANY_REPLACING & ~DELETE : ANY_REPLACING, false);
    if (trust != TRUSTED || is_root) return trust;
  }
}

/* What a walk has found so far. */
struct finding {
  enum trust trust;
  wchar_t *place;
};

static bool is_trusted(const wchar_t *path, void *context) {
  struct finding *const finding = context;
  finding->trust = trust_of(path);
  return text_format(finding->place, PATH_CHARS, L"%ls", path) && finding->trust == TRUSTED;
}

enum trust trust_of_tree(const wchar_t *folder, const wchar_t *except, wchar_t place[PATH_CHARS]) {
  struct finding finding = {trust_above(folder), place};
  if (!text_format(place, PATH_CHARS, L"%ls", folder)) return PATH_TOO_LONG;
  if (finding.trust != TRUSTED || walk(folder, except, is_trusted, &finding)) return finding.trust;
  return finding.trust == TRUSTED ? NOT_READABLE : finding.trust;
}

const char *trust_phrase(enum trust trust) {
  switch (trust) {
    case TRUSTED: return "it is in order";
    case NOT_READABLE: return "its rights cannot be read";
    case IS_A_LINK: return "it is a link";
    case FOREIGN_OWNER: return "it belongs to somebody else";
    case OTHERS_MAY_WRITE: return "others may write it";
    case PATH_TOO_LONG: return "its path is too long";
  }
  return "it is unknown";
}

/* Everything is asked from one handle that follows no link: what is judged is what was opened. */
static enum trust judge(const wchar_t *path, DWORD forbidden, bool with_inherit_only) {
  const HANDLE file = CreateFileW(path, READ_CONTROL | FILE_READ_ATTRIBUTES,
                                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                                  FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);
  if (file == INVALID_HANDLE_VALUE) return NOT_READABLE;
  BY_HANDLE_FILE_INFORMATION information;
  enum trust trust = TRUSTED;
  if (!GetFileInformationByHandle(file, &information)) trust = NOT_READABLE;
  else if (information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) trust = IS_A_LINK;
  else trust = judge_rights(file, forbidden, with_inherit_only);
  CloseHandle(file);
  return trust;
}

static enum trust judge_rights(HANDLE file, DWORD forbidden, bool with_inherit_only) {
  PSID owner = NULL;
  PACL dacl = NULL;
  PSECURITY_DESCRIPTOR descriptor = NULL;
  if (GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, NULL, &dacl,
                      NULL, &descriptor) != ERROR_SUCCESS)
    return NOT_READABLE;
  enum trust trust = TRUSTED;
  if (owner == NULL || !is_own(owner)) trust = FOREIGN_OWNER;
  // No list at all lets everybody do everything.
  else if (dacl == NULL) trust = OTHERS_MAY_WRITE;
  else {
    for (DWORD at = 0; at < dacl->AceCount && trust == TRUSTED; at++) {
      ACE_HEADER *header = NULL;
      if (!GetAce(dacl, at, (void **)&header)) trust = NOT_READABLE;
      else if (header->AceType == ACCESS_DENIED_ACE_TYPE) continue;
      // Kinds that are not understood could allow anything.
      else if (header->AceType != ACCESS_ALLOWED_ACE_TYPE) trust = OTHERS_MAY_WRITE;
      else if (!with_inherit_only && (header->AceFlags & INHERIT_ONLY_ACE)) continue;
      else {
        ACCESS_ALLOWED_ACE *const allowed = (ACCESS_ALLOWED_ACE *)header;
        const PSID sid = &allowed->SidStart;
        // Stands for the owner of what will be made there, who then is judged himself.
        const bool is_creator = (header->AceFlags & INHERIT_ONLY_ACE) && IsWellKnownSid(sid, WinCreatorOwnerSid);
        if ((allowed->Mask & forbidden) && !is_creator && !is_own(sid)) trust = OTHERS_MAY_WRITE;
      }
    }
  }
  LocalFree(descriptor);
  return trust;
}

/* SYSTEM, Administrators, TrustedInstaller, and who runs this: SYSTEM, as a service; an administrator, at an installation. */
static bool is_own(PSID sid) {
  if (IsWellKnownSid(sid, WinLocalSystemSid) || IsWellKnownSid(sid, WinBuiltinAdministratorsSid)) return true;
  if (is_process_user(sid)) return true;
  PSID installer = NULL;
  if (!ConvertStringSidToSidW(L"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", &installer)) return false;
  const bool is_installer = EqualSid(sid, installer);
  LocalFree(installer);
  return is_installer;
}

static bool is_process_user(PSID sid) {
  HANDLE token = NULL;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return false;
  union {
    TOKEN_USER user;
    BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  } held;
  DWORD size = 0;
  const bool is_same = GetTokenInformation(token, TokenUser, &held, sizeof held, &size) && EqualSid(sid, held.user.User.Sid);
  CloseHandle(token);
  return is_same;
}
