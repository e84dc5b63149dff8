// Windows: the raw SMBIOS tables of the firmware, by GetSystemFirmwareTable.

import { meaningfulSerial, type ReadSerialNumber } from './serial-number.ts';
import { serialOfSmbios } from './smbios.ts';

/** 'RSMB', as sysinfoapi.h has it. */
const rawSmbios = 0x5253_4d42;
const largestTable = 1_048_576;
/** Before the tables: how they were called, version, DMI revision, their length. */
const headerBytes = 8;

export const serialNumberOfWindows: ReadSerialNumber = async () => {
  const tables = await smbiosTables();
  const told = tables === null ? null : serialOfSmbios(tables);
  return told === null ? null : meaningfulSerial(told);
};

/** Null where there is no such Windows, or no such firmware. */
async function smbiosTables(): Promise<Uint8Array | null> {
  try {
    const { default: koffi } = await import('koffi');
    const ask = koffi
      .load('kernel32.dll')
      .func(
        'uint32_t __stdcall GetSystemFirmwareTable(uint32_t provider, uint32_t table, void *buffer, uint32_t size)',
      );
    const size = Number(ask(rawSmbios, 0, null, 0));
    if (size <= headerBytes || size > largestTable) return null;
    const buffer = Buffer.alloc(size);
    return Number(ask(rawSmbios, 0, buffer, size)) === size ? buffer.subarray(headerBytes) : null;
  } catch {
    return null;
  }
}
