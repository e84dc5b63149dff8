// A page of the shell in hostile hands: whatever it tries stays inside.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launchWindow } from './launch.ts';

type Open = Awaited<ReturnType<typeof launchWindow>>;

/** Each is the body of a function of the page; `to` is an address elsewhere that would answer. It returns what came of it. */
const attempts: Readonly<Record<string, string>> = {
  'ask the network': "return fetch(to + '/fetch').then(() => 'reached', () => 'refused');",
  'open a WebSocket':
    "try { const socket = new WebSocket(to.replace('http', 'ws')); return await new Promise((done) => { socket.onopen = () => done('reached'); socket.onerror = () => done('refused'); }); } catch { return 'refused'; }",
  'load a picture':
    "const image = new Image(); return await new Promise((done) => { image.onload = () => done('reached'); image.onerror = () => done('refused'); image.src = to + '/x.png'; });",
  'load a script':
    "const script = document.createElement('script'); return await new Promise((done) => { script.onload = () => done('reached'); script.onerror = () => done('refused'); try { script.src = to + '/x.js'; } catch { done('refused'); } document.head.append(script); });",
  'run a text': "try { return String(eval('1 + 1')); } catch { return 'refused'; }",
  'write markup':
    "try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'written'; } catch { return 'refused'; }",
  'run a script that stands in the page':
    "const script = document.createElement('script'); try { script.text = 'globalThis.ran = 1'; } catch { return 'refused'; } document.head.append(script); return globalThis.ran === 1 ? 'ran' : 'refused';",
  'start a worker from a text':
    "try { new Worker(URL.createObjectURL(new Blob(['1']))); return 'started'; } catch { return 'refused'; }",
  // The stand-in's window is there for a moment, where Electron opens none.
  'keep a window open':
    "const other = globalThis.open('about:blank'); while (other !== null && !other.closed) await new Promise((done) => setTimeout(done, 10)); return 'refused';",
  'find Node':
    "return ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].some((name) => name in globalThis) ? 'found' : 'refused';",
  'put something in the place of the bridge':
    "const { agent } = globalThis.stile; try { globalThis.stile.agent = () => 0; } catch {} return globalThis.stile.agent === agent ? 'refused' : 'replaced';",
  'enroll, as the daemon lets an administrator':
    "const answer = await globalThis.stile.agent('enroll', { invitation: 'x', consent: { fabricCa: 'a'.repeat(64) } }); return answer.ok ? 'done' : answer.error.code === 'command-unknown' ? 'refused' : answer.error.code;",
  'call what every object has':
    "const answers = await Promise.all(['__proto__', 'constructor', 'toString'].flatMap((name) => [globalThis.stile.agent(name, {}), globalThis.stile.shell(name, {})])); return answers.every(({ ok, error }) => !ok && error.code === 'command-unknown') ? 'refused' : 'answered';",
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
      const run = `new Promise((done) => setTimeout(() => (async (to) => { ${code} })(${JSON.stringify(to)}).then(done, String)))`;
      assert.equal(await desktop.page.evaluate(run), 'refused');
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
