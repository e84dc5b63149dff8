// Puts the stage together: cables, organisation, device, and whatever servers a topic needs.

import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DeviceId } from '../../../../shared/ids.ts';
import { savedOf } from '../../../doubles/saved-of.ts';
import { type Device, openDevice } from './device.ts';
import { layCables } from './network.ts';
import { type Organisation, type OrganisationOptions, openOrganisation } from './organisation.ts';

export interface Stage extends AsyncDisposable {
  readonly directory: string;
  readonly organisation: Organisation;
  readonly device: Device;
  readonly uid: DeviceId;
  /** Paths of PEM files: the device's certificate and key, and the CA of the servers. */
  readonly pem: Readonly<Record<'cert' | 'key' | 'ca', string>>;
}

/** Everything up and enrolled, every name published. Only inside a machine of its own. @param lay another way of joining the networks */
export async function openStage(options: OrganisationOptions, lay = layCables): Promise<Stage> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stage-'));
  await lay();
  await using opening = new AsyncDisposableStack();
  const organisation = opening.use(await openOrganisation(directory, options));
  const device = opening.use(await openDevice(directory, organisation));
  const uid = await device.enroll();
  const pem = await writeIdentity(directory);
  const stack = opening.move();
  return { directory, organisation, device, uid, pem, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The device's own credentials, as a stranger's program takes them. */
async function writeIdentity(directory: string): Promise<Stage['pem']> {
  const { identity } = (await savedOf(path.join(directory, 'agent'))).current;
  if (identity === null) throw new Error('the agent has no identity');
  const file = async (name: string, content: string) => {
    await writeFile(path.join(directory, name), content, { mode: 0o600 });
    return path.join(directory, name);
  };
  return {
    cert: await file('device.pem', identity.certificate),
    key: await file('device.key', identity.key),
    ca: await file('fabric.pem', identity.fabricCa),
  };
}
