// Runs a fleet as a program of its own, gives it orders and reads its answers.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Counted, Order, Said } from '../fleet/messages.ts';
import { said } from '../fleet/messages.ts';

export interface FleetProcess extends AsyncDisposable {
  /** Gives an order and waits for the answer of this kind. @throws Error if the fleet ends first; the signal's reason */
  ask<K extends Said['said']>(order: Order, answer: K): Promise<Extract<Said, { said: K }>>;
  /** Gives an order that has no answer. */
  tell(order: Order): void;
  /** Counts from now on, and tells what was counted when the time is over. */
  counted(ms: number): Promise<Counted>;
}

const program = path.resolve(import.meta.dirname, '../fleet/main.ts');

export async function startFleet(
  invitationFile: string,
  devices: number,
  { signal, say }: { readonly signal: AbortSignal; readonly say: (line: string) => void },
): Promise<FleetProcess> {
  // Its input is its life: it ends when this process does, however that ends.
  const args = [
    '--max-old-space-size=8192',
    program,
    '--invitation-file',
    invitationFile,
    '--devices',
    String(devices),
    '--orders',
    'yes',
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close');
  createInterface({ input: child.stderr }).on('line', (line) => say(`fleet: ${line}`));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { promise: lost, reject } = Promise.withResolvers<never>();
  lost.catch(() => undefined);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);

  async function answered<K extends Said['said']>(kind: K): Promise<Extract<Said, { said: K }>> {
    const next = await Promise.race([lines.next(), lost]);
    if (next.done === true) throw new Error('the fleet has ended');
    const answer = said.parse(JSON.parse(next.value));
    if (answer.said !== kind) throw new Error(`the fleet said ${answer.said} instead of ${kind}`);
    return answer as Extract<Said, { said: K }>;
  }

  const tell = (order: Order) => void child.stdin.write(`${JSON.stringify(order)}\n`);
  const ask: FleetProcess['ask'] = async (order, answer) => {
    tell(order);
    return answered(answer);
  };
  await answered('ready');
  return {
    ask,
    tell,
    async counted(ms) {
      await ask({ order: 'window' }, 'window');
      await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), lost]);
      const { said: _said, ...counts } = await ask({ order: 'window' }, 'window');
      return counts;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}
