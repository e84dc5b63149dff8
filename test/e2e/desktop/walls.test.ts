// A page of the shell in hostile hands: whatever it tries stays inside.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launchWindow } from './launch.ts';

type Open = Awaited<ReturnType<typeof launchWindow>>;

/** Each is the body of an asynchronous function of the page; `to` is an address elsewhere that would answer. */
const attempts: Readonly<Record<string, string>> = {
  'ask the network': `return await fetch(to + '/fetch').then(() => 'reached', () => 'refused');`,
  'open a WebSocket': `
    const socket = new WebSocket(to.replace('http', 'ws'));
    return await new Promise((done) => {
      socket.onopen = () => done('reached');
      socket.onerror = () => done('refused');
    });`,
  'load a picture': `
    const image = new Image();
    return await new Promise((done) => {
      image.onload = () => done('reached');
      image.onerror = () => done('refused');
      image.src = to + '/x.png';
    });`,
  'load a script': `
    const script = document.createElement('script');
    script.src = to + '/x.js';
    return 'told to';`,
  'run a text': `return String(eval('1 + 1'));`,
  'write markup': `
    document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
    return 'written';`,
  'run a script that stands in the page': `
    const script = document.createElement('script');
    script.text = 'globalThis.ran = 1';
    document.head.append(script);
    return 'ran';`,
  'start a worker from a text': `
    new Worker(URL.createObjectURL(new Blob(['1'])));
    return 'started';`,
  // The stand-in's window is there for a moment, where Electron opens none.
  'keep a window open': `
    const other = globalThis.open('about:blank');
    while (other !== null && !other.closed) await new Promise((done) => setTimeout(done, 10));
    return 'refused';`,
  'find Node': `
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'];
    return names.filter((name) => name in globalThis).join() || 'refused';`,
};

describe('a hostile page of the shell', () => {
  const visits: string[] = [];
  const elsewhere = http.createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('hello');
  });
  let desktop: Open;
  let to = '';
  before(async () => {
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const address = elsewhere.address();
    to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    desktop = await launchWindow();
    await desktop.page.getByRole('navigation').waitFor();
  });
  after(async () => {
    await desktop?.close();
    elsewhere.close();
  });

  for (const [what, code] of Object.entries(attempts)) {
    test(`cannot ${what}`, async () => {
      // After a turn of its own: what a debugger evaluates is not held to the policy of the page.
      const run = `new Promise((done) => setTimeout(() => attempt(${JSON.stringify(to)}).then(done, () => done('refused'))))`;
      const came = await desktop.page.evaluate(`{ const attempt = async (to) => { ${code} }; ${run} }`);
      assert.equal(came, 'refused');
    });
  }

  test('cannot leave, nor have others inside', async () => {
    const { page } = desktop;
    const before = page.url();
    for (const place of [`${to}/leave`, 'file:///etc/passwd', 'stile-app://app/none.html', 'data:text/html,x'])
      await page.evaluate(`void (location.href = ${JSON.stringify(place)})`);
    const frame =
      "const frame = document.createElement('iframe'); frame.src = to + '/frame'; document.body.append(frame);";
    await page.evaluate(
      `((to) => { ${frame} frame.onload = () => document.title = 'loaded'; })(${JSON.stringify(to)})`,
    );
    // Playwright's own waiting would evaluate a text in the page, which its policy refuses.
    while ((await page.evaluate('document.title')) !== 'loaded') await page.waitForTimeout(20);
    await page.getByRole('navigation').waitFor();
    assert.equal(page.url(), before);
    assert.equal(desktop.app.windows().length, 1);
  });

  test('reached nobody elsewhere', () => assert.deepEqual(visits, []));
});
