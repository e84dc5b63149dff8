// The browser that stories and tests drive: Debian's Chromium with a home of its own.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openBrowser } from '../../build/demo/stage/browser.ts';

test('a page is opened, and nothing of the browser is left outside its home', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'stile-browser-'));
  const server = createServer((_request, response) => response.end('<title>hello</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const browser = await openBrowser({ home });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    assert.equal(await page.title(), 'hello');
    await browser.close();
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(home, { recursive: true });
  }
});
