// Keeps the server certificates that the EMS issues: asked for, kept on the disk, renewed, and asked for again when its CA is another or it was revoked.

import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.ts';
import type { Logger } from '../../../shared/log.ts';
import { replaceFile } from '../../../shared/node/atomic-file.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import type { EmsConnection, Trust } from '../../ems/ems-connection.ts';
import type { Pair } from './tls-contexts.ts';

const stored = z.object({
  version: z.literal(1),
  host: z.string(),
  key: z.string(),
  certificate: z.string(),
  chain: z.string(),
  /** Wall clock, ISO. */
  renewAt: z.iso.datetime(),
});
type Stored = z.infer<typeof stored>;

export interface EmsCertificates extends AsyncDisposable {
  /** Null: there is none yet. */
  pairOf(host: string): Pair | null;
  /** The hosts that need one now. */
  want(hosts: readonly string[]): void;
  /** Which web CA is in force, and which certificates were revoked. */
  trusted(trust: WebTrust): void;
}

type WebTrust = Pick<Trust, 'webCa' | 'revokedWebCertificates'>;

const lookEveryMs = 3_600_000;
const retryMs = 60_000;

/** @param onChange told when a certificate has come */
export function keepEmsCertificates(parts: {
  readonly directory: string;
  readonly ems: () => Pick<EmsConnection, 'call'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onChange: () => void;
}): EmsCertificates {
  const { log, clock } = parts;
  const stop = new AbortController();
  const held = new Map<string, Stored>();
  const wanted = new Set<string>();
  /** Hosts that got none at the last attempt. */
  const tried = new Set<string>();
  let told: WebTrust = { webCa: null, revokedWebCertificates: [] };
  let wake = new AbortController();

  async function keep(): Promise<void> {
    while (!stop.signal.aborted) {
      for (const host of wanted) if (!stop.signal.aborted) await keepOne(host);
      const waitMs = tried.size > 0 ? retryMs : lookEveryMs;
      await sleep(waitMs, undefined, { signal: AbortSignal.any([stop.signal, wake.signal]) }).catch(() => undefined);
      if (wake.signal.aborted) wake = new AbortController();
    }
  }

  async function keepOne(host: string): Promise<void> {
    if (!held.has(host)) {
      const found = await readStored(fileOf(parts.directory, host), host);
      if (found !== null) take(found);
    }
    const known = held.get(host);
    if (told.webCa === null || (known !== undefined && !isDue(known, told, clock.now()))) {
      tried.delete(host);
      return;
    }
    try {
      const next = await ask(host);
      await mkdir(path.join(parts.directory, 'web'), { recursive: true, mode: 0o700 });
      await replaceFile(fileOf(parts.directory, host), `${JSON.stringify(next, null, 2)}\n`);
      take(next);
      tried.delete(host);
      log.info('the EMS issued a web certificate', { host, renewAt: next.renewAt });
    } catch (error) {
      if (stop.signal.aborted) return;
      // Once is enough until it works again.
      if (!tried.has(host)) log.error('the EMS issued no web certificate', { host, error });
      tried.add(host);
    }
  }

  async function ask(host: string): Promise<Stored> {
    const keys = await newKeyPair('p256');
    const body = { csr: await makeCsr(keys, host), hosts: [host] };
    const issued = await parts.ems().call('webCertificate', { body }, stop.signal);
    const certificate = new X509Certificate(issued.certificate);
    if (!certificate.checkPrivateKey(keys.privateKey)) throw new Error('the web certificate is for another key');
    const renewAt = new Date(clock.now() + issued.renewAfterMs).toISOString();
    const { chain } = issued;
    return { version: 1, host, key: privateKeyPem(keys), certificate: issued.certificate, chain, renewAt };
  }

  function take(next: Stored): void {
    held.set(next.host, next);
    parts.onChange();
  }

  const keeping = keep();
  return {
    pairOf(host) {
      const found = held.get(host);
      return found === undefined ? null : { key: found.key, cert: `${found.certificate.trimEnd()}\n${found.chain}` };
    },
    want(hosts) {
      wanted.clear();
      tried.clear();
      for (const host of hosts) wanted.add(host);
      wake.abort();
    },
    trusted(trust) {
      told = trust;
      if (trust.webCa === null && wanted.size > 0)
        log.warn('virtual hosts want certificates of the EMS, which has no web CA', { hosts: [...wanted] });
      wake.abort();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await keeping;
    },
  };
}

/** Its time has come, it was revoked, or the web CA that signed it is no longer the one. */
function isDue(known: Stored, { webCa, revokedWebCertificates }: WebTrust, now: number): boolean {
  const certificate = new X509Certificate(known.certificate);
  const ca = webCa === null ? null : new X509Certificate(webCa);
  const isOfCa = ca !== null && certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
  return Date.parse(known.renewAt) <= now || !isOfCa || revokedWebCertificates.includes(certificate.serialNumber);
}

function fileOf(directory: string, host: string): string {
  // A host may hold a `*`; its name says nothing to anybody but us.
  return path.join(directory, 'web', `${createHash('sha256').update(host).digest('hex').slice(0, 32)}.json`);
}

/** One that cannot be read is asked for anew: nobody but the gateway depends on it. */
async function readStored(file: string, host: string): Promise<Stored | null> {
  try {
    const found = stored.parse(JSON.parse(await readFile(file, 'utf8')));
    return found.host === host ? found : null;
  } catch {
    return null;
  }
}
