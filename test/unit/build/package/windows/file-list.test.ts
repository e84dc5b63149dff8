// What the setup program is told of its files: each laid and each removed by name, folders from the inside out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileList } from '../../../../../build/package/windows/nsis/file-list.ts';

const file = (name: string) => ({ name, source: `/from/${name}`, isDesktop: name.startsWith('desktop/') });

test('each file is laid into its folder and removed by its name; the host, which is laid first, is only removed', () => {
  const payload = [file('a/b/deep.js'), file('a/low.js'), file('stile-service.exe'), file('top$.mjs')];
  assert.equal(
    fileList(payload),
    `!macro InstallFiles
  SetOutPath "$INSTDIR"
  File "/from/top$$.mjs"
  SetOutPath "$INSTDIR\\a"
  File "/from/a/low.js"
  SetOutPath "$INSTDIR\\a\\b"
  File "/from/a/b/deep.js"
!macroend
!macro RemoveFiles
  Delete "$INSTDIR\\a\\b\\deep.js"
  Delete "$INSTDIR\\a\\low.js"
  Delete "$INSTDIR\\stile-service.exe"
  Delete "$INSTDIR\\top$$.mjs"
  RMDir "$INSTDIR\\a\\b"
  RMDir "$INSTDIR\\a"
!macroend
`,
  );
});
