// How each cause of the kill table comes about where EMS, gateway and agent are the real ones.

import { X509Certificate } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { deviceId, gatewayId, siteName } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import { markerRule } from '../../doubles/whole-world.ts';
import type { CauseName } from './causes.ts';
import { minuteMs, offlineAfterMs, type RealStage, tagsAfterMs } from './real-stage.ts';

export interface RealCause {
  /** Who ends what an application has open: the gateway with the cause's code, the agent, or whoever hears of it first. */
  readonly by: 'gateway' | 'agent' | 'either';
  /** Another code that tells as truly, where two things change at once and either is heard first. */
  readonly orCode?: DenialCode;
  readonly happen: (stage: RealStage) => unknown;
  /** What mending takes besides putting the stage right. */
  readonly mend?: (stage: RealStage) => unknown;
}

const deadlineMs = 50;
const site = siteName.parse('default');

/** Null: the table's row says why it cannot be. */
export const realCauses: Readonly<Record<CauseName, RealCause | null>> = {
  'a tag is lost': { by: 'gateway', happen: ({ world }) => rm(world.marker) },
  'a forbidden tag is gained': {
    by: 'gateway',
    async happen({ infection, configure }) {
      await configure({
        'policy:\n': 'policy:\n  - {name: sick, action: deny, ztna-destination: all, ztna-ems-tag: [infected]}\n',
      });
      await writeFile(infection, '');
    },
  },
  'a rule is changed at the EMS': {
    by: 'gateway',
    happen: ({ world }) => world.ems.admin.call('putRule', { rule: markerRule(`${world.marker}-of-tomorrow`) }),
  },
  'the certificate is revoked': {
    by: 'either',
    async happen({ world, identity }) {
      const { serial } = await identity();
      await world.ems.admin.call('revokeCertificate', { serial, reason: 'lost' });
    },
  },
  'the certificate is retired after a renewal': {
    by: 'gateway',
    async happen({ world, identity, emsClock, agentRelay }) {
      const { uid, cert, key } = await identity();
      const keys = await newKeyPair('p256');
      await using before = world.ems.agentClient({ cert, key });
      const { certificate } = await before.call('renew', { body: { csr: await makeCsr(keys, uid) } });
      await using after = world.ems.agentClient({ cert: certificate, key: privateKeyPem(keys) });
      await after.call('profile', {});
      // Heard with its old key after the new one was long in use, the device would count as cloned.
      agentRelay.freeze();
      emsClock.forward(11 * minuteMs);
    },
  },
  'the certificate comes to its end': {
    by: 'gateway',
    async happen({ identity, emsClock, gatewayClock, world }) {
      const { cert } = await identity();
      for (const clock of [emsClock, gatewayClock]) clock.setWall(endOf(cert) - deadlineMs - clock.now());
      // Decided again with what is left; the end comes by itself.
      await world.gateway.reload();
    },
  },
  'the device is revoked': {
    by: 'either',
    async happen({ world, identity }) {
      const { uid } = await identity();
      await world.ems.admin.call('revokeEndpoint', { uid: deviceId.parse(uid), reason: 'stolen' });
    },
  },
  'the device leaves': { by: 'agent', happen: ({ world }) => world.agent.call('unenroll', {}) },
  'the device goes offline': {
    by: 'gateway',
    happen({ agentRelay, emsClock }) {
      agentRelay.freeze();
      emsClock.forward(offlineAfterMs + minuteMs);
    },
  },
  'the device is silent until its tags end': {
    by: 'gateway',
    async happen({ agentRelay, gatewayRelay, gatewayClock, world }) {
      // With the EMS away as well: nobody tells the gateway, and no newer view comes.
      agentRelay.freeze();
      gatewayRelay.freeze();
      gatewayClock.forward(tagsAfterMs - 2_000);
      // Decided again with what is left; the end comes by itself.
      await world.gateway.reload();
    },
  },
  'the device is no longer known': { by: 'either', happen: ({ restoreEms }) => restoreEms() },
  "the verified user's time ends": null,
  'the user signs out or is revoked': null,
  'its CA is revoked': {
    by: 'either',
    happen: ({ world }) =>
      world.ems.admin.call('replaceZtnaCa', { authority: null, retireAfterMs: 0, now: true, enrollAgain: true }),
  },
  'the gateway no longer serves its site': {
    by: 'either',
    // Its sites and its view of devices are fetched one after the other: the device is of no site of its, or unknown.
    orCode: '066',
    happen: (stage) => serve(stage, 'elsewhere'),
    mend: (stage) => serve(stage, site),
  },
  'a policy denies it': {
    by: 'gateway',
    happen: ({ configure }) =>
      configure({
        'policy:\n': 'policy:\n  - {name: closed, action: deny, ztna-destination: all, ztna-ems-tag: none}\n',
      }),
  },
  'its policy is gone': {
    by: 'gateway',
    happen: ({ configure }) => configure({ 'name: staff,': 'name: staff, status: disable,' }),
  },
  'the file asks for another tag': {
    by: 'gateway',
    happen: ({ configure }) => configure({ 'ztna-ems-tag: [managed]': 'ztna-ems-tag: [audited]' }),
  },
  'the destination is removed': {
    by: 'either',
    happen: ({ configure }) => configure({ 'address: pour.corp.test': 'address: moved.corp.test' }),
  },
  'its address is no longer allowed': {
    by: 'gateway',
    happen: ({ configure }) => configure({ 'allow-addresses: [127.0.0.0/8]': 'allow-addresses: []' }),
  },
  'the gateway is withdrawn': {
    by: 'either',
    async happen({ world }) {
      const { gateways } = await world.ems.admin.call('gateways', {});
      for (const { id, state } of gateways)
        if (state === 'approved') await world.ems.admin.call('withdrawGateway', { id });
    },
    mend: ({ rejoin }) => rejoin(),
  },
  'the view is older than the threshold': {
    by: 'gateway',
    async happen({ gatewayRelay, gatewayClock, configure }) {
      gatewayRelay.freeze();
      await configure({ 'out-of-sync-threshold: 3600': 'out-of-sync-threshold: 600' });
      gatewayClock.forward(10 * minuteMs - 2_000);
      await configure({ 'out-of-sync-threshold: 3600': 'out-of-sync-threshold: 600' });
    },
  },
  'an administrator cuts the device': {
    by: 'gateway',
    async happen({ gatewayAdmin, identity }) {
      const { uid } = await identity();
      await gatewayAdmin((admin) => admin.call('cut', { uid: deviceId.parse(uid) }));
    },
  },
  'the gateway stops': {
    by: 'gateway',
    happen: ({ world }) => world.gateway[Symbol.asyncDispose](),
    mend: ({ world }) => world.restartGateway(),
  },
};

async function serve({ world }: RealStage, wanted: string): Promise<void> {
  const { gateways } = await world.ems.admin.call('gateways', {});
  for (const { id, state } of gateways) {
    if (state !== 'approved') continue;
    const sites = [siteName.parse(wanted)];
    await world.ems.admin.call('approveGateway', { id: gatewayId.parse(id), names: ['gw.corp.test'], sites });
  }
}

function endOf(certificate: string): number {
  return new X509Certificate(certificate).validToDate.getTime();
}
