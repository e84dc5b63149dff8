// The registry's policies, by what reg.exe is asked: no Windows ran this.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { BrowserWishes } from '../../../../native/browser-policy/browser-policy.ts';
import { browserPoliciesOfWindows, type RunReg } from '../../../../native/browser-policy/win32.ts';
import { silentLog } from '../../../../shared/log.ts';

const wishes: BrowserWishes = {
  hosts: [{ host: 'crm.corp.test', port: 9443 }],
  issuers: ['Corp ZTNA CA'],
  webCa: Buffer.from('3003020101', 'hex'),
  firefox: 'ask',
};

/** A registry that answers as reg.exe does. */
function registry(before: Readonly<Record<string, Readonly<Record<string, string>>>> = {}) {
  const keys = new Map(Object.entries(before).map(([key, values]) => [key, new Map(Object.entries(values))]));
  const exited = (code: number, stdout = '') => ({ kind: 'exited', code, stdout, stderr: '' }) as const;
  const run: RunReg = async ([verb, key = '', , name = '', ...rest]) => {
    const values = keys.get(key);
    if (verb === 'query') {
      if (values === undefined) return exited(1);
      const lines = [...values].map(([each, value]) => `    ${each}    REG_SZ    ${value}`);
      return exited(0, `\r\n${key}\r\n${lines.join('\r\n')}\r\n\r\n`);
    }
    if (verb === 'delete') return exited(values?.delete(name) === true ? 0 : 1);
    keys.set(key, (values ?? new Map<string, string>()).set(name, rest[3] ?? ''));
    return exited(verb === 'add' ? 0 : 1);
  };
  const values = () =>
    Object.fromEntries([...keys].filter(([, all]) => all.size > 0).map(([key, all]) => [key, Object.fromEntries(all)]));
  return { run, values };
}

const chromeCas = 'HKLM\\SOFTWARE\\Policies\\Google\\Chrome\\CACertificates';
const theirs = { [chromeCas]: { '1': 'a CA of others' } };

test('ours stand beside the values of others, are not written twice, and go again', async () => {
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'stile-registry-'));
  try {
    const { run, values } = registry(theirs);
    const policies = browserPoliciesOfWindows({ stateDir, log: silentLog }, run);
    const states = await policies.apply(wishes);
    assert.ok(states.every(({ state }) => state === 'written'));
    const written = values();
    assert.deepEqual(written[chromeCas], { '1': 'a CA of others', '793500001': 'MAMCAQE=' });
    const rule = written['HKLM\\SOFTWARE\\Policies\\Microsoft\\Edge\\AutoSelectCertificateForUrls']?.['793500001'];
    assert.deepEqual(JSON.parse(rule ?? ''), {
      pattern: 'https://crm.corp.test:9443',
      filter: { ISSUER: { CN: 'Corp ZTNA CA' } },
    });
    await policies.apply(wishes);
    assert.deepEqual(values(), written);
    assert.equal((await policies.written()).length, 10);
    await policies.apply({ ...wishes, webCa: null });
    assert.deepEqual(values()[chromeCas], theirs[chromeCas]);
    assert.equal(await policies.clear(), true);
    assert.deepEqual(values(), theirs);
    assert.deepEqual(await readdir(stateDir), []);
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
});

test('a registry that refuses is said, browser by browser', async () => {
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'stile-registry-'));
  try {
    const run: RunReg = async () => ({ kind: 'exited', code: 1, stdout: '', stderr: 'Access is denied.' });
    const policies = browserPoliciesOfWindows({ stateDir, log: silentLog }, run);
    assert.ok((await policies.apply(wishes)).every(({ state }) => state === 'blocked'));
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
});
