/* Makes the folders of the data, for SYSTEM and administrators alone, and takes the programs' folder out of others' hands. */
#ifndef STILE_FOLDERS_H
#define STILE_FOLDERS_H

#include <stdbool.h>
#include <windows.h>

#include "places.h"

/* SYSTEM and administrators, for the thing and what will be in it; nothing is inherited from above. */
#define OWN_RIGHTS L"O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"

/* Security attributes from SDDL; false if the system refuses it. Free `descriptor` with LocalFree. */
bool make_rights(const wchar_t *sddl, SECURITY_ATTRIBUTES *attributes);

/*
 * A folder that is there already is taken only if it was ours before: in ProgramData anybody may have made it first, and may
 * still hold handles to it.
 */
bool make_data_folders(const struct places *places);

/* Users may read and run programs; only SYSTEM and administrators may write, wherever the folder was put. */
bool protect_programs(const struct places *places);

#endif
