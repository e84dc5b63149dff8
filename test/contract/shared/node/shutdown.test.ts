import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const module = new URL('../../../../shared/node/shutdown.ts', import.meta.url).href;

/** Runs a program whose body is `body`; each signal is sent when the program has said one line more. */
async function ending(
  body: string,
  signals: readonly NodeJS.Signals[] = [],
): Promise<{ status: unknown; said: string }> {
  const program = `
    import { runToEnd, untilAborted } from '${module}';
    const say = (line) => process.stdout.write(line + '\\n');
    const log = { info: () => undefined, error: (line) => say('logged: ' + line) };
    const keep = setInterval(() => undefined, 60_000);
    const status = await runToEnd(async (signal, stack) => { ${body} }, log);
    clearInterval(keep);
    process.exitCode = status;
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const waiting = [...signals];
  child.stdout.on('data', () => {
    const next = waiting.shift();
    if (next !== undefined) child.kill(next);
  });
  const said = await text(child.stdout);
  const [code] = await closed;
  return { status: code, said };
}

const serve = `
  stack.defer(() => say('closed first'));
  stack.defer(() => say('closed last'));
  say('up');
  await untilAborted(signal);
  return 0;
`;

test('a signal ends the program with everything closed in reverse', async () => {
  assert.deepEqual(await ending(serve, ['SIGTERM']), { status: 0, said: 'up\nclosed last\nclosed first\n' });
});

test('a second signal ends a program whose closing hangs', async () => {
  const hanging = `stack.defer(() => new Promise(() => say('closing'))); say('up'); await untilAborted(signal); return 0;`;
  assert.deepEqual(await ending(hanging, ['SIGINT', 'SIGINT']), { status: 130, said: 'up\nclosing\n' });
});

test('an error is logged and ends the program with 1, after closing', async () => {
  const failing = `stack.defer(() => say('closed')); throw new Error('no');`;
  assert.deepEqual(await ending(failing), { status: 1, said: 'logged: the program failed\nclosed\n' });
});

test('an error that nobody caught is logged and ends the program with 1, after closing', async () => {
  const failing = `stack.defer(() => say('closed')); setImmediate(() => { throw new Error('no'); }); await untilAborted(signal); return 0;`;
  assert.deepEqual(await ending(failing), { status: 1, said: 'logged: an error was caught by nobody\nclosed\n' });
});

test('a program that ends by itself gives its own status', async () => {
  assert.deepEqual(await ending(`return 3;`), { status: 3, said: '' });
});
