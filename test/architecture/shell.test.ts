// Holds the desktop shell to what its decision says (ADR 0019): one ear, closed windows, a closed package.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTree, repositoryFiles } from './repository.ts';

const sources = readTree(repositoryFiles().filter((file) => /^electron\/.*\.ts$/.test(file)));
const [packing = ''] = readTree(['build/electron-builder.yml']).values();

/** Files of the shell that hold what matches. */
const filesWith = (pattern: RegExp): readonly string[] =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([file]) => file);

/** All that Electron is asked for by this name, in an import. */
const importing = (name: string) => new RegExp(`import[^;]*\\b${name}\\b[^;]*from 'electron'`);

describe('the package of the shell', () => {
  const configuration = z
    .object({
      asar: z.boolean(),
      electronFuses: z.record(z.string(), z.boolean()),
      protocols: z.array(z.object({ schemes: z.array(z.string()) })),
      win: z.object({ requestedExecutionLevel: z.string() }),
    })
    .parse(parse(packing));

  test('has every fuse that keeps it from being turned into something else', () => {
    assert.deepEqual(configuration.electronFuses, {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    // Without an archive there is nothing whose integrity could be checked.
    assert.equal(configuration.asar, true);
  });

  test('answers to one scheme and asks for no rights', () => {
    assert.deepEqual(
      configuration.protocols.flatMap(({ schemes }) => schemes),
      ['stile'],
    );
    assert.equal(configuration.win.requestedExecutionLevel, 'asInvoker');
  });
});

test('the window opens on the ground that its page is drawn on', () => {
  const [tokens = ''] = readTree(['renderer/styles/tokens.css']).values();
  const [, light, dark] = /--ground: light-dark\((#\w+), (#\w+)\)/.exec(tokens) ?? [];
  assert.match(sources.get('electron/window/window.ts') ?? '', new RegExp(`light: '${light}', dark: '${dark}'`));
});

describe('the shell', () => {
  const only: readonly (readonly [what: string, pattern: RegExp, files: readonly string[]])[] = [
    ['hears pages in one place', importing('ipcMain'), ['electron/ipc.ts']],
    ['makes windows in one place', /\bnew BrowserWindow\b/, ['electron/window/window.ts']],
    ['speaks to the pages from one place', importing('ipcRenderer'), ['electron/preload.ts']],
    ['exposes one thing to the page', /exposeInMainWorld/, ['electron/preload.ts']],
    ['answers its own scheme in one place', /protocol\.handle\b/, ['electron/window/app-protocol.ts']],
    ['hands addresses to the browser in one place', /openExternal/, ['electron/main.ts']],
  ];
  for (const [what, pattern, files] of only) test(what, () => assert.deepEqual(filesWith(pattern), files));

  const never: readonly (readonly [what: string, pattern: RegExp])[] = [
    ['gives a page Node', /nodeIntegration\w*:\s*true/],
    ['takes a wall down around a page', /(?:sandbox|contextIsolation|webSecurity):\s*false/],
    ['lets webviews in', /webviewTag:\s*true/],
    ['lets insecure or experimental things in', /(?:allowRunningInsecureContent|experimentalFeatures):\s*true/],
    ['runs a text in a page', /executeJavaScript|insertCSS/],
    ['undoes the sandbox or opens a door by a switch', /no-sandbox|remote-debugging|appendSwitch|disable-web-security/],
    ['asks the network for anything', /import[^;]*\bnet\b[^;]*from 'electron'|\bfetch\(|node:https?'/],
    ['takes certificates that nobody vouches for', /certificate-error|setCertificateVerifyProc/],
    ['talks synchronously to a page', /sendSync|returnValue/],
  ];
  for (const [what, pattern] of never) test(`never ${what}`, () => assert.deepEqual(filesWith(pattern), []));
});
