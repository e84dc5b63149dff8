// Drives Debian's Firefox by WebDriver BiDi, as far as these tests need it: open a page, read from it, end.

import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { WebSocket } from 'ws';
import { z } from 'zod';

export interface Firefox extends AsyncDisposable {
  readonly version: string;
  /** Opens a page in the one tab. @throws Error with Firefox's own word for what went wrong */
  open(url: string): Promise<void>;
  /** The value of an expression in the page, as text. */
  read(expression: string): Promise<string>;
}

/** Where Firefox keeps the profile below a home: `profiles.ini` names it, as it does for a person's. */
export function firefoxProfile(home: string): string {
  return path.join(home, '.mozilla', 'firefox', 'stile.default');
}

const startsWithinMs = 30_000;
const answer = z.object({ id: z.int(), result: z.unknown().optional(), message: z.string().optional() });

/** @param home HOME of the browser; its profile has to be named in `profiles.ini` */
export async function openFirefox(home: string): Promise<Firefox> {
  await mkdir(firefoxProfile(home), { recursive: true, mode: 0o700 });
  const child = spawn(
    '/usr/bin/firefox-esr',
    ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', firefoxProfile(home), 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { HOME: home, PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' } },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const socket = new WebSocket(`${await listeningAt(child.stderr)}/session`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map<number, (said: z.infer<typeof answer>) => void>();
  socket.on('message', (text) => {
    const said = answer.safeParse(JSON.parse(String(text)));
    if (said.success) waiting.get(said.data.id)?.(said.data);
  });
  let last = 0;
  async function call(method: string, params: object): Promise<unknown> {
    const id = ++last;
    const said = await new Promise<z.infer<typeof answer>>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    if (said.message !== undefined) throw new Error(said.message);
    return said.result;
  }
  const session = z
    .object({ capabilities: z.object({ browserVersion: z.string() }) })
    .parse(await call('session.new', { capabilities: {} }));
  const tree = z
    .object({ contexts: z.array(z.object({ context: z.string() })).min(1) })
    .parse(await call('browsingContext.getTree', {}));
  const context = tree.contexts[0]?.context;
  return {
    version: session.capabilities.browserVersion,
    async open(url) {
      await call('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async read(expression) {
      const evaluated = await call('script.evaluate', { expression, target: { context }, awaitPromise: true });
      return z.object({ result: z.object({ value: z.string() }) }).parse(evaluated).result.value;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function listeningAt(stderr: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Firefox did not start:\n${text}`)), startsWithinMs);
    stderr.on('data', (chunk) => {
      text += String(chunk);
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(text)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    stderr.once('end', () => reject(new Error(`Firefox ended:\n${text}`)));
  });
}
