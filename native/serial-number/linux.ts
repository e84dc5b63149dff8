// Linux: what the kernel has read from SMBIOS, for root alone; from the device tree where there is no SMBIOS.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { meaningfulSerial, type ReadSerialNumber } from './serial-number.ts';

const places = ['sys/class/dmi/id/product_serial', 'sys/firmware/devicetree/base/serial-number'];

export function serialNumberOfLinux(root = '/'): ReadSerialNumber {
  return async () => {
    for (const place of places) {
      const told = await readFile(path.join(root, place), 'utf8').catch(() => null);
      if (told !== null) return meaningfulSerial(told);
    }
    return null;
  };
}
