// The codes of FortiOS that the access proxy has, each provoked by who must hear it; and what each way to ask for certificates does.

import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { value } from '../../tell.ts';
import { makeVisitors, type Visitor } from '../refusals/visitors.ts';
import type { StoryWorld } from '../story.ts';
import { webHosts } from './hosts.ts';
import { type OwnCertificate, ownCertificate } from './own-certificate.ts';
import { inShort, visit, type WebDoor } from './visit.ts';

interface CodeRow {
  readonly code: string;
  readonly who: Visitor;
  readonly host: string;
  readonly path?: string;
}

const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36';
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

/** A row each. 041 belongs to the bookmarks of an SSL VPN portal, which there is none of here. */
const codeRows: readonly CodeRow[] = [
  { code: '001', who: 'a certificate of another CA', host: webHosts.crm },
  { code: '002', who: 'no certificate', host: webHosts.crm },
  { code: '003', who: 'no certificate', host: webHosts.phones },
  { code: '021', who: 'the device', host: webHosts.golden, path: '/elsewhere' },
  { code: '022', who: 'the device', host: webHosts.empty },
  { code: '023', who: 'the device', host: webHosts.nowhere },
  { code: '061', who: 'the device', host: webHosts.unruled },
  { code: '062', who: 'the device', host: webHosts.closed },
  { code: '063', who: 'a revoked device', host: webHosts.crm },
  { code: '064', who: 'the device', host: webHosts.forbidden },
  { code: '065', who: 'the device', host: webHosts.golden, path: '/gold' },
  { code: '066', who: 'a device nobody enrolled', host: webHosts.crm },
  { code: '067', who: 'a device that never reported', host: webHosts.crm },
];

interface ModeRow {
  readonly mode: string;
  readonly host: string;
  readonly userAgent: string;
  readonly who: Visitor;
  readonly expected: string;
}

const modeRows: readonly ModeRow[] = [
  { mode: 'block', host: webHosts.crm, userAgent: desktop, who: 'no certificate', expected: '002' },
  { mode: 'block, with a certificate', host: webHosts.crm, userAgent: desktop, who: 'the device', expected: 'page' },
  { mode: 'accept', host: webHosts.guests, userAgent: desktop, who: 'no certificate', expected: 'page' },
  {
    ...{ mode: 'accept, with a bad certificate', host: webHosts.guests, userAgent: desktop },
    ...{ who: 'a certificate of another CA', expected: '001' },
  },
  {
    ...{ mode: 'accept-unmanageable, a laptop', host: webHosts.phones, userAgent: desktop },
    ...{ who: 'no certificate', expected: '003' },
  },
  {
    ...{ mode: 'accept-unmanageable, a phone', host: webHosts.phones, userAgent: phone },
    ...{ who: 'no certificate', expected: 'page' },
  },
  { mode: 'disable', host: webHosts.public, userAgent: desktop, who: 'no certificate', expected: 'page' },
];

/** Returns the certificate with which a program went in. */
export async function tellCodes(world: StoryWorld, agent: WatchedAgent, door: WebDoor): Promise<OwnCertificate> {
  const { stage, tell, outcome } = world;
  const own = await tell.step('own', 'A program of the user asks the agent for a certificate', async () => {
    const made = await ownCertificate(agent, stage.signal);
    return { value: made, facts: { serial: made.serial }, lines: [value('serial', made.serial)] };
  });
  const who = await tell.step('visitors', 'Users of other devices, and strangers, get ready', async () => {
    const visitors = await makeVisitors(stage, 'users');
    return { value: { ...visitors.who, 'the device': own } };
  });
  await tell.step('client-cert', 'Each host asks for certificates in its own way', async () => {
    const rows = [];
    for (const { mode, host, userAgent, who: visitor, expected } of modeRows) {
      stage.signal.throwIfAborted();
      rows.push({ mode, expected, got: inShort(await visit(door, { host, shown: who[visitor], userAgent })) });
    }
    outcome.clientCert = rows;
    const wrong = rows.filter(({ expected, got }) => expected !== got);
    if (wrong.length > 0)
      throw new Error(wrong.map((row) => `${row.mode}: ${row.got}, not ${row.expected}`).join('\n'));
    return { value: undefined, facts: { rows }, lines: rows.map(({ mode, got }) => value(got, mode)) };
  });
  for (const row of codeRows) {
    stage.signal.throwIfAborted();
    await tell.step('code', `${row.code} ${row.who} · ${row.host}${row.path ?? ''}`, async () => {
      const path = row.path === undefined ? {} : { path: row.path };
      const came = await visit(door, { host: row.host, shown: who[row.who], userAgent: desktop, ...path });
      outcome.codes = { ...outcome.codes, [row.code]: inShort(came) === row.code };
      if (came.kind !== 'refused' || came.code !== row.code) throw new Error(`${inShort(came)} came, not ${row.code}`);
      return { value: undefined, facts: { ...came, host: row.host, who: row.who } };
    });
  }
  return own;
}
