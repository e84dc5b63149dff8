// Reads a private file on Windows: owners and access lists of the file and of its folder are looked at first.

import { lstat, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { mostBytes, type PrivateFile } from './private-file.ts';
import { whyUnsafe } from './sddl.ts';

export async function readPrivateFileOfWindows(file: string): Promise<PrivateFile> {
  try {
    const found = await lstat(file, { bigint: true });
    if (!found.isFile()) return { kind: 'unsafe', why: 'it is not a regular file' };
    if (found.nlink !== 1n) return { kind: 'unsafe', why: 'it has more than one name' };
    if (found.size > mostBytes) return { kind: 'unsafe', why: `it is larger than ${mostBytes} bytes` };
    // The folder first: while it is the administrators' alone, nobody else changes what lies in it.
    const why = whyUnsafe(await securityOf(path.dirname(file)), 'folder') ?? whyUnsafe(await securityOf(file), 'file');
    if (why !== null) return { kind: 'unsafe', why };
    return {
      kind: 'found',
      text: await readFile(file, 'utf8'),
      laid: `${found.ino}:${found.ctimeNs}`,
      remove: () => unlink(file),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'nothing';
    return code === 'ENOENT' ? { kind: 'absent' } : { kind: 'unsafe', why: `the system said ${code}` };
  }
}

/** aclapi.h, sddl.h */
const fileObject = 1;
const ownerAndAccess = 0x1 | 0x4;
const sddlRevision = 1;

/** Owner and access list as SDDL. @throws Error if the system does not say */
async function securityOf(place: string): Promise<string> {
  const { default: koffi } = await import('koffi');
  const [advapi32, kernel32] = [koffi.load('advapi32.dll'), koffi.load('kernel32.dll')];
  const getSecurity = advapi32.func(
    'uint32_t __stdcall GetNamedSecurityInfoW(const char16_t *name, int type, uint32_t what, void *owner, void *group, void *dacl, void *sacl, _Out_ void **descriptor)',
  );
  const toText = advapi32.func(
    'int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32_t revision, uint32_t what, _Out_ void **text, _Out_ uint32_t *length)',
  );
  const free = kernel32.func('void *__stdcall LocalFree(void *memory)');
  const [descriptor, text, length] = [[null], [null], [0]];
  const status = getSecurity(place, fileObject, ownerAndAccess, null, null, null, null, descriptor);
  if (status !== 0) throw Object.assign(new Error('no security descriptor'), { code: `error ${status}` });
  try {
    if (toText(descriptor[0], sddlRevision, ownerAndAccess, text, length) === 0)
      throw Object.assign(new Error('no SDDL'), { code: 'that its rights cannot be read' });
    return koffi.decode.string16(text[0]);
  } finally {
    free(text[0]);
    free(descriptor[0]);
  }
}
