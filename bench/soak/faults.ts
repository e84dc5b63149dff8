// Does what a schedule plans to real programs, files and rules, and puts each right again.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { names, writeGatewayFile } from '../../build/demo/stage/configuration.ts';
import { hasOurSection } from '../../build/demo/stage/hosts-check.ts';
import type { ProgramDied } from '../../build/demo/stage/program.ts';
import type { Stage } from '../../build/demo/stage/stage.ts';
import { emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { connectLocal } from '../../shared/node/local-socket/client.ts';
import { authoredRuleSet } from '../../shared/posture/rule-set.ts';
import type { Ledger } from './ledger.ts';
import type { Disturbance, ProgramName } from './schedule.ts';

export interface Faults {
  /** Does it, waits, and puts it right. With `keepsTagLost` the tag is left lost. */
  disturb(what: Disturbance, keepsTagLost: boolean): Promise<void>;
  giveTagBack(): Promise<void>;
  /** To be told of every program that ends: one that nobody ended is a violation. */
  died(error: ProgramDied): void;
  /** How often something was ended, stopped, taken or reloaded. */
  readonly counts: Readonly<Record<Disturbance['kind'], number>>;
}

/** A program asked to end that is still there after this time holds on to something. */
const endsWithinMs = 15_000;
const endings = { SIGKILL: 'signal SIGKILL', SIGTERM: 'exit status 0' } as const;

export function faultsOn(stage: Stage, ledger: Ledger, signal: AbortSignal): Faults {
  const counts = { end: 0, pause: 0, tag: 0, deny: 0, reload: 0 };
  const expected = new Map<string, (how: string) => void>();
  let isRuleSetOff = false;

  async function end(program: ProgramName, by: 'SIGKILL' | 'SIGTERM', forMs: number): Promise<void> {
    const { pid } = stage.processOf(program);
    const ended = Promise.withResolvers<string>();
    expected.set(program, ended.resolve);
    ledger.did({ kind: 'down', program });
    process.kill(pid, by);
    const how = await Promise.race([ended.promise, sleep(endsWithinMs, null, { signal })]);
    if (how === null) {
      process.kill(pid, 'SIGKILL');
      await ended.promise;
    }
    if (how !== endings[by])
      ledger.violated(`${program} on ${by}: ${how ?? `not ended after ${endsWithinMs / 1_000} s`}`);
    // From its request to end until its end it may have let in somebody still.
    ledger.did({ kind: 'down', program });
    if (program === 'agent') await noNames();
    await sleep(forMs, undefined, { signal });
    await stage.programs.startAgain(program);
    ledger.did({ kind: 'running', program });
  }

  /** What a supervisor does after the agent's end; names must not lead to addresses that nobody holds. */
  async function noNames(): Promise<void> {
    await stage.cleared();
    if (hasOurSection(readFileSync(stage.places.hostsFile, 'latin1')))
      ledger.violated('the agent has ended, and its names are in the hosts file');
  }

  async function pause(program: ProgramName, forMs: number): Promise<void> {
    const { pid } = stage.processOf(program);
    process.kill(pid, 'SIGSTOP');
    ledger.did({ kind: 'paused', program });
    try {
      await sleep(forMs, undefined, { signal });
    } finally {
      process.kill(pid, 'SIGCONT');
      ledger.did({ kind: 'running', program });
    }
  }

  async function tag(by: 'marker' | 'rule-set', forMs: number, keepsLost: boolean): Promise<void> {
    if (by === 'marker') rmSync(stage.places.marker, { force: true });
    else await switchRuleSet(false);
    ledger.did({ kind: 'tag', allows: false });
    await sleep(forMs, undefined, { signal });
    if (!keepsLost) await giveTagBack();
  }

  async function giveTagBack(): Promise<void> {
    ledger.did({ kind: 'tag', allows: true });
    writeFileSync(stage.places.marker, 'this device is managed\n');
    if (isRuleSetOff) await switchRuleSet(true);
  }

  async function switchRuleSet(enabled: boolean): Promise<void> {
    // A connection of its own: the EMS of a moment ago may be gone.
    await using ems = await connectLocal(emsAdminContract, stage.places.sockets.ems, { signal });
    const { ruleSets } = await ems.call('rules', {}, signal);
    const found = ruleSets.find((set) => set.tag === names.managed);
    await ems.call('putRuleSet', { ruleSet: authoredRuleSet.parse({ ...found, enabled }) }, signal);
    isRuleSetOff = !enabled;
  }

  async function deny(forMs: number): Promise<void> {
    const policy = { name: 'soak', action: 'deny', destinations: ['crm'], tags: 'none' } as const;
    writeGatewayFile(stage.places, { policies: [policy] });
    ledger.did({ kind: 'policy', allows: false });
    await sleep(forMs, undefined, { signal });
    ledger.did({ kind: 'policy', allows: true });
    writeGatewayFile(stage.places);
  }

  return {
    counts,
    giveTagBack,
    async disturb(what, keepsTagLost) {
      counts[what.kind] += 1;
      if (what.kind !== 'reload') ledger.did({ kind: 'disturbing' });
      switch (what.kind) {
        case 'end':
          return await end(what.program, what.signal, what.forMs);
        case 'pause':
          return await pause(what.program, what.forMs);
        case 'tag':
          return await tag(what.by, what.forMs, keepsTagLost);
        case 'deny':
          return await deny(what.forMs);
        case 'reload':
          process.kill(stage.processOf('gateway').pid, 'SIGHUP');
          ledger.note('reload');
      }
    },
    died({ program, how, message }) {
      const tell = expected.get(program);
      expected.delete(program);
      if (tell === undefined) ledger.violated(`${program} ended by itself: ${message}`);
      else tell(how);
    },
  };
}
