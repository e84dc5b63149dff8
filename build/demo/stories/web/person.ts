// A person with a browser: the certificate comes by itself, the application opens, revocation takes it away, a new one brings it back.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { type BrowserChoices, openBrowser } from '../../stage/browser.ts';
import { assertionPlace, livePlace, titleOfPage } from '../../stage/services/pages.ts';
import { waitFor } from '../../stage/wait-for.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { checkAssertion } from './assertion.ts';
import type { OwnCertificate } from './own-certificate.ts';
import { secondOpinion } from './second-eyes.ts';
import type { WebDoor } from './visit.ts';

/** What the person has in use, as the agent tells it. */
interface InUse {
  readonly serial: string;
  readonly browsers: readonly string[];
}

/** `own`: what a program of the same user went in with. */
export async function tellPerson(
  world: StoryWorld,
  agent: WatchedAgent,
  { own, door }: { readonly own: OwnCertificate; readonly door: WebDoor },
): Promise<void> {
  const { tell, stage, outcome } = world;
  const home = path.join(stage.places.workspace, 'home');
  mkdirSync(home, { mode: 0o700 });
  const first = await tell.step('session', 'A process of the user gets a certificate and installs it', async () => {
    await stage.programs.startSession(home);
    const inUse = await installed(agent, null);
    return {
      value: inUse,
      facts: { ...inUse },
      lines: [command('stile session'), value('serial', inUse.serial), value('in', inUse.browsers.join('\n'))],
    };
  });
  const before = await tell.step('openssl', "openssl looks at the program's, and asks where it points", () =>
    look(world, own.cert),
  );
  await using browser = await browserOf({ home });
  const { context } = browser;
  const [page, live] = [await context.newPage(), await context.newPage()];
  await tell.step('browser', 'Chromium opens the application by its name, and asks nothing', () =>
    open(world, door, context, page),
  );
  await tell.step('live', 'A page of it keeps a WebSocket open', async () => {
    await live.goto(`${originOf(world)}/live`);
    await shows(live, livePlace, 'open');
    return { value: undefined };
  });
  await tell.step('revoke', 'The administrator revokes the certificate: page and WebSocket are gone at once', () =>
    revoke(world, first, page, live),
  );
  const after = await tell.step('openssl-again', "The program's is revoked, too, and openssl hears of it", async () => {
    const ems = await stage.ems();
    await ems.call('revokeCertificate', { serial: own.serial, reason: 'it was on the same laptop' });
    return look(world, own.cert);
  });
  outcome.openssl = {
    chain: before.chain && after.chain,
    crl: `${before.crl}, then ${after.crl}`,
    ocsp: `${before.ocsp}, then ${after.ocsp}`,
  };
  await tell.step('restore', 'A new certificate brings the application back', () => restore(world, agent, first, page));
}

async function browserOf(choices: BrowserChoices): Promise<AsyncDisposable & { readonly context: BrowserContext }> {
  const context = await openBrowser(choices);
  return { context, [Symbol.asyncDispose]: () => context.close() };
}

function originOf({ outcome }: StoryWorld): string {
  const [application] = outcome.destinations;
  if (application === undefined) throw new Error('the application has no name here');
  return `https://${application.name}:${application.port}`;
}

/** @param notThis the serial of one that is in use no longer */
async function installed(agent: WatchedAgent, notThis: string | null): Promise<InUse> {
  return await agent.until('the certificate of the user', ({ userCertificates }) => {
    const found = userCertificates.find(({ state, serial }) => state === 'installed' && serial !== notThis);
    if (found === undefined || found.serial === null) return null;
    const stores = found.store?.browsers.filter((store) => store.installed.length > 0) ?? [];
    return { serial: found.serial, browsers: stores.map(({ name }) => name) };
  });
}

async function look({ stage }: StoryWorld, certificate: string) {
  const seen = await secondOpinion(stage.places.workspace, certificate);
  return {
    value: seen,
    facts: { ...seen },
    lines: [
      value('chain', seen.chain ? 'holds' : 'does NOT hold'),
      value('list', seen.crl),
      value('responder', seen.ocsp),
    ],
  };
}

async function open(world: StoryWorld, door: WebDoor, context: BrowserContext, page: Page) {
  const { outcome } = world;
  const url = `${originOf(world)}/`;
  const came = await page.goto(url);
  const heading = await page.textContent('h1');
  const subject = await page.textContent('#subject');
  outcome.chromium = {
    version: context.browser()?.version() ?? '',
    opened: came?.ok() === true && heading === titleOfPage,
    uidSeen: subject === outcome.uid,
    // Without a person to ask, Chromium offers no certificate where it would have to ask for one, and nothing comes.
    prompted: came === null,
    revokedWithinMs: null,
    restored: false,
  };
  if (!outcome.chromium.opened) throw new Error(`another page came: ${await page.textContent('body')}`);
  if (!outcome.chromium.uidSeen) throw new Error(`the application was told of ${subject}`);
  const said = await checkAssertion(door, originOf(world), (await page.textContent(`#${assertionPlace}`)) ?? '');
  if (said.sub !== outcome.uid) throw new Error(`the gateway signed for ${said.sub}`);
  return {
    value: undefined,
    facts: { url, subject, signedBy: said.iss, meantFor: said.aud },
    lines: [
      value('url', url),
      value('application', `${heading}, for ${subject}`),
      value('signed by', `${said.iss}, for ${said.aud}`),
      remark('The name came from the hosts file; trust and certificate from policies and the certificate database.'),
    ],
  };
}

async function revoke(world: StoryWorld, { serial }: InUse, page: Page, live: Page) {
  const { stage, outcome } = world;
  const ems = await stage.ems();
  const revokedAt = Date.now();
  await ems.call('revokeCertificate', { serial, reason: 'a laptop was left on a train' });
  await shows(live, livePlace, 'closed');
  const socketAfterMs = Number(await live.evaluate('window.closedAt')) - revokedAt;
  await page.goto(`${originOf(world)}/`);
  const code = await page.textContent('header b');
  if (code !== '063') throw new Error(`another page came: ${await page.textContent('body')}`);
  const pageAfterMs = Date.now() - revokedAt;
  if (outcome.chromium !== null)
    outcome.chromium = { ...outcome.chromium, revokedWithinMs: Math.max(socketAfterMs, pageAfterMs) };
  return {
    value: undefined,
    facts: { serial, socketAfterMs, pageAfterMs, code },
    lines: [
      command(`stile ems revoke ${serial}`),
      value('WebSocket', `closed after ${socketAfterMs} ms`),
      value('page', `${code} after ${pageAfterMs} ms`),
    ],
  };
}

async function restore(world: StoryWorld, agent: WatchedAgent, before: InUse, page: Page) {
  const { stage, outcome } = world;
  const inUse = await installed(agent, before.serial);
  await waitFor(stage.signal, 'the application to open again', async () => {
    await page.goto(`${originOf(world)}/`).catch(() => null);
    return (await page.textContent('h1').catch(() => null)) === titleOfPage ? true : null;
  });
  if (outcome.chromium !== null) outcome.chromium = { ...outcome.chromium, restored: true };
  return { value: undefined, facts: { serial: inUse.serial }, lines: [value('new serial', inUse.serial)] };
}

async function shows(page: Page, place: string, text: string): Promise<void> {
  await page.waitForFunction(`document.getElementById('${place}').textContent === '${text}'`);
}
