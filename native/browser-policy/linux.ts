// The browsers' managed policies on Linux: files below /etc that root alone may write.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserName, BrowserPolicyState } from '../../shared/agent/web-state.ts';
import { pemBlock } from '../../shared/node/x509/pem.ts';
import { type BrowserPolicies, type BrowserPolicyOptions, type BrowserWishes, policyState } from './browser-policy.ts';
import { chromiumPolicy, chromiumPolicyText } from './chromium.ts';
import { firefoxWishes, withoutWishes, withWishes } from './firefox.ts';
import { recordedFiles } from './record.ts';

/** A browser is here if one of these is: what would be written for one that is not would stay unread, and unexplained. */
interface Browser {
  readonly name: BrowserName;
  readonly signs: readonly string[];
  /** A file of this name is ours alone in Chromium's, which reads all files of a directory; Firefox has one for all. */
  readonly file: string;
}

const chromiums: readonly Browser[] = [
  { name: 'chromium', signs: ['etc/chromium', 'usr/lib/chromium'], file: 'etc/chromium/policies/managed/stile.json' },
  {
    name: 'chrome',
    signs: ['etc/opt/chrome', 'opt/google/chrome'],
    file: 'etc/opt/chrome/policies/managed/stile.json',
  },
  { name: 'edge', signs: ['etc/opt/edge', 'opt/microsoft/msedge'], file: 'etc/opt/edge/policies/managed/stile.json' },
];

const firefoxPrograms = ['usr/lib/firefox-esr', 'usr/lib/firefox', 'usr/lib64/firefox', 'opt/firefox'];
const firefox: Browser = {
  name: 'firefox',
  signs: ['etc/firefox', ...firefoxPrograms],
  file: 'etc/firefox/policies/policies.json',
};
/** Firefox reads this one only where the file below /etc is missing: ours would hide it. */
const hiddenByOurs = firefoxPrograms.map((program) => `${program}/distribution/policies.json`);

const webCaFile = 'etc/stile/web-ca.pem';

export function browserPoliciesOfLinux({ stateDir, root = '/', log }: BrowserPolicyOptions): BrowserPolicies {
  const files = recordedFiles(stateDir);
  const at = (relative: string) => path.join(root, relative);
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    return next;
  }

  async function isHere({ signs }: Browser): Promise<boolean> {
    return (await Promise.all(signs.map((sign) => exists(at(sign))))).includes(true);
  }

  /** What fails at one browser is no reason to leave out the others. */
  async function safely(browser: Browser, act: () => Promise<BrowserPolicyState>): Promise<BrowserPolicyState> {
    try {
      return await act();
    } catch (error) {
      log.warn('the policies of a browser could not be written', { browser: browser.name, error });
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'it failed; see the log';
      return policyState(browser.name, 'blocked', at(browser.file), why);
    }
  }

  async function forChromium(browser: Browser, wishes: BrowserWishes): Promise<BrowserPolicyState> {
    const file = at(browser.file);
    const policy = chromiumPolicy(wishes);
    if (policy === null) {
      await files.putBack(file, nothingElse);
      return policyState(browser.name, 'clear', file);
    }
    if (!(await isHere(browser))) return policyState(browser.name, 'absent', file);
    await files.put(file, chromiumPolicyText(policy));
    return policyState(browser.name, 'written', file);
  }

  async function forFirefox(wishes: BrowserWishes): Promise<BrowserPolicyState> {
    const file = at(firefox.file);
    const wanted = firefoxWishes(wishes, at(webCaFile));
    if (wanted === null) {
      await files.putBack(file, withoutOurs);
      await files.putBack(at(webCaFile), nothingElse);
      return policyState('firefox', 'clear', file);
    }
    if (!(await isHere(firefox))) return policyState('firefox', 'absent', file);
    const before = await files.before(file, withoutOurs);
    const hidden = before === null ? await firstThatExists(hiddenByOurs.map(at)) : null;
    if (hidden !== null) return policyState('firefox', 'blocked', file, `it would hide ${hidden}, which others wrote`);
    const merged = withWishes(before, wanted);
    if (merged.kind === 'unreadable') return policyState('firefox', 'blocked', file, merged.why);
    if (wishes.webCa !== null) await files.put(at(webCaFile), pemBlock('CERTIFICATE', wishes.webCa));
    await files.put(file, merged.text);
    return policyState('firefox', 'written', file);
  }

  function withoutOurs(text: string): string | null {
    const left = withoutWishes(text, at(webCaFile));
    if (left.kind === 'nothing') return null;
    // What cannot be read any more is somebody else's by now.
    return left.kind === 'text' ? left.text : text;
  }

  /** One that fails is no reason to leave the others. */
  async function putBack(file: string): Promise<void> {
    try {
      await files.putBack(file, file === at(firefox.file) ? withoutOurs : nothingElse);
    } catch (error) {
      log.warn('the policies of a browser could not be put back', { file, error });
    }
  }

  return {
    apply: (wishes) =>
      inTurn(async () => [
        ...(await inOrder(chromiums.map((each) => () => safely(each, () => forChromium(each, wishes))))),
        await safely(firefox, () => forFirefox(wishes)),
      ]),
    clear: () =>
      inTurn(async () => {
        try {
          for (const file of await files.files()) await putBack(file);
          return (await files.files()).length === 0;
        } catch (error) {
          log.error('the record of what browsers were told cannot be used', { error });
          return false;
        }
      }),
    written: () => inTurn(() => files.files()),
  };
}

/** Of a file that bears our name. */
function nothingElse(): null {
  return null;
}

async function inOrder<T>(acts: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const done: T[] = [];
  for (const act of acts) done.push(await act());
  return done;
}

async function firstThatExists(places: readonly string[]): Promise<string | null> {
  for (const place of places) if (await exists(place)) return place;
  return null;
}

async function exists(place: string): Promise<boolean> {
  return (await stat(place).catch(() => null)) !== null;
}
