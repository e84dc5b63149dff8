// The causes that end access, each with its code, how it comes about at the gateway, and its row of the kill table.

import { closeCodes } from '../../../shared/ems/events.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import {
  barred,
  broken,
  brokenWhole,
  cannot,
  closed,
  dropped,
  ended,
  endedUntold,
  type Row,
  refused,
  refusedOnceConnected,
  reset,
  spared,
  told,
  toldLate,
} from './cells.ts';
import type { Stage } from './stage.ts';

export interface Cause {
  readonly code: DenialCode;
  /** Where the access proxy calls it otherwise. */
  readonly codeOnWeb?: DenialCode;
  readonly row: Row;
  /** What has to be so before. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly happen: (stage: Stage) => unknown;
  /** What mending takes besides putting the stage right. */
  readonly mend?: (stage: Stage) => Promise<unknown>;
}

const getsItBack = spared('The device reports over it what gets its access back.');
const notOfTheEms = cannot('Only the gateway knows of it; nothing of it reaches the EMS.');
/** An EMS takes another database only when it starts: the link ends with the old one, and the new one refuses it. */
const endedByRestart = closed(1006);
const bySignIn = cannot('A sign-in takes a browser: test/integration/path/sign-in.test.ts goes all the way.');
const plainNamesNobody = cannot('The plain forms name no user, so a policy about users never let them in.');

/** The usual row: what is carried or asked for ends, what carries nothing opens nothing. */
const usual = {
  joined: reset,
  pending: refused,
  idle: barred,
  local: reset,
  answering: broken,
  asked: told,
  choosing: refused,
  kept: barred,
} as const;
/** The row of what can never get better on the same connection. */
const final = { ...usual, idle: ended, answering: brokenWhole } as const;

const users = {
  link: bySignIn,
  local: bySignIn,
  but: {
    'TCP forwarding, bytes both ways': plainNamesNobody,
    'CONNECT, bytes both ways': plainNamesNobody,
    'CONNECT, the client has finished': plainNamesNobody,
    'CONNECT, the server has finished': plainNamesNobody,
    'TCP forwarding, resolving': plainNamesNobody,
    'CONNECT, dialling': plainNamesNobody,
  },
} as const;

const deadlineMs = 50;

export const causes = {
  'a tag is lost': {
    code: '065',
    row: { ...usual, link: getsItBack },
    happen: (stage) => stage.put({ tags: [] }),
  },
  'a forbidden tag is gained': {
    code: '064',
    row: { ...usual, link: getsItBack },
    before: (stage) => stage.world.configure({ ...stage.services, policies: forbidding }),
    happen: (stage) => stage.put({ tags: ['trusted', 'infected'] }),
  },
  'a rule is changed at the EMS': {
    code: '065',
    row: { ...usual, link: getsItBack },
    happen: (stage) => stage.put({ tags: ['other'] }),
  },
  'the certificate is revoked': {
    code: '063',
    row: { ...final, link: closed(closeCodes.refused) },
    happen: (stage) => stage.put({ certificates: shownIs(stage, 'revoked') }),
  },
  'the certificate is retired after a renewal': {
    code: '001',
    row: { ...final, link: closed(closeCodes.refused) },
    happen: (stage) => stage.put({ certificates: shownIs(stage, 'retired') }),
  },
  'the certificate comes to its end': {
    code: '001',
    row: { ...final, link: closed(closeCodes.refused) },
    happen: ({ clock, put, world }) => {
      clock.setWall(Date.parse(new Date(world.device.notAfter).toISOString()) - deadlineMs - clock.now());
      // The last thing anybody says; its end comes by itself.
      put({});
    },
  },
  'the device is revoked': {
    code: '063',
    row: { ...final, link: closed(closeCodes.withdrawn) },
    happen: (stage) => stage.put({ state: 'revoked', tags: [], online: false }),
  },
  'the device leaves': {
    code: '063',
    row: { ...final, link: closed(closeCodes.withdrawn) },
    happen: (stage) =>
      stage.put({ state: 'revoked', tags: [], online: false, certificates: shownIs(stage, 'revoked') }),
  },
  'the device goes offline': {
    code: '067',
    row: { ...usual, link: getsItBack },
    happen: (stage) => stage.put({ online: false }),
  },
  'the device is silent until its tags end': {
    code: '067',
    row: { ...usual, link: getsItBack },
    happen: (stage) => stage.put({ validForMs: deadlineMs }),
  },
  'the device is no longer known': {
    code: '066',
    row: { ...usual, link: endedByRestart },
    happen: ({ world }) => world.ems.remove(world.pki.uid),
  },
  "the verified user's time ends": {
    code: '099',
    row: { ...usual, ...users },
    before: (stage) => signIn(stage),
    happen: (stage) => stage.put({ users: [{ ...anna, validForMs: deadlineMs }] }),
  },
  'the user signs out or is revoked': {
    code: '099',
    row: { ...usual, ...users },
    before: (stage) => signIn(stage),
    happen: (stage) => stage.put({ users: [] }),
  },
  'its CA is revoked': {
    code: '063',
    row: { ...final, link: closed(closeCodes.refused) },
    happen: ({ world: { ems, pki } }) => ems.trust([pki.fabric.certificatePem], [pki.ztna.certificatePem]),
  },
  'the gateway no longer serves its site': {
    code: '001',
    row: { ...final, link: spared('Which gateways serve a site is nothing to the devices in it.') },
    happen: (stage) => stage.put({ site: 'elsewhere' }),
  },
  'a policy denies it': {
    code: '062',
    row: { ...usual, link: notOfTheEms },
    happen: ({ world, services }) => world.configure({ ...services, policies: denying }),
  },
  'its policy is gone': {
    code: '061',
    row: { ...usual, link: notOfTheEms },
    happen: ({ world, services }) => world.configure({ ...services, policies: ' []' }),
  },
  'the file asks for another tag': {
    code: '065',
    row: { ...usual, link: notOfTheEms },
    happen: ({ world, services }) => world.configure({ ...services, policies: asking }),
  },
  'the destination is removed': {
    code: '022',
    codeOnWeb: '021',
    row: { ...usual, link: notOfTheEms },
    happen: ({ world }) => world.configure({ destinations: {}, policies: ' []' }),
  },
  'its address is no longer allowed': {
    code: '081',
    row: {
      ...usual,
      // No address is known before, and the one that is found then is judged by the file of then.
      pending: refusedOnceConnected,
      choosing: refusedOnceConnected,
      link: notOfTheEms,
    },
    happen: ({ world, services }) => world.configure({ ...services, allow: 'kind: tcp' }),
  },
  'the gateway is withdrawn': {
    code: '097',
    row: { ...final, link: spared('A device stays what it is when one gateway goes.') },
    happen: ({ world }) => world.ems.withdraw(),
    async mend({ world }) {
      await world.stop();
      world.ems.takeBack();
      await world.start();
    },
  },
  'the view is older than the threshold': {
    code: '066',
    row: {
      ...usual,
      link: cannot('An EMS that is silent can close nothing; the agent does: see frozen.test.ts.'),
    },
    happen({ world, clock, put }) {
      put({ validForMs: 10 * thresholdMs });
      return world.ems.settled().then(() => {
        world.ems.fallSilent();
        clock.forward(thresholdMs - deadlineMs);
        // Decided again with what is left; the end comes by itself.
        return world.gateway.reload();
      });
    },
  },
  'an administrator cuts the device': {
    code: '098',
    row: {
      ...usual,
      idle: spared('A cut ends what runs; it forbids nothing.'),
      kept: spared('A cut ends what runs; it forbids nothing.'),
      link: notOfTheEms,
    },
    happen: ({ admin, world }) => admin((gateway) => gateway.call('cut', { uid: world.pki.uid })),
  },
  'the gateway stops': {
    code: '096',
    row: {
      ...usual,
      pending: dropped,
      idle: endedUntold,
      answering: brokenWhole,
      asked: toldLate,
      choosing: dropped,
      kept: endedUntold,
      link: notOfTheEms,
    },
    happen: ({ world }) => world.stop(),
    mend: ({ world }) => world.start(),
  },
} as const satisfies Readonly<Record<string, Cause>>;

export type CauseName = keyof typeof causes;

const thresholdMs = 180_000;

const anna = { osUser: 'anna', subject: 'anna@corp.test', groups: ['staff'], validForMs: 3_600_000 };

const staff = 'action: accept, ztna-destination: all, ztna-ems-tag';
const forbidding = `
  - {name: sick, action: deny, ztna-destination: all, ztna-ems-tag: [infected]}
  - {name: staff, ${staff}: [trusted]}`;
const denying = '\n  - {name: closed, action: deny, ztna-destination: all, ztna-ems-tag: none}';
const asking = `\n  - {name: staff, ${staff}: [managed]}`;
const verified = `\n  - {name: staff, ${staff}: [trusted], users: [anna@corp.test]}`;

async function signIn({ world, services, put }: Stage): Promise<void> {
  put({ users: [anna] });
  await world.ems.settled();
  await world.configure({ ...services, policies: verified });
}

function shownIs({ world: { pki, device }, other }: Stage, state: 'revoked' | 'retired') {
  return [recordOf(pki, device, { state }), recordOf(pki, other)];
}
