// The cells of the kill table at the access proxy: a cause happens once, and meets every carrier at the same moment.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dialTunnel, type TunnelClient } from '../gateway/clients.ts';
import { type Cause, causes } from './causes.ts';
import { type Cell, cellOf } from './cells.ts';
import { type WebKept, type WebLive, type WebTableCarrier, webCarriers } from './web-carriers.ts';
import { openWebStage, type WebStage } from './web-stage.ts';

let stage: WebStage;
before(async () => {
  stage = await openWebStage();
});
after(async () => await stage?.[Symbol.asyncDispose]());

interface Met {
  readonly name: string;
  readonly carrier: WebTableCarrier;
  readonly cell: Cell;
}

for (const [causeName, cause] of Object.entries<Cause>(causes)) {
  const code = cause.codeOnWeb ?? cause.code;
  test(`${causeName} (${code})`, { timeout: 30_000 }, async (context) => {
    await cause.before?.(stage);
    await using cleaning = new AsyncDisposableStack();
    const ear = await dialTunnel(stage.world, stage.other);
    cleaning.defer(() => void ear.socket.destroy());
    const started = await Promise.all(
      Object.entries<WebTableCarrier>(webCarriers).map(async ([name, carrier]) => {
        const live = await carrier.start(stage);
        cleaning.defer(() => live.stop());
        return { name, carrier, cell: cellOf(cause.row, name, carrier.column), live };
      }),
    );
    const held = stage.heldRequests();
    const logged = stage.world.accessLog.length;
    try {
      await cause.happen(stage);
      for (const { live, cell } of started)
        if ('proceed' in live && cell.kind === 'refused' && cell.when === 'once it is connected') live.proceed();
      for (const met of started)
        await context.test(`${met.name}: ${met.cell.kind}`, { timeout: 10_000 }, () =>
          'proceed' in met.live ? meetLive(met, met.live, code) : meetKept(met, met.live, code),
        );
      assert.equal(stage.heldRequests(), held, 'a server heard of what was refused');
      // Events stand between the lines of traffic, and are other rows' business.
      const traffic = stage.world.accessLog.slice(logged).filter(({ type }) => type === 'traffic');
      const lines = traffic.slice(0, started.length);
      assert.deepEqual(accountOf(lines), accountMeant(started, code));
      // One that stops resets this connection, too, with what is on its way over it.
      if (cause !== causes['the gateway stops'])
        await hearAll(
          ear,
          lines.filter(({ action }) => action === 'close').map(({ requestid }) => String(requestid)),
          code,
        );
    } finally {
      await cleaning.disposeAsync();
      await cause.mend?.(stage);
      await stage.putRight();
    }
  });
}

async function meetLive({ carrier, cell }: Met, live: WebLive, code: string): Promise<void> {
  switch (cell.kind) {
    case 'broken':
      // Why an HTTP/2 connection went, Node does not always say; none of its streams can be taken for whole.
      assert.match(await live.end, carrier.http === 1 ? /^reset$/ : cell.whole ? /^(reset|lost)$/ : /^stream$/);
      break;
    case 'told':
      assert.match(await live.end, new RegExp(cell.late ? `^(${code}|reset|lost)$` : `^${code}$`));
      break;
    case 'refused':
      assert.equal(await live.end, code);
      break;
    case 'dropped':
      assert.match(await live.end, new RegExp(`^(${code}|reset|lost)$`));
      break;
    default:
      assert.fail(`no carrier of this column can be ${cell.kind}`);
  }
  if (live.serverEnd !== null) assert.match(await live.serverEnd, /^(ECONNRESET|EPIPE)$/);
}

async function meetKept({ cell }: Met, live: WebKept, code: string): Promise<void> {
  switch (cell.kind) {
    case 'barred':
      assert.equal(await live.ask(), code);
      break;
    case 'spared':
      assert.equal(await live.ask(), 'whole');
      break;
    case 'ended':
      await live.ended;
      break;
    default:
      assert.fail(`nothing that carries nothing can be ${cell.kind}`);
  }
}

function accountOf(lines: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return lines
    .filter(({ action }) => action === 'close' || action === 'deny')
    .map(({ service, action, code }) => `${service} ${action} ${code}`)
    .sort();
}

/** What was joined was closed; what was not, was denied. What is asked later by what was kept is refused as any other. */
function accountMeant(started: readonly Met[], code: string): readonly string[] {
  return started
    .flatMap(({ carrier, cell }) => {
      if (carrier.column === 'kept') return cell.kind === 'barred' ? [`web-${keptAsks(carrier)} deny ${code}`] : [];
      return [`${carrier.service} ${carrier.column === 'choosing' ? 'deny' : 'close'} ${code}`];
    })
    .sort();
}

function keptAsks(carrier: WebTableCarrier): string {
  return carrier.http === 2 ? 'stream' : 'request';
}

/** Another connection of the device hears of each request that was ended, and why. */
async function hearAll(ear: TunnelClient, requestIds: readonly string[], code: string): Promise<void> {
  const left = new Set(requestIds);
  while (left.size > 0) {
    const { denial } = await ear.control();
    if (denial !== undefined && denial !== null && left.delete(denial.requestId)) assert.equal(denial.code, code);
  }
}
