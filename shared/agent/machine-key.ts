// How the key of the device's certificate is kept, as the state tells it, and in a few words for people.

import { z } from 'zod';
import { keyAssurance } from '../posture/key-assurance.ts';

/** Where the key is; docs/machine-key.md says what each protects against. */
const keptIn = z.enum(['file', 'sealed-with-host-key', 'sealed-with-tpm', 'tpm']);

export const machineKey = z.strictObject({ level: keyAssurance, kept: keptIn });
export type MachineKey = z.infer<typeof machineKey>;

export function machineKeyText({ level, kept }: MachineKey): string {
  return `${level}: ${texts[kept]}`;
}

const texts: Readonly<Record<MachineKey['kept'], string>> = {
  file: 'in a file that only root can read',
  'sealed-with-host-key': "sealed with the host's key, which only root can read",
  'sealed-with-tpm': "sealed with the host's key and this machine's TPM",
  tpm: "inside this machine's TPM, which never gives it away",
};
