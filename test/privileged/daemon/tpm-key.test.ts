// A machine key that stays in a TPM: the daemon as a program, an EMS, a gateway and a TPM in software.

import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { keyProvider } from '../../../daemon/keys/key-provider.ts';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { ended, enrollAt, type LonelyDaemon, lonelyDaemon, untilState } from '../../doubles/lonely-daemon.ts';
import { startOrigin } from '../../doubles/origin.ts';
import { type SharedTpm, sharedTpm } from '../../doubles/shared-tpm.ts';
import { pause, type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';

type Enrolled = Extract<AgentState['enrollment'], { kind: 'enrolled' }>;

describe('a machine key in the TPM', () => {
  const stack = new AsyncDisposableStack();
  let tpm: SharedTpm;
  let world: WholeWorld;
  let agent: LonelyDaemon;
  let program: ChildProcess;
  after(() => stack.disposeAsync());

  before(async () => {
    tpm = stack.use(await sharedTpm());
    const origin = stack.use(await startOrigin((socket) => socket.end('hello')));
    world = stack.use(await wholeWorld([{ name: 'greet', port: origin.port }]));
    await world.ems.admin.call('putRule', {
      rule: { id: 2, os: 'linux', type: 'key-assurance', negated: false, content: 'tpm' },
    });
    const logic = { linux: { op: 'and' as const, rules: [{ id: 2 }] } };
    await world.ems.admin.call('putRuleSet', {
      ruleSet: { id: 2, name: 'Key in hardware', enabled: true, tag: 'hardware-key', logic },
    });
    agent = stack.use(await lonelyDaemon());
    await agent.set({ machineKey: 'tpm2' });
    start();
  });

  function start(): void {
    program = agent.spawn('daemon/main.ts', tpm.environment);
  }

  async function restart(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    assert.equal(await ended(program, 'SIGTERM'), 0);
    await agent.set(settings);
    start();
  }

  const stateFile = () => path.join(agent.directory, 'data', 'agent.json');
  const savedText = () => readFile(stateFile(), 'utf8');

  /** The key's PEM as the file has it: of a key in the TPM, its name. */
  async function savedKey(): Promise<string> {
    const { identity } = JSON.parse(await savedText()) as { identity: { key: unknown } };
    return typeof identity.key === 'string' ? identity.key : 'sealed';
  }

  /** The first state for which the claim holds, of a program that starts, and starts anew. */
  async function until(claim: (state: AgentState) => boolean): Promise<AgentState> {
    for (const deadline = Date.now() + 60_000; ; await pause(20)) {
      try {
        return await untilState(agent.socket, claim);
      } catch (error) {
        if (program.exitCode !== null || Date.now() > deadline) throw error;
      }
    }
  }

  /** The first state in which the EMS has answered a report of a device enrolled like this. */
  async function reported(claim: (enrolled: Enrolled, state: AgentState) => boolean): Promise<Enrolled> {
    const state = await until(
      (each) =>
        each.enrollment.kind === 'enrolled' &&
        each.ems.kind === 'connected' &&
        each.ems.lastReport !== null &&
        claim(each.enrollment, each),
    );
    assert.ok(state.enrollment.kind === 'enrolled');
    return state.enrollment;
  }

  const hasTag = ({ tags }: AgentState) => tags.some((each) => each === 'hardware-key');

  test('enrols, earns its tag, and opens a tunnel, and the state file holds no key', async () => {
    await until(() => true);
    await enrollAt(agent.socket, await world.invitation());
    const enrolled = await reported((_, state) => hasTag(state));
    assert.deepEqual(enrolled.machineKey, { level: 'tpm', kept: 'tpm' });
    assert.match(await savedKey(), /^-----BEGIN TSS2 PRIVATE KEY-----/);
    assert.doesNotMatch(await savedText(), /BEGIN (EC )?PRIVATE KEY/);
    assert.equal(await greeting(), 'hello');
  });

  /** What the protected service says through agent and gateway. */
  async function greeting(): Promise<string> {
    while ((await world.ems.admin.call('destinations', {})).destinations.length === 0) await pause(10);
    await world.ems.admin.call('showDestinationTo', { name: 'greet', tags: ['hardware-key'], publish: true });
    const { destinations } = await until((state) => state.destinations.some((each) => each.state.kind === 'published'));
    const [found] = destinations;
    assert.ok(found?.state.kind === 'published');
    return await text(net.connect({ host: found.state.address, port: found.state.port }));
  }

  test('that the TPM does not give is told; once it does, the same process goes on, and renews by another key in the TPM', async () => {
    const [key, { pid }, { serial }] = [await savedKey(), program, await reported(() => true)];
    await tpm.unplug();
    await world.restartEms();
    const without = await until(({ warnings }) => warnings.some(({ code }) => code === 'machine-key-unavailable'));
    assert.match(JSON.stringify(without.warnings), /cannot be reached/);

    // It fell due meanwhile.
    await writeFile(stateFile(), (await savedText()).replace(/"renewAt": [\d.]+/, '"renewAt": 1'));
    await tpm.plugIn();
    const renewed = await reported((each, state) => each.serial !== serial && state.warnings.length === 0);
    assert.deepEqual([program.pid, program.exitCode, renewed.machineKey.level], [pid, null, 'tpm']);
    assert.match(await savedKey(), /^-----BEGIN TSS2 PRIVATE KEY-----/);
    const [line = ''] = key.trim().split('\n').slice(-3);
    assert.ok(line.length === 64 && !(await savedText()).includes(line), 'nothing is left of the key before');
  });

  test('is given up for one in software where the settings say so, without enrolling anew, and taken up again', async () => {
    const { uid, serial } = await reported(() => true);
    await restart({ machineKey: 'sealed' });
    const software = await reported((each, state) => each.machineKey.kept !== 'tpm' && !hasTag(state));
    assert.equal(software.machineKey.level, 'software');
    assert.equal(await savedKey(), 'sealed');
    assert.equal(software.uid, uid);
    assert.notEqual(software.serial, serial);

    await restart({ machineKey: 'tpm2' });
    const again = await reported((each, state) => each.machineKey.level === 'tpm' && hasTag(state));
    assert.equal(again.uid, uid);
  });

  test('is told to be lost once the TPM was cleared', async () => {
    const pem = await savedKey();
    assert.equal(await ended(program, 'SIGTERM'), 0);
    const provider = keyProvider({
      wanted: 'tpm',
      tpm: { configFile: path.join(agent.directory, 'data', 'openssl-tpm2.cnf'), environment: tpm.environment },
    });
    assert.equal(await provider.whyUnusable(pem), null);
    await tpm.clear();
    assert.match((await provider.whyUnusable(pem)) ?? '', /it was cleared/);
  });
});
