// The login keychain of a macOS user, by the system's security tool: Safari, Chrome, Edge and Firefox read it.

import { createHash, X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { runTool, ToolOutcome } from '../../exec.ts';
import type { PlaceState, UserIdentity } from '../cert-store.ts';
import { oneShotPassword, withOneShotFiles } from '../one-shot-directory.ts';
import { ownCertificates } from '../ours.ts';
import type { HeldCertificate, Place } from '../over-places.ts';
import { packPkcs12 } from '../pkcs12.ts';
import { identities, readKeychainState } from './security-output.ts';

const security = '/usr/bin/security';

/** Who may use the key; macOS still asks the user once for each ("Always Allow"). */
const browsers = ['Safari', 'Google Chrome', 'Microsoft Edge', 'Firefox', 'Chromium', 'Brave Browser'];

export interface KeychainOptions {
  readonly home: string;
  readonly run: typeof runTool;
  /** Where applications lie; `/Applications` unless in a test. */
  readonly applications?: string;
}

export function loginKeychain(options: KeychainOptions): Place {
  const keychain = path.join(options.home, 'Library/Keychains/login.keychain-db');
  const run = (...args: readonly string[]) =>
    options.run(security, args, { environment: { HOME: options.home }, timeoutMs: 10_000 });

  async function state(): Promise<PlaceState> {
    const found = await stat(keychain).catch(() => null);
    if (found === null) return { kind: 'refused', why: 'there is no login keychain; its user has to sign in once' };
    if (found.uid !== process.geteuid?.()) return { kind: 'refused', why: 'it belongs to another user' };
    return readKeychainState(await run('show-keychain-info', keychain));
  }

  async function held(): Promise<readonly HeldCertificate[] | string> {
    const certificates = await run('find-certificate', '-a', '-p', keychain);
    if (!isDone(certificates)) return whyNot(certificates);
    const withKey = await run('find-identity', keychain);
    if (!isDone(withKey)) return whyNot(withKey);
    const known = identities(withKey.stdout);
    return ownCertificates(certificates.stdout).map((own) => ({
      ...own,
      key: known.includes(sha1Of(own.certificatePem)) ? 'there' : 'missing',
    }));
  }

  async function add(identity: UserIdentity): Promise<string | null> {
    const password = oneShotPassword();
    const users = [security, ...(await installedBrowsers(options.applications ?? '/Applications'))];
    const outcome = await withOneShotFiles([packPkcs12(identity, password)], (bundle = '') =>
      // Others see the password for the moment of the import; it opens a file that only this user reads, and nothing later.
      run(
        'import',
        bundle,
        '-f',
        'pkcs12',
        '-k',
        keychain,
        '-P',
        password,
        '-x',
        ...users.flatMap((user) => ['-T', user]),
      ),
    );
    return isDone(outcome) ? null : whyNot(outcome, password);
  }

  async function remove({ certificatePem, key }: HeldCertificate): Promise<string | null> {
    const what = key === 'there' ? 'delete-identity' : 'delete-certificate';
    const outcome = await run(what, '-Z', sha1Of(certificatePem).toUpperCase(), keychain);
    return isDone(outcome) ? null : whyNot(outcome);
  }

  /** An identity preference per host: without one, browsers of the system ask which certificate to show. */
  async function offerTo(host: string, certificate: HeldCertificate | null): Promise<string | null> {
    const which = certificate === null ? ['-n'] : ['-Z', sha1Of(certificate.certificatePem).toUpperCase()];
    const outcome = await run('set-identity-preference', ...which, '-s', preferenceName(host), keychain);
    return isDone(outcome) ? null : whyNot(outcome);
  }

  return { name: keychain, readBy: 'system', state, held, add, remove, offerTo };
}

/** `*.corp.test` as it is, a host as an address; one that names a part of a site must end in a slash. */
function preferenceName(host: string): string {
  return host.startsWith('*.') ? host : `https://${host}/`;
}

async function installedBrowsers(folder: string): Promise<readonly string[]> {
  const paths = browsers.map((name) => path.join(folder, `${name}.app`));
  const found = await Promise.all(paths.map((each) => stat(each).catch(() => null)));
  return paths.filter((_, index) => found[index] !== null);
}

function isDone(outcome: ToolOutcome): outcome is ToolOutcome & { readonly kind: 'exited' } {
  return outcome.kind === 'exited' && outcome.code === 0;
}

/** The tool's own words, which may quote its arguments. */
function whyNot(outcome: ToolOutcome, secret = ''): string {
  const words = outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind;
  return secret === '' ? words : words.replaceAll(secret, '[secret]');
}

function sha1Of(pem: string): string {
  return createHash('sha1').update(new X509Certificate(pem).raw).digest('hex');
}
