// Guards an installation where security descriptors say who may change what: Windows.

import type { GuardedPlaces, InstallationGuard, InstallationTrouble } from './installation-guard.ts';
import type { Looked } from './judge.ts';
import { lookAtFile, lookAtFolder } from './look.ts';
import { sddlTrouble } from './sddl.ts';

export const windowsInstallationGuard: InstallationGuard = {
  async trouble(places) {
    const descriptorOf = await openDescriptors();
    for (const each of await lookAtAll(places)) {
      const trouble = troubleOf(each, descriptorOf(each.path));
      if (trouble !== null) return trouble;
    }
    return null;
  },
};

async function lookAtAll({ files, folders }: GuardedPlaces): Promise<readonly Looked[]> {
  const all = [...files.map(lookAtFile), ...folders.map(lookAtFolder)];
  return (await Promise.all(all)).flat();
}

/** A descriptor that cannot be read is trouble, too. */
function troubleOf({ path, role }: Looked, descriptor: string | null): InstallationTrouble | null {
  const why = descriptor === null ? 'does not say who may change it' : sddlTrouble(descriptor, role);
  if (why === null) return null;
  // Identifiers instead of names: those are translated.
  const mend = `icacls "${path}" /setowner *S-1-5-32-544 && icacls "${path}" /inheritance:r /grant *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX`;
  return { path, why, mend };
}

// accctrl.h, winnt.h, sddl.h
const fileObject = 1;
const ownerAndList = 1 | 4;
const revision = 1;

/** @throws what koffi throws where there is no such Windows: a check that breaks denies */
async function openDescriptors(): Promise<(path: string) => string | null> {
  const { default: koffi } = await import('koffi');
  const advapi32 = koffi.load('advapi32.dll');
  const read = advapi32.func(
    'uint32_t __stdcall GetNamedSecurityInfoW(const char16_t *name, int type, uint32_t wanted, void *owner, void *group, void *dacl, void *sacl, _Out_ void **descriptor)',
  );
  const asText = advapi32.func(
    'int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32_t revision, uint32_t wanted, _Out_ void **text, uint32_t *length)',
  );
  const free = koffi.load('kernel32.dll').func('void * __stdcall LocalFree(void *memory)');
  return (path) => {
    const descriptor: [unknown] = [null];
    if (read(path, fileObject, ownerAndList, null, null, null, null, descriptor) !== 0) return null;
    const text: [unknown] = [null];
    try {
      if (asText(descriptor[0], revision, ownerAndList, text, null) === 0) return null;
      return String(koffi.decode(text[0], 'char16_t', -1));
    } finally {
      if (text[0] !== null) free(text[0]);
      free(descriptor[0]);
    }
  };
}
