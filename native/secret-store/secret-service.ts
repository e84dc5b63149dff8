// Asks the Secret Service of the user's session whether it is open, without making it ask the user for a password.

import { runTool, type ToolOutcome } from '../exec.ts';
import type { SecretStoreStatus } from './secret-store.ts';

const dbusSend = '/usr/bin/dbus-send';
/** Where new items go; items are looked for there only, too. */
const collection = '/org/freedesktop/secrets/aliases/default';

export async function secretServiceStatus(environment: Readonly<Record<string, string>>): Promise<SecretStoreStatus> {
  const question = [
    '--session',
    '--print-reply',
    '--reply-timeout=3000',
    '--dest=org.freedesktop.secrets',
    collection,
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  ];
  return readLocked(await runTool(dbusSend, question, { environment, timeoutMs: 4_000 }));
}

/** Anything but a clear answer is no open store. */
export function readLocked(outcome: ToolOutcome): SecretStoreStatus {
  if (outcome.kind === 'missing') return { kind: 'absent', why: `${dbusSend} is missing; Debian has it in dbus-bin` };
  if (outcome.kind !== 'exited') return { kind: 'absent', why: `the Secret Service does not answer (${outcome.kind})` };
  const isLocked = /^\s*variant\s+boolean (true|false)\s*$/m.exec(outcome.stdout)?.[1];
  if (outcome.code === 0 && isLocked !== undefined) return { kind: isLocked === 'true' ? 'locked' : 'ok' };
  const error = /^Error (\S+?):/m.exec(outcome.stderr)?.[1];
  if (error === undefined) return { kind: 'absent', why: 'this session has no message bus' };
  if (error.endsWith('.ServiceUnknown'))
    return { kind: 'absent', why: 'nobody offers the Secret Service in this session' };
  return { kind: 'absent', why: `the Secret Service has no default collection (${error})` };
}
