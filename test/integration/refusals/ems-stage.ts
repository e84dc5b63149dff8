// An EMS with two devices and a gateway, and everything that was said to it and by it, for what must never be said.

import assert from 'node:assert/strict';
import { request } from 'undici';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { type PinnedClient, pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms } from '../../doubles/running-ems.ts';

export interface Told {
  readonly status: number;
  /** Null where the request was taken. */
  readonly code: string | null;
  readonly text: string;
}

export interface Stage extends AsyncDisposable {
  readonly ems: TestEms;
  readonly clock: MovedClock;
  readonly device: TestDevice;
  /** Another device, as which nobody may speak. */
  readonly victim: TestDevice;
  readonly as: { readonly device: PinnedClient; readonly gateway: PinnedClient; readonly nobody: PinnedClient };
  send(
    client: PinnedClient,
    route: { readonly method: string; readonly path: string },
    body: string | undefined,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Told>;
  /** A number that no report had before. */
  nextSequence(): number;
  /** The code of a new invitation. */
  code(role?: 'device' | 'gateway'): Promise<string>;
  /** Fails if anything secret stands in a line of the log, an answer or the audit. */
  checkNothingSecretWasSaid(more?: readonly string[]): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const clock = movedClock();
  const ems = await runningEms({ clock });
  const device = await ems.enroll();
  const victim = await ems.enroll();
  const gateway = await ems.approvedGateway();
  const client = (listener: 'agent' | 'gateway', shown = {}) =>
    pinnedClient(`localhost:${ems.running.ports[listener]}`, { ca: ems.ca, ...shown });
  const as = { device: client('agent', device), gateway: client('gateway', gateway), nobody: client('agent') };
  const secrets = [device.key, victim.key, gateway.key];
  const answers: string[] = [];
  let sequence = 0;
  return {
    ems,
    clock,
    device,
    victim,
    as,
    async send(from, route, body, headers = {}) {
      const answer = await request(from.origin + route.path, {
        dispatcher: from.dispatcher,
        method: route.method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.body.text();
      answers.push(text);
      const code = answer.statusCode < 400 ? null : String(JSON.parse(text).code);
      return { status: answer.statusCode, code, text };
    },
    nextSequence() {
      sequence += 1;
      return sequence;
    },
    async code(role = 'device') {
      const domains = role === 'device' ? ['corp.test'] : [];
      const wanted = { role, site: siteName.parse('default'), domains, uses: 1, expiresInMs: 3_600_000, note: '' };
      const { invitation } = await ems.admin.call('invite', wanted);
      const { code } = readInvitation(invitation);
      secrets.push(invitation, code);
      return code;
    },
    async checkNothingSecretWasSaid(more = []) {
      const { entries } = await ems.admin.call('audit', { limit: 1_000 });
      const all = [...ems.log, ...answers, JSON.stringify(entries)].join('\n');
      assert.ok(ems.log.length > 0 && answers.length > 0 && entries.length > 0);
      // Also as JSON writes line ends.
      const forms = [...secrets, ...more].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
      for (const form of forms) assert.ok(!all.includes(form), form.slice(0, 12));
      assert.doesNotMatch(all, /PRIVATE KEY/);
    },
    async [Symbol.asyncDispose]() {
      for (const one of Object.values(as)) await one[Symbol.asyncDispose]();
      await ems[Symbol.asyncDispose]();
    },
  };
}

export async function csrOf(subject: string): Promise<string> {
  return await makeCsr(await newKeyPair('p256'), subject);
}
