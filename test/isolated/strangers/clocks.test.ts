// Agent, gateway or EMS with a clock that is off by an hour: durations decide, and what a date forbids names the clock.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from './servers/serve.ts';
import { isPublished } from './stage/device.ts';
import { at } from './stage/network.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { ownPrograms, type Programs } from './stage/programs.ts';
import { openStage, type Stage } from './stage/stage.ts';

await inOwnMachine();

let stage: Stage;
let programs: Programs;
const opened = new AsyncDisposableStack();
const port = 7;

before(async () => {
  stage = opened.use(await openStage({ services: [{ name: 'echo', port }] }));
  programs = opened.use(ownPrograms(stage));
  const hello = ['/usr/bin/socat', `TCP-LISTEN:${port},fork,reuseaddr`, 'EXEC:/bin/echo hello'];
  opened.use(await serve(at('services', hello), port));
});
after(() => opened.disposeAsync());

type Who = 'agent' | 'gateway' | 'ems';

interface Row {
  readonly who: Who;
  readonly clock: 'an hour ahead' | 'an hour behind' | 'right again';
  /** Whether the device still reaches its service. */
  readonly reaches: boolean;
  readonly doctor: RegExp;
  readonly status: RegExp;
}

const fine = /^(?!.*(clock|not valid)).*$/s;
const notYet = /by the clock of this machine the certificate of (the gateway )?[\w.:]+ is not valid yet/;
const byEms = /by the clock of the EMS this certificate is not valid yet/;

/** Servers that were set up a moment ago have certificates from five minutes before: a clock behind that knows none of them. */
const rows: readonly Row[] = [
  { who: 'agent', clock: 'an hour ahead', reaches: true, doctor: /this device is 60 minutes ahead/, status: fine },
  { who: 'agent', clock: 'an hour behind', reaches: false, doctor: notYet, status: fine },
  { who: 'agent', clock: 'right again', reaches: true, doctor: fine, status: fine },
  { who: 'gateway', clock: 'an hour ahead', reaches: true, doctor: fine, status: /this gateway is 60 minutes ahead/ },
  { who: 'gateway', clock: 'an hour behind', reaches: false, doctor: /096 Gateway Not Ready/, status: notYet },
  { who: 'gateway', clock: 'right again', reaches: true, doctor: fine, status: fine },
  // Its server's certificate is kept over the restart, and is of a time that everybody knows.
  {
    ...{ who: 'ems', clock: 'an hour ahead', reaches: true },
    ...{ doctor: /this device is 60 minutes behind/, status: /this gateway is 60 minutes behind/ },
  },
  { who: 'ems', clock: 'right again', reaches: true, doctor: fine, status: fine },
  { who: 'ems', clock: 'an hour behind', reaches: true, doctor: byEms, status: byEms },
  { who: 'ems', clock: 'right again', reaches: true, doctor: fine, status: fine },
];

for (const { who, clock, reaches, doctor, status } of rows)
  test(`the clock of the ${who} is ${clock}: the service is ${reaches ? '' : 'not '}reached, and people are told`, async () => {
    const env = { 'right again': {}, 'an hour ahead': faked('+3600'), 'an hour behind': faked('-3600') }[clock];
    if (who === 'agent') await stage.device.restart(env);
    else await programs.restart(who, env);
    if (who === 'ems' && clock === 'right again') await dontWait();
    await shows('doctor', () => stage.device.doctor(), doctor);
    await shows('gateway status', () => programs.gatewayStatus(), status);
    if (who === 'ems' && clock === 'right again') await settled();
    await asked(async () => (await hello()) === reaches);
  });

/** Agent and gateway would try again by themselves, the later the longer the EMS was wrong. */
async function dontWait(): Promise<void> {
  await programs.restart('gateway', {});
  await stage.device.restart({});
}

/** What a device says first after a start, before it has looked at itself, may cost it what it sees for a moment. */
async function settled(): Promise<void> {
  let inARow = 0;
  await asked(async () => {
    const { destinations } = await stage.device.until(() => true);
    inARow = destinations.some(isPublished) ? inARow + 1 : 0;
    await pause(100);
    return inARow === 10;
  });
}

async function hello(): Promise<boolean> {
  const { out } = await stage.device.run(['/usr/bin/socat', '-', `TCP:echo.corp.test:${port}`]);
  return out === 'hello\n';
}

/** Asks until it is shown, and says what was shown instead when it never is. */
async function shows(what: string, ask: () => Promise<string>, wanted: RegExp): Promise<void> {
  let last = '';
  const isShown = async () => {
    last = await ask();
    return wanted.test(last);
  };
  await asked(isShown).catch((cause: unknown) => assert.fail(`${what} shows ${last}\n${String(cause)}`));
}

/** Only the wall clock: what counts durations is right on every machine. */
function faked(offset: string): Readonly<Record<string, string>> {
  const library = '/usr/$LIB/faketime/libfaketime.so.1';
  return { LD_PRELOAD: library, FAKETIME: offset, DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' };
}
