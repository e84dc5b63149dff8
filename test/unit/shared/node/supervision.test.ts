// Who supervises a program, what each is told, and that signs of life mean life.

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { silentLog } from '../../../../shared/log.ts';
import { keepBeating } from '../../../../shared/node/supervision/keep-beating.ts';
import { socketAddress } from '../../../../shared/node/supervision/notify-socket.ts';
import { type Environment, type Supervisor, supervisorFrom } from '../../../../shared/node/supervision/supervisor.ts';
import { beatEveryMs } from '../../../../shared/node/supervision/systemd.ts';

const streams = () => ({ input: new PassThrough(), output: new PassThrough() });

describe('what the environment says of the supervisor', () => {
  const rows: readonly (readonly [what: string, Environment, kind: Supervisor['kind'], everyMs: number | null])[] = [
    ['nothing: started by hand or by launchd', {}, 'none', null],
    ['the host of Windows', { STILE_SUPERVISOR: 'pipe' }, 'host', 15_000],
    ['a host that nobody knows', { STILE_SUPERVISOR: 'other' }, 'none', null],
    ['an empty address', { NOTIFY_SOCKET: '' }, 'none', null],
    ['an address of another kind', { NOTIFY_SOCKET: 'vsock:2:1234' }, 'none', null],
  ];
  for (const [what, environment, kind, everyMs] of rows)
    test(`${what} → ${kind}`, async () => {
      const supervisor = await supervisorFrom({ ...environment }, silentLog, streams());
      assert.deepEqual([supervisor.kind, supervisor.beatEveryMs], [kind, everyMs]);
    });

  test('is taken away, so that no child finds it, and kept for what this process becomes', async () => {
    const meant = { NOTIFY_SOCKET: '@a', WATCHDOG_USEC: '1', WATCHDOG_PID: '1', STILE_SUPERVISOR: 'pipe' };
    const environment: Environment = { ...meant, PATH: '/bin' };
    const supervisor = await supervisorFrom(environment, silentLog, streams());
    assert.deepEqual(environment, { PATH: '/bin' });
    assert.deepEqual(supervisor.handOver, meant);
  });
});

describe("how often systemd's watchdog is fed", () => {
  const rows: readonly (readonly [what: string, Record<string, string>, number | null])[] = [
    ['never without one', {}, null],
    ['four times in its time', { WATCHDOG_USEC: '20000000' }, 5_000],
    ['at least every 15 s', { WATCHDOG_USEC: '3600000000' }, 15_000],
    ['for this process', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' }, 15_000],
    ['never for another process', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }, null],
    ['never by a number that is none', { WATCHDOG_USEC: '0' }, null],
    ['never by a text', { WATCHDOG_USEC: '60s' }, null],
  ];
  for (const [what, variables, expected] of rows) test(what, () => assert.equal(beatEveryMs(variables, 7), expected));
});

describe('the address of a Unix socket', () => {
  const rows: readonly (readonly [address: string, bytes: string | null])[] = [
    ['/run/n', '\u0001\u0000/run/n\u0000'],
    ['@n', '\u0001\u0000\u0000n'],
    ['relative', null],
    ['@', null],
    [`/${'n'.repeat(107)}`, null],
    ['/run/\u0000n', null],
  ];
  for (const [address, bytes] of rows)
    test(JSON.stringify(address), () => assert.equal(socketAddress(address)?.toString('latin1') ?? null, bytes));
});

describe('the host of Windows', () => {
  test('reads one word a line', async () => {
    const { input, output } = streams();
    const supervisor = await supervisorFrom({ STILE_SUPERVISOR: 'pipe' }, silentLog, { input, output });
    supervisor.ready('\\\\.\\pipe\\stile');
    supervisor.beat();
    supervisor.stopping();
    output.end();
    assert.equal(await text(output), 'ready \\\\.\\pipe\\stile\nbeat\nstopping\n');
  });

  const ways: readonly (readonly [how: string, (input: PassThrough) => void])[] = [
    ['says stop', (input) => input.write('stop\n')],
    [
      'says it in pieces and with the line ends of Windows',
      (input) => ['other\r\nst', 'op\r\n'].every((part) => input.write(part)),
    ],
    ['is gone', (input) => input.end()],
  ];
  for (const [how, say] of ways)
    test(`ends the program once when it ${how}`, async () => {
      const { input, output } = streams();
      const supervisor = await supervisorFrom({ STILE_SUPERVISOR: 'pipe' }, silentLog, { input, output });
      const stops: string[] = [];
      const stopped = new Promise<void>((resolve) =>
        supervisor.onStop(() => {
          stops.push('stop');
          resolve();
        }),
      );
      say(input);
      await stopped;
      await turn();
      assert.deepEqual(stops, ['stop']);
    });

  test('that no longer listens does not end the program by that', async () => {
    const { input, output } = streams();
    const supervisor = await supervisorFrom({ STILE_SUPERVISOR: 'pipe' }, silentLog, { input, output });
    output.destroy(new Error('EPIPE'));
    await turn();
    supervisor.beat();
  });
});

describe('signs of life', () => {
  /** Told events, with something to wait for. */
  function recording(everyMs: number | null) {
    const told: string[] = [];
    const beats = new EventTarget();
    const supervisor: Supervisor = {
      kind: 'none',
      beatEveryMs: everyMs,
      ready: (place) => void told.push(`ready ${place}`),
      beat: () => {
        told.push('beat');
        beats.dispatchEvent(new Event('beat'));
      },
      stopping: () => void told.push('stopping'),
      onStop: () => undefined,
      handOver: {},
    };
    const nextBeat = () => new Promise((resolve) => beats.addEventListener('beat', resolve, { once: true }));
    return { told, supervisor, nextBeat };
  }

  test('are given while the program answers itself', async () => {
    const { told, supervisor, nextBeat } = recording(1);
    await using _beating = keepBeating(supervisor, { place: 'here', ask: async () => undefined, log: silentLog });
    await nextBeat();
    await nextBeat();
    assert.deepEqual(told.slice(0, 3), ['ready here', 'beat', 'beat']);
  });

  for (const [what, ask] of [
    ['fails', () => Promise.reject(new Error('no'))],
    ['never comes, and heeds no signal', () => new Promise<void>(() => undefined)],
  ] as const)
    test(`are not given while the answer ${what}, and are again afterwards`, async () => {
      const { told, supervisor, nextBeat } = recording(1);
      let asked = 0;
      const thirdTime = Promise.withResolvers<void>();
      const turns = () => {
        asked += 1;
        if (asked === 3) thirdTime.resolve();
        return asked <= 3 ? ask() : Promise.resolve();
      };
      await using _beating = keepBeating(supervisor, { place: 'here', ask: turns, log: silentLog });
      await thirdTime.promise;
      assert.deepEqual(told, ['ready here']);
      await nextBeat();
    });

  test('nobody wants are not given, and nothing is asked', async () => {
    const { told, supervisor } = recording(null);
    await using _beating = keepBeating(supervisor, {
      place: 'here',
      ask: () => assert.fail('asked'),
      log: silentLog,
    });
    await turn();
    assert.deepEqual(told, ['ready here']);
  });
});
