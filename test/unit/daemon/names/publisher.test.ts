import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPublisher, type PublisherOptions } from '../../../../daemon/names/publisher.ts';
import type { HostsConflict, HostsEntry, HostsOutcome } from '../../../../native/hosts-file/hosts-file.ts';
import type { DestinationState } from '../../../../shared/agent/agent-state.ts';
import { type ProfileDestination, profileDestination } from '../../../../shared/ems/profile.ts';
import { silentLog } from '../../../../shared/log.ts';

const rules = { domains: ['corp.test'], reserved: [] };

function destination(host: string, port: number, more: Partial<ProfileDestination> = {}): ProfileDestination {
  return profileDestination.parse({
    id: `dst_${'A'.repeat(26)}`,
    name: host.split('.')[0],
    host,
    port,
    kind: 'tcp',
    gateways: [`gw_${'B'.repeat(26)}`],
    publish: true,
    needs: [],
    ...more,
  });
}

/** A machine that writes down what happens to it. */
function machine() {
  const happened: string[] = [];
  const taken = new Set<string>();
  const conflicts: HostsConflict[] = [];
  const blocked = { is: false };
  let onForeignChange: () => void = () => undefined;
  let states: readonly DestinationState[] = [];
  let assigned: Readonly<Record<string, string>> = {};
  const apply = async (entries: readonly HostsEntry[]): Promise<HostsOutcome> => {
    if (blocked.is) return { kind: 'blocked', reason: 'read-only', detail: 'read-only file system' };
    happened.push(`hosts ${entries.map((entry) => entry.name).join(' ') || 'empty'}`);
    return { kind: 'written', how: 'replaced', damage: null };
  };
  const options: PublisherOptions = {
    hosts: {
      path: '/hosts',
      apply,
      clear: () => apply([]),
      repair: () => apply([]),
      conflicts: async (names) => conflicts.filter((conflict) => names.includes(conflict.name)),
      watch: (tell) => {
        onForeignChange = () => tell({ sectionIntact: true });
        return { [Symbol.asyncDispose]: async () => undefined };
      },
    },
    prepare: async (address) => ({
      [Symbol.asyncDispose]: async () => void happened.push(`give back ${address}`),
    }),
    tunnels: {
      useGateways: () => undefined,
      useIdentity: () => undefined,
      retryNow: () => undefined,
      async listen({ host, port }) {
        if (taken.has(host)) return { kind: 'address-taken' };
        happened.push(`listen ${host}:${port}`);
        return {
          kind: 'listening',
          listener: { [Symbol.asyncDispose]: async () => void happened.push(`close ${host}`) },
        };
      },
      [Symbol.asyncDispose]: async () => undefined,
    },
    assigned: () => assigned,
    assign: async (next) => {
      assigned = next;
    },
    range: '127.235.0.0/16',
    onStates: (next) => {
      states = next;
    },
    onBlocked: () => undefined,
    log: silentLog,
  };
  return {
    options,
    happened,
    taken,
    conflicts,
    blocked,
    foreignChange: () => onForeignChange(),
    kinds: () => states.map(({ state }) => state.kind),
    states: () => states,
  };
}

/** Waits for what a timer of the publisher brings about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a name is published after its listener is there, and gone before the listener closes', async () => {
  const world = machine();
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  await publisher.publish([], rules);
  const [listening, published, gone, closed, given] = world.happened;
  assert.deepEqual(
    [listening, published, gone, closed, given],
    ['listen crm.corp.test:80', 'hosts crm.corp.test', 'hosts empty', 'close crm.corp.test', 'give back 127.235.0.1'],
  );
});

test('at the end the names go first', async () => {
  const world = machine();
  const publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  world.happened.length = 0;
  await publisher[Symbol.asyncDispose]();
  assert.deepEqual(world.happened, ['hosts empty', 'close crm.corp.test', 'give back 127.235.0.1']);
});

test('a listener stays while the line that leads to it cannot be removed', async () => {
  const world = machine();
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  world.blocked.is = true;
  await publisher.publish([], rules);
  assert.ok(!world.happened.includes('close crm.corp.test'));
  world.blocked.is = false;
  await until(() => world.happened.includes('close crm.corp.test'));
  assert.ok(world.happened.indexOf('hosts empty') < world.happened.indexOf('close crm.corp.test'));
});

test('without a hosts file that can be changed, destinations are reached at their addresses', async () => {
  const world = machine();
  world.blocked.is = true;
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  assert.deepEqual(
    world.states().map(({ state }) => state),
    [{ kind: 'published', address: '127.235.0.1', port: 80, hosts: false }],
  );
  await publisher.publish([], rules);
  assert.ok(world.happened.includes('close crm.corp.test'));
});

test('a name is not published while one of its ports belongs to another program, and is once it is free', async () => {
  const world = machine();
  world.taken.add('crm.corp.test');
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  assert.deepEqual(world.kinds(), ['address-taken']);
  assert.ok(!world.happened.includes('hosts crm.corp.test'));
  world.taken.clear();
  await until(() => world.happened.includes('hosts crm.corp.test'));
  assert.deepEqual(world.kinds(), ['published']);
});

test('a name that the user maps meanwhile is given up, and taken back when the user lets go', async () => {
  const world = machine();
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  world.conflicts.push({ name: 'crm.corp.test', address: '192.0.2.1' });
  world.foreignChange();
  await until(() => world.kinds()[0] === 'conflict');
  world.conflicts.length = 0;
  world.foreignChange();
  await until(() => world.kinds()[0] === 'published');
});

test('two destinations of one host and port share a listener', async () => {
  const world = machine();
  await using publisher = openPublisher(world.options);
  const second = { name: 'again', id: profileDestination.shape.id.parse(`dst_${'C'.repeat(26)}`) };
  await publisher.publish([destination('crm.corp.test', 80), destination('crm.corp.test', 80, second)], rules);
  assert.deepEqual(world.kinds(), ['published', 'published']);
  assert.deepEqual(world.happened, ['listen crm.corp.test:80', 'hosts crm.corp.test']);
});

test('another title or visibility leaves the listener and its sessions alone, another gateway does not', async () => {
  const world = machine();
  await using publisher = openPublisher(world.options);
  await publisher.publish([destination('crm.corp.test', 80)], rules);
  await publisher.publish([destination('crm.corp.test', 80, { name: 'customers' })], rules);
  assert.ok(!world.happened.includes('close crm.corp.test'));
  const elsewhere = destination('crm.corp.test', 80, {
    gateways: profileDestination.shape.gateways.parse([`gw_${'D'.repeat(26)}`]),
  });
  await publisher.publish([elsewhere], rules);
  assert.ok(world.happened.includes('close crm.corp.test'));
  assert.deepEqual(world.kinds(), ['published']);
});
