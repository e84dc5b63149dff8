// Whether there is something at a path; the same question on every system, and never what is in it.

import path from 'node:path';
import type { FactReading } from '../../../shared/posture/fact.ts';
import { errorCode, unknown } from '../probe.ts';
import { lookAt } from './look.ts';

/**
 * Follows links, since a link to nothing is no file. A path that this system cannot have (a drive on Linux) is unsupported;
 * a folder that this process may not enter hides its content, so that nothing is known.
 */
export async function fileProbe(file: string): Promise<FactReading> {
  if (!path.isAbsolute(file)) return unknown('unsupported');
  try {
    await lookAt(file);
    return existence(true);
  } catch (error) {
    return readingOfError(errorCode(error));
  }
}

/** What a failed `stat` says about existence. */
export function readingOfError(code: string): FactReading {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    // A longer name, or a circle of links, cannot exist as a file.
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return existence(false);
    case 'EACCES':
    case 'EPERM':
      return unknown('not-permitted');
    default:
      return unknown('unreadable');
  }
}

function existence(exists: boolean): FactReading {
  return { kind: 'known', value: { kind: 'file', exists } };
}
