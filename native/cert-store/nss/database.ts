// One NSS database of this user, by the tools of NSS itself.

import { X509Certificate } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { runTool, type ToolOutcome } from '../../exec.ts';
import type { PlaceState, StorePlace, UserIdentity } from '../cert-store.ts';
import { oneShotPassword, withOneShotFiles } from '../one-shot-directory.ts';
import { ownCertificates } from '../ours.ts';
import type { HeldCertificate, Place } from '../over-places.ts';
import { packPkcs12 } from '../pkcs12.ts';
import { type KeyListing, lastLine, ownNicknames, readKeyListing } from './certutil-output.ts';
import { nssCertificateUri, nssKeyId } from './key-id.ts';

/** Where NSS's tools are on every Linux that packages them. */
export const nssTools = { certutil: '/usr/bin/certutil', pk12util: '/usr/bin/pk12util' } as const;

/** A database on a network file system may be slow, and another program may hold its lock. */
const timeoutMs = 10_000;

export function nssDatabase(place: StorePlace): Place {
  const database = `sql:${place.name}`;
  const certutil = (...args: readonly string[]) => runTool(nssTools.certutil, [...args, '-d', database], { timeoutMs });

  /** With the password of an empty file, which is the empty one: without a file certutil would ask at the terminal. */
  async function keys(): Promise<KeyListing> {
    const outcome = await certutil('-K', '-f', '/dev/null');
    return outcome.kind === 'exited' ? readKeyListing(outcome) : { kind: 'failed', why: outcome.kind };
  }

  async function state(): Promise<PlaceState> {
    const directory = await statOf(place.name);
    if (directory === null) return { kind: 'absent' };
    const file = await statOf(path.join(place.name, 'cert9.db'));
    const me = process.geteuid?.();
    // A file that root makes in a user's directory locks that user out.
    if ([directory, file].some((each) => each !== null && each.uid !== me))
      return { kind: 'refused', why: 'it belongs to another user' };
    if (file === null) return { kind: 'absent' };
    const listing = await keys();
    switch (listing.kind) {
      case 'keys':
        return { kind: 'ready' };
      case 'locked':
        return listing;
      case 'failed':
        return { kind: 'refused', why: listing.why };
    }
  }

  async function held(): Promise<readonly HeldCertificate[] | string> {
    const listing = await certutil('-L');
    if (!isDone(listing)) return whyNot(listing);
    const known = await keys();
    if (known.kind === 'failed') return known.why;
    const found = new Map<string, HeldCertificate>();
    for (const nickname of ownNicknames(listing.stdout)) {
      // Prints every certificate of the same subject.
      const printed = await certutil('-L', '-a', '-n', nickname);
      // It may have gone meanwhile, or bear a name that certutil does not take back; ours always do.
      if (!isDone(printed)) continue;
      for (const certificate of ownCertificates(printed.stdout)) {
        const isThere = known.kind === 'keys' && known.ids.includes(keyIdOf(certificate.certificatePem));
        const key = known.kind === 'locked' ? 'unknown' : isThere ? 'there' : 'missing';
        found.set(certificate.sha256, { ...certificate, key });
      }
    }
    return [...found.values()];
  }

  async function add(identity: UserIdentity): Promise<string | null> {
    if ((await state()).kind === 'absent') {
      await mkdir(place.name, { recursive: true, mode: 0o700 });
      const made = await certutil('-N', '--empty-password');
      if (!isDone(made)) return whyNot(made);
    }
    const password = oneShotPassword();
    const files = [packPkcs12(identity, password), password];
    const outcome = await withOneShotFiles(files, (bundle = '', passwordFile = '') =>
      runTool(nssTools.pk12util, ['-d', database, '-i', bundle, '-w', passwordFile, '-K', ''], { timeoutMs }),
    );
    return isDone(outcome) ? null : whyNot(outcome);
  }

  async function remove(certificate: HeldCertificate): Promise<string | null> {
    const keyId = keyIdOf(certificate.certificatePem);
    if (certificate.key === 'there') {
      const outcome = await certutil('-F', '-k', keyId);
      if (!isDone(outcome)) return whyNot(outcome);
    }
    // -F with a key id leaves the certificate, and with a nickname takes the newest of the subject.
    const outcome = await certutil('-D', '-n', nssCertificateUri(keyId));
    if (!isDone(outcome)) return whyNot(outcome);
    const left = await keys();
    return left.kind === 'keys' && !left.ids.includes(keyId) ? null : 'the key is still there';
  }

  return { ...place, state, held, add, remove };
}

type Done = Extract<ToolOutcome, { kind: 'exited' }> & { readonly code: 0 };

function isDone(outcome: ToolOutcome): outcome is Done {
  return outcome.kind === 'exited' && outcome.code === 0;
}

function whyNot(outcome: ToolOutcome): string {
  return outcome.kind === 'exited' ? lastLine(outcome.stderr) : outcome.kind;
}

function keyIdOf(pem: string): string {
  return nssKeyId(new X509Certificate(pem).publicKey);
}

async function statOf(file: string) {
  return await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}
