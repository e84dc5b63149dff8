// macOS: what the I/O registry has of the platform.

import { runTool } from '../exec.ts';
import { serialOfRegistry } from './parse.ts';
import { meaningfulSerial, type ReadSerialNumber } from './serial-number.ts';

export const serialNumberOfDarwin: ReadSerialNumber = async () => {
  const outcome = await runTool('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']);
  const told = outcome.kind === 'exited' && outcome.code === 0 ? serialOfRegistry(outcome.stdout) : null;
  return told === null ? null : meaningfulSerial(told);
};
