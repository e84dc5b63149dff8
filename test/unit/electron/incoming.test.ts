// Whatever wants the shell from outside is kept until the shell is ready, and then reaches it once, in order.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { incoming } from '../../../electron/incoming.ts';
import type { Start } from '../../../electron/start.ts';

const link = 'stile://enroll?invitation=stile1.a.b';

/** Hidden or shown, and what was opened. */
const told = ({ isHidden, opened }: Start) => `${isHidden ? 'hidden' : 'shown'} ${opened.kind}`;

function shell(args: readonly string[]) {
  const app = new EventEmitter();
  const seen: string[] = [];
  const starts = incoming(app, args);
  const take = () => starts.take((start) => seen.push(told(start)));
  const opensUrl = (url: string) => {
    let isPrevented = false;
    app.emit('open-url', { preventDefault: () => (isPrevented = true) }, url);
    assert.ok(isPrevented);
  };
  return { app, seen, take, opensUrl };
}

test('a link that came before the shell was ready is not lost', () => {
  const { seen, take, opensUrl } = shell(['--hidden']);
  opensUrl(link);
  assert.deepEqual(seen, []);
  take();
  assert.deepEqual(seen, ['hidden nothing', 'shown invitation']);
});

const later: readonly (readonly [args: readonly string[], seen: string])[] = [
  [[], 'shown nothing'],
  [['--hidden'], 'hidden nothing'],
  [['--hidden', link], 'shown invitation'],
  [[link, '--inspect', '--js-flags=--expose-gc'], 'shown invitation'],
  [['stile://run?cmd=reboot'], 'shown refused'],
  [['/etc/passwd', '--load-extension=/tmp/x'], 'shown nothing'],
];
for (const [args, expected] of later) {
  test(`a second start with ${JSON.stringify(args)} is ${expected}`, () => {
    const { app, seen, take } = shell(['--hidden']);
    take();
    // The first argument is the program that was started.
    app.emit('second-instance', {}, [link, ...args], '/tmp');
    assert.deepEqual(seen.slice(1), [expected]);
  });
}

test('an address that the system hands over is read as a link of ours, and as nothing else', () => {
  const { seen, take, opensUrl, app } = shell([]);
  take();
  for (const url of [link, 'stile://x', 'https://example.test/', 'stile1.a.b', 'file:///etc/passwd']) opensUrl(url);
  app.emit('activate');
  assert.deepEqual(seen, [
    'shown nothing',
    'shown invitation',
    'shown refused',
    'shown nothing',
    'shown nothing',
    'shown nothing',
    'shown nothing',
  ]);
});
