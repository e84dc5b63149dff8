// An EMS with what an administrator meets there, and a browser that trusts its CA as a person's would.

import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { ensureConsole } from '../../build/console/build-console.ts';
import { openBrowser } from '../../build/demo/stage/browser.ts';
import { administratorName } from '../../shared/ems/administrators.ts';
import { ruleId, tagName } from '../../shared/ids.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../shared/node/x509/keys.ts';
import { factOf } from '../../shared/posture/fact.ts';
import { fileFact } from '../../shared/posture/fact-name.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../doubles/running-ems.ts';

export interface ConsoleStage extends AsyncDisposable {
  readonly ems: TestEms;
  readonly browser: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: refused by the content security policy, failed scripts. */
  readonly complaints: readonly string[];
  readonly device: TestDevice;
  readonly gateway: { readonly id: string; readonly fingerprint: string };
  link(name: string, role: 'admin' | 'viewer'): Promise<string>;
}

/** What a device may say of itself that would be dangerous if it were more than text. */
export const hostileName = '<img src=x onerror=alert(1)>';

export async function openConsoleStage(): Promise<ConsoleStage> {
  await using opening = new AsyncDisposableStack();
  const built = ensureConsole();
  built.catch(() => undefined);
  const ems = opening.use(await runningEms());
  const device = await ems.enroll();
  await earnTag(ems, device);
  const gateway = await askToJoin(ems);
  const home = await mkdtemp(path.join(os.tmpdir(), 'stile-console-'));
  opening.defer(() => rm(home, { recursive: true, force: true }));
  await trust(home, ems.ca);
  const browser = await openBrowser({ home });
  opening.defer(() => browser.close());
  await built;
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  const owned = opening.move();
  return {
    ems,
    browser,
    page,
    complaints,
    device,
    gateway,
    async link(name, role) {
      const wanted = { name: administratorName.parse(name), role };
      return (await ems.admin.call('createAdministrator', wanted)).link;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A device that has a tag for a fact, lacks another, and calls itself something. */
async function earnTag(ems: TestEms, device: TestDevice): Promise<void> {
  for (const [id, file] of [
    [1, '/etc/managed'],
    [2, '/etc/encrypted'],
  ] as const) {
    const rule = { id: ruleId.parse(id), os: 'linux', type: 'file', negated: false, path: file } as const;
    await ems.admin.call('putRule', { rule: { ...rule, title: `The file ${file} is there` } });
    const tag = tagName.parse(id === 1 ? 'managed' : 'encrypted');
    const logic = { linux: { op: 'and' as const, rules: [{ id: ruleId.parse(id) }] } };
    await ems.admin.call('putRuleSet', { ruleSet: { id, name: tag, enabled: true, tag, logic } });
  }
  const facts = [
    factOf(fileFact('/etc/managed'), { kind: 'known', value: { kind: 'file', exists: true } }, 4_000),
    factOf(fileFact('/etc/encrypted'), { kind: 'known', value: { kind: 'file', exists: false } }, 4_000),
  ];
  const inventory = { ...testInventory, hostname: hostileName, users: ['<script>alert(2)</script>'] };
  await using client = ems.agentClient(device);
  await client.call('report', { body: { sequence: 1, rulesRevision: 0, inventory, facts, verdicts: [] } });
}

async function askToJoin(ems: TestEms): Promise<{ readonly id: string; readonly fingerprint: string }> {
  await using client = ems.gatewayClient();
  const csr = await makeCsr(await newKeyPair('p256'), 'gateway');
  const code = await ems.code({ role: 'gateway', domains: [] });
  const answer = await client.call('join', { body: { code, csr, version: 'test' } });
  if (answer.state !== 'pending') throw new Error('nobody approved it yet');
  return { id: answer.gatewayId, fingerprint: answer.keyFingerprint };
}

/** Puts a CA into the certificate database of a browser's home, as an administrator of that desk does. */
async function trust(home: string, ca: string): Promise<void> {
  const database = path.join(home, '.pki', 'nssdb');
  await mkdir(database, { recursive: true });
  await writeFile(path.join(home, 'ca.pem'), ca);
  for (const args of [
    ['-N', '--empty-password'],
    ['-A', '-n', 'fabric', '-t', 'C,,', '-i', path.join(home, 'ca.pem')],
  ]) {
    const { status, stderr } = spawnSync('/usr/bin/certutil', ['-d', `sql:${database}`, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`certutil: ${stderr}`);
  }
}
