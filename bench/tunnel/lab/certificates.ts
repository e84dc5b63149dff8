// Makes the keys that the peers' ends show to each other: a CA and two P-256 certificates, made to be thrown away.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../../../native/exec.ts';
import type { Side } from './network.ts';

/** PEM files. */
export interface ServerKeys {
  readonly ca: string;
  readonly certificate: Readonly<Record<Side, string>>;
  readonly key: Readonly<Record<Side, string>>;
  /** Certificate and key in one file, as haproxy wants them. */
  readonly both: Readonly<Record<Side, string>>;
  /** The name in the server's certificate, which the client checks. */
  readonly serverName: string;
}

const openssl = '/usr/bin/openssl';
const serverName = 'server.bench.test';
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** @param folder does not exist yet */
export async function makeKeys(folder: string): Promise<ServerKeys> {
  mkdirSync(folder, { mode: 0o700 });
  const at = (name: string) => path.join(folder, name);
  // The system's own configuration would add extensions.
  writeFileSync(at('openssl.cnf'), '[req]\ndistinguished_name = name\n[name]\n');
  const request = ['req', '-config', at('openssl.cnf'), '-x509', '-days', '2', ...newKey];
  const asCa = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'];
  await run([...request, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=bench CA', ...asCa]);
  for (const [side, usage] of [['client', 'clientAuth'] as const, ['server', 'serverAuth'] as const]) {
    const extensions = ['-addext', `subjectAltName=DNS:${side}.bench.test`, '-addext', `extendedKeyUsage=${usage}`];
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-subj', `/CN=${side}.bench.test`];
    const files = ['-keyout', at(`${side}.key`), '-out', at(`${side}.pem`)];
    await run([...request, ...files, ...signed, ...extensions]);
    writeFileSync(
      at(`${side}-both.pem`),
      readFileSync(at(`${side}.pem`), 'utf8') + readFileSync(at(`${side}.key`), 'utf8'),
    );
  }
  const ofBoth = (ending: string) => ({ client: at(`client${ending}`), server: at(`server${ending}`) });
  return {
    ca: at('ca.pem'),
    certificate: ofBoth('.pem'),
    key: ofBoth('.key'),
    both: ofBoth('-both.pem'),
    serverName,
  };
}

async function run(args: readonly string[]): Promise<void> {
  const outcome = await runTool(openssl, args, { timeoutMs: 10_000 });
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  throw new Error(`openssl ${args[0]}: ${outcome.kind === 'exited' ? outcome.stderr : outcome.kind}`);
}
