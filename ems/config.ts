// The EMS's settings: defaults, then the file, then the command line; checked before anything starts.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../shared/errors/app-error.ts';
import { servedAt } from '../shared/node/endpoint.ts';
import { consoleSettings } from './console-settings.ts';
import { databaseSettings } from './store/settings.ts';

const listenAddress = z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65_535) });
const milliseconds = z.int().min(10).max(86_400_000);

export const config = z.strictObject({
  dataDirectory: z.string().min(1).default('/var/lib/stile-ems'),
  /** Where the state is kept; by default in a file of the data directory. */
  database: databaseSettings.default({ kind: 'sqlite' }),
  /** Where the keys of both CAs lie; by default in the data directory. Processes of one database have the same. */
  caDirectory: z.string().min(1).optional(),
  adminSocket: z
    .string()
    .min(1)
    .default(() => servedAt('ems')),
  /** DNS names and addresses in the EMS's own certificate; agents and gateways must reach it by one of them. */
  serverNames: z.array(z.string().min(1).max(253)).min(1).default(['localhost', '127.0.0.1', '::1']),
  agent: listenAddress.default({ host: '0.0.0.0', port: 8013 }),
  gateway: listenAddress.default({ host: '0.0.0.0', port: 8014 }),
  public: listenAddress.default({ host: '0.0.0.0', port: 8015 }),
  console: consoleSettings.prefault({}),
  /** The host and port that invitations name; by default the first server name and the port listened on. */
  agentAddress: z.string().optional(),
  gatewayAddress: z.string().optional(),
  /** The public listener as certificates name it, for CA, CRL and OCSP; by default made of the first server name. */
  publicUrl: z
    .url({ protocol: /^http$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** Agents take no less than a second. */
  keepaliveMs: z.int().min(1_000).max(3_600_000).default(60_000),
  /** Without a report for so long a device is offline, and then loses its tags. */
  offlineAfterMs: milliseconds.default(180_000),
  tagsAfterMs: milliseconds.default(180_000),
  poolIdleMs: milliseconds.default(90_000),
  /** When another CA signs, devices spread their renewals over this time. */
  renewSpreadMs: milliseconds.default(300_000),
  beatIntervalMs: milliseconds.default(10_000),
  /** How often time-outs and retirements are looked for. */
  sweepMs: milliseconds.default(1_000),
});
export type Config = z.infer<typeof config>;

/** Where the keys of the CAs lie. */
export function caDirectoryOf(config: Pick<Config, 'caDirectory' | 'dataDirectory'>): string {
  return config.caDirectory ?? path.join(config.dataDirectory, 'ca');
}

/** Settings of a JSON file (none: defaults) with those of the command line over them. @throws AppError `config-*` */
export async function readConfig(path: string | undefined, over: Readonly<Record<string, unknown>>): Promise<Config> {
  const text = path === undefined ? '{}' : await readFile(path, 'utf8').catch((cause: unknown) => refuse(path, cause));
  return parseConfig(path ?? 'command line', text, over);
}

/** The settings in a text, with others over them. @throws AppError `config-invalid`, with the line of what is wrong */
export function parseConfig(path: string, text: string, over: Readonly<Record<string, unknown>> = {}): Config {
  const result = config.safeParse({ ...parseObject(path, text), ...over });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.findLast((part) => part !== undefined);
  const why = z.prettifyError(result.error).replaceAll('\n', ' ');
  throw new AppError('config-invalid', { path, line: lineOf(text, `"${String(key)}"`), why });
}

function refuse(path: string, cause: unknown): never {
  throw new AppError('config-unreadable', { path }, { cause });
}

function parseObject(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const line = /line (\d+) column/.exec(String(cause))?.[1] ?? 1;
    throw new AppError('config-invalid', { path, line: Number(line), why: 'it is not a JSON object' }, { cause });
  }
}

/** The line where a key stands first, counted from 1; 1 if it stands nowhere. */
function lineOf(text: string, key: string): number {
  const at = text.indexOf(key);
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}
