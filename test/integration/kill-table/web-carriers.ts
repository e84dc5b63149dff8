// The carriers of the kill table that end at the access proxy: each brought to the state in which a cause meets it.

import type { WebCarrier as Service } from '../../../gateway/sessions/session.ts';
import { type Asking, type Browser, type BrowserRequest, http1Browser, http2Browser } from './web-clients.ts';
import { heldNames, type WebStage } from './web-stage.ts';

/** Something that was asked; how it ends for both sides. */
export interface WebLive {
  /** See Asking. */
  readonly end: Promise<string>;
  /** How the server's connection ends; null while none has come to a server. */
  readonly serverEnd: Promise<string> | null;
  /** Lets resolving or dialling succeed. */
  proceed(): void;
  stop(): Promise<void>;
}

/** A connection, or a cookie, that carries nothing. */
export interface WebKept {
  /** `whole`, or the code of a refusal. */
  ask(): Promise<string>;
  readonly ended: Promise<void>;
  stop(): void;
}

export type WebTableCarrier =
  | {
      readonly column: 'answering' | 'asked' | 'choosing';
      readonly service: Service;
      readonly http: 1 | 2;
      start(stage: WebStage): Promise<WebLive>;
    }
  | {
      readonly column: 'kept';
      readonly service?: never;
      readonly http: 1 | 2;
      start(stage: WebStage): Promise<WebKept>;
    };

type Version = 1 | 2;

export const webCarriers = {
  'HTTP/1 request, its answer flows': live('answering', 'web-request', 1, { path: '/pour' }),
  'HTTP/1 upload, its answer flows': live('answering', 'web-upload', 1, {
    path: '/pour',
    method: 'POST',
    uploads: true,
  }),
  'HTTP/1 server-sent events': live('answering', 'web-events', 1, { path: '/events' }),
  'HTTP/1 WebSocket': live('answering', 'web-socket', 1, { path: '/socket', switches: true }),
  'HTTP/2 stream, its answer flows': live('answering', 'web-stream', 2, { path: '/pour' }),
  'HTTP/2 upload, its answer flows': live('answering', 'web-stream', 2, {
    path: '/pour',
    method: 'POST',
    uploads: true,
  }),
  'HTTP/2 server-sent events': live('answering', 'web-events', 2, { path: '/events' }),
  'HTTP/2 WebSocket': live('answering', 'web-socket', 2, { path: '/socket', switches: true }),
  'HTTP/1 request, not answered yet': live('asked', 'web-request', 1, { path: '/wait' }),
  'HTTP/1 upload, not answered yet': live('asked', 'web-upload', 1, { path: '/wait', method: 'POST', uploads: true }),
  'HTTP/2 stream, not answered yet': live('asked', 'web-stream', 2, { path: '/wait' }),
  'HTTP/2 upload, not answered yet': live('asked', 'web-stream', 2, { path: '/wait', method: 'POST', uploads: true }),
  'HTTP/1 request, resolving': resolving('web-request', 1, 0, {}),
  'HTTP/1 WebSocket, resolving': resolving('web-socket', 1, 1, { switches: true }),
  'HTTP/2 stream, resolving': resolving('web-stream', 2, 2, {}),
  'HTTP/1 upload, dialling': dialling('web-upload', 1, { method: 'POST', uploads: true }),
  'HTTP/1 connection that is kept': kept(1, 'its connection'),
  'HTTP/2 connection without streams': kept(2, 'its connection'),
  'a cookie that leads to a server': kept(1, 'its cookie'),
} satisfies Readonly<Record<string, WebTableCarrier>>;

/** So that a server knows which request is which. */
let numbered = 0;

function browser(stage: WebStage, http: Version): Browser | Promise<Browser> {
  return http === 1 ? http1Browser(stage.world) : http2Browser(stage.world);
}

function live(column: 'answering' | 'asked', service: Service, http: Version, wanted: BrowserRequest): WebTableCarrier {
  return {
    column,
    service,
    http,
    async start(stage) {
      const { asking, number, close } = await ask(stage, http, wanted);
      const { end: serverEnd } = await stage.arrived(number);
      if (column === 'answering') await asking.flowing;
      return { end: asking.end, serverEnd, proceed: () => undefined, stop: close };
    },
  };
}

function resolving(
  service: Service,
  http: Version,
  at: 0 | 1 | 2,
  wanted: Omit<BrowserRequest, 'path'>,
): WebTableCarrier {
  return {
    column: 'choosing',
    service,
    http,
    async start(stage) {
      const hold = stage.world.dns.hold(heldNames[at]);
      const { asking, close } = await ask(stage, http, { ...wanted, path: `/held${at + 1}` });
      await hold.asked;
      return {
        end: asking.end,
        serverEnd: null,
        proceed: hold.release,
        async stop() {
          hold.release();
          await close();
        },
      };
    },
  };
}

function dialling(service: Service, http: Version, wanted: Omit<BrowserRequest, 'path'>): WebTableCarrier {
  return {
    column: 'choosing',
    service,
    http,
    async start(stage) {
      const { stalled } = stage;
      const { asking, close } = await ask(stage, http, { ...wanted, path: '/stalled' });
      await stalled.dialled();
      let isAccepting = false;
      return {
        end: asking.end,
        serverEnd: null,
        proceed() {
          isAccepting = true;
          stalled.accept();
        },
        async stop() {
          await close();
          if (isAccepting) await stalled.stall();
        },
      };
    },
  };
}

function kept(http: Version, by: 'its connection' | 'its cookie'): WebTableCarrier {
  return {
    column: 'kept',
    http,
    async start(stage) {
      const first = await browser(stage, http);
      const asking = first.ask({ path: '/' });
      if ((await asking.end) !== 'whole') throw new Error(`not let in: ${await asking.end}`);
      const cookie = asking.setCookie()?.split(';')[0];
      if (by === 'its connection')
        return { ask: () => first.ask({ path: '/' }).end, ended: first.ended, stop: () => first.close() };
      first.close();
      return {
        async ask() {
          const later = await browser(stage, http);
          const outcome = await later.ask({ path: '/', ...(cookie === undefined ? {} : { cookie }) }).end;
          later.close();
          return outcome;
        },
        // A cookie has no connection that could end.
        ended: Promise.resolve(),
        stop: () => undefined,
      };
    },
  };
}

async function ask(
  stage: WebStage,
  http: Version,
  wanted: BrowserRequest,
): Promise<{ readonly asking: Asking; readonly number: number; close(): Promise<void> }> {
  numbered += 1;
  const number = numbered;
  const made = await browser(stage, http);
  const asking = made.ask({ ...wanted, path: `${wanted.path}?${number}` });
  return {
    asking,
    number,
    async close() {
      asking.stop();
      made.close();
    },
  };
}
