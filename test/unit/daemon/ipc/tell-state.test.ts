import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellState } from '../../../../daemon/ipc/tell-state.ts';
import { makeStore } from '../../../../daemon/state/store.ts';
import { agentContract } from '../../../../shared/agent/agent-contract.ts';
import { type Logger, silentLog } from '../../../../shared/log.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a state that fits no snapshot is logged, and the next one is told', async () => {
  const told: number[] = [];
  const logged: string[] = [];
  const log: Logger = { ...silentLog, error: (message) => void logged.push(message) };
  const publish = (event: 'state', payload: unknown) =>
    void told.push(agentContract.events[event].parse(payload).revision);
  const store = makeStore('1');
  using _ = tellState(store, { publish }, log);

  store.apply({ kind: 'reached', destination: 'crm.corp.test:80', at: 'x'.repeat(41) });
  await turn();
  assert.deepEqual([told, logged], [[], ['the state cannot be told']]);

  store.apply({ kind: 'reached', destination: 'crm.corp.test:80', at: 'now' });
  await turn();
  assert.deepEqual([told, logged.length], [[2], 1]);
});
