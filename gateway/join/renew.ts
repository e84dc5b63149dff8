// Renews the gateway's certificate with a new key when two thirds of its life are over.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import type { EmsConnection } from '../ems/ems-connection.ts';
import { type GatewayIdentity, writeIdentity } from './identity.ts';

const longestSleepMs = 3_600_000;
const retryMs = 60_000;

/** Runs until the signal fires. `onRenewed` gets each new identity after it is on the disk. */
export async function keepRenewed(
  options: {
    readonly identity: GatewayIdentity;
    readonly directory: string;
    readonly ems: Pick<EmsConnection, 'call'>;
    readonly onRenewed: (identity: GatewayIdentity) => void;
    readonly clock: Clock;
    readonly log: Logger;
  },
  signal: AbortSignal,
): Promise<void> {
  let identity = options.identity;
  while (!signal.aborted) {
    const dueInMs = Date.parse(identity.renewAt) - options.clock.now();
    if (dueInMs > 0) {
      // In short steps: the wall clock may jump, and a suspended machine wakes up late.
      await sleep(Math.min(dueInMs, longestSleepMs), undefined, { signal }).catch(() => undefined);
      continue;
    }
    try {
      const keys = await newKeyPair('p256');
      const body = { csr: await makeCsr(keys, identity.gatewayId) };
      const issued = await options.ems.call('renew', { body }, signal);
      const { emsId, gatewayId, fabricCa } = identity;
      const name = { kind: 'gateway', emsId, gatewayId } as const;
      const asked = { keys, name, serial: issued.serial, anchor: fabricCa };
      checkIssued(issued.certificate, asked, options.clock.now());
      const renewAt = new Date(options.clock.now() + issued.renewAfterMs).toISOString();
      identity = { ...identity, certificate: issued.certificate, key: privateKeyPem(keys), renewAt };
      await writeIdentity(options.directory, identity);
      options.onRenewed(identity);
      options.log.info('the certificate was renewed', { serial: issued.serial });
    } catch (error) {
      if (signal.aborted) return;
      options.log.warn('renewing the certificate failed', { error });
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
