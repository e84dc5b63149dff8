// What administrators do to single devices, for the table of acts that leave an entry.

import type { DeviceId } from '../../../shared/ids.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import type { Act, RefusedAct } from './administrator-acts.ts';

const expiresInMs = 3_600_000;

export function allowedActsOnDevices({ admin }: TestEms, uid: DeviceId): readonly Act[] {
  return [
    {
      verb: 'makeUninstallCode',
      action: 'endpoints uninstall-code',
      target: uid,
      run: () => admin.call('makeUninstallCode', { uid, expiresInMs }),
    },
  ];
}

export function refusedActsOnDevices({ admin }: TestEms, uid: DeviceId): readonly RefusedAct[] {
  return [
    {
      verb: 'makeUninstallCode',
      action: 'endpoints uninstall-code',
      target: uid,
      says: /no active device F/,
      run: () => admin.call('makeUninstallCode', { uid, expiresInMs }),
    },
  ];
}
