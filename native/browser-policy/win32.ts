// The browsers' managed policies on Windows: values below HKLM\SOFTWARE\Policies, written by reg.exe. Not run on Windows yet.

import { mkdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserName, BrowserPolicyState } from '../../shared/agent/web-state.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { pemBlock } from '../../shared/node/x509/pem.ts';
import { runTool, type ToolOutcome } from '../exec.ts';
import { type BrowserPolicies, type BrowserPolicyOptions, type BrowserWishes, policyState } from './browser-policy.ts';
import { chromiumPolicy } from './chromium.ts';

const reg = 'C:\\Windows\\System32\\reg.exe';

/** Lists are keys with numbered values, for all who write them; ours have numbers that nobody else takes. */
const firstNumber = 793_500_001;
const ofOurs = /^\s+(7935\d{5})\s+REG_SZ\s/gm;

const chromiums: readonly (readonly [BrowserName, string])[] = [
  ['chromium', 'HKLM\\SOFTWARE\\Policies\\Chromium'],
  ['chrome', 'HKLM\\SOFTWARE\\Policies\\Google\\Chrome'],
  ['edge', 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Edge'],
];
const firefoxInstall = 'HKLM\\SOFTWARE\\Policies\\Mozilla\\Firefox\\Certificates\\Install';
const lists = ['AutoSelectCertificateForUrls', 'CACertificates', 'LocalNetworkAccessAllowedForUrls'] as const;

export type RunReg = (args: readonly string[]) => Promise<ToolOutcome>;

export function browserPoliciesOfWindows(
  { stateDir, log }: BrowserPolicyOptions,
  run: RunReg = (args) => runTool(reg, args, { timeoutMs: 10_000 }),
): BrowserPolicies {
  const webCaFile = path.join(stateDir, 'web-ca.pem');

  async function numbersAt(key: string): Promise<readonly string[]> {
    const told = await run(['query', key]);
    return told.kind === 'exited' ? [...told.stdout.matchAll(ofOurs)].map(([, number]) => number ?? '') : [];
  }

  /** Makes our numbers of this list hold these values; true unless something was refused. */
  async function write(key: string, values: readonly string[]): Promise<boolean> {
    const before = await numbersAt(key);
    const wanted = values.map((value, index) => [String(firstNumber + index), value] as const);
    const added: ToolOutcome[] = [];
    for (const [number, value] of wanted)
      added.push(await run(['add', key, '/v', number, '/t', 'REG_SZ', '/d', value, '/f']));
    const kept = new Set(wanted.map(([number]) => number));
    for (const number of before.filter((each) => !kept.has(each)))
      added.push(await run(['delete', key, '/v', number, '/f']));
    const isDone = added.every((each) => each.kind === 'exited' && each.code === 0);
    if (!isDone) log.warn('the policies of a browser could not be written', { key });
    return isDone;
  }

  async function forChromium(browser: BrowserName, key: string, wishes: BrowserWishes): Promise<BrowserPolicyState> {
    const policy = chromiumPolicy(wishes);
    const done: boolean[] = [];
    for (const list of lists) done.push(await write(`${key}\\${list}`, policy?.[list] ?? []));
    if (done.includes(false)) return policyState(browser, 'blocked', key, 'reg.exe refused');
    return policyState(browser, policy === null ? 'clear' : 'written', key);
  }

  /** Firefox offers certificates of the system's own store by itself; only the web CA is to be told. */
  async function forFirefox({ hosts, webCa }: BrowserWishes): Promise<BrowserPolicyState> {
    const isWanted = hosts.length > 0 && webCa !== null;
    if (isWanted) {
      await mkdir(stateDir, { recursive: true });
      await replaceFile(webCaFile, pemBlock('CERTIFICATE', webCa), { mode: 0o644 });
    }
    const isDone = await write(firefoxInstall, isWanted ? [webCaFile] : []);
    if (!isWanted) await unlink(webCaFile).catch(() => undefined);
    if (!isDone) return policyState('firefox', 'blocked', firefoxInstall, 'reg.exe refused');
    return policyState('firefox', isWanted ? 'written' : 'clear', firefoxInstall);
  }

  async function apply(wishes: BrowserWishes): Promise<readonly BrowserPolicyState[]> {
    const states: BrowserPolicyState[] = [];
    for (const [browser, key] of chromiums) states.push(await forChromium(browser, key, wishes));
    return [...states, await forFirefox(wishes)];
  }

  return {
    apply,
    async clear() {
      const states = await apply({ hosts: [], issuers: [], webCa: null, firefox: 'ask' });
      return states.every((each) => each.state === 'clear');
    },
    async written() {
      const keys = [...chromiums.flatMap(([, key]) => lists.map((list) => `${key}\\${list}`)), firefoxInstall];
      const found: string[] = [];
      for (const key of keys) if ((await numbersAt(key)).length > 0) found.push(key);
      return found;
    },
  };
}
