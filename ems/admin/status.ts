// Says in one value how this EMS is: who it is, where it listens, how far it is, how many it serves.

import type { z } from 'zod';
import type { emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { version } from '../../shared/node/version.ts';
import { authorityFingerprint } from '../../shared/node/x509/authority.ts';
import type { Ems } from '../ems.ts';
import type { ListenerAddresses } from '../invitations/invitations.ts';
import { databaseTitle } from '../store/settings.ts';
import { currentState } from '../store/state.ts';

type Status = z.input<(typeof emsAdminContract)['commands']['status']['result']>;

export async function statusOf(ems: Ems, addresses: ListenerAddresses): Promise<Status> {
  const { emsId, epoch, revision } = await currentState(ems.db);
  const devices = await ems.db.selectFrom('devices').select('online').where('state', '!=', 'revoked').execute();
  const gateways = await ems.db.selectFrom('gateways').select('id').where('state', '=', 'approved').execute();
  return {
    emsId,
    version,
    epoch,
    revision,
    database: databaseTitle(ems.config.database, ems.config.dataDirectory),
    listeners: { ...addresses },
    devices: devices.length,
    online: devices.filter((device) => device.online === 1).length,
    gateways: gateways.length,
    fabricCa: ems.authorities.fabricPin,
    ztnaCa: authorityFingerprint(ems.authorities.ztna.certificatePem),
  };
}
