import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { serverCertificate } from '../../../ems/pki/server-certificate.ts';
import { type Authority, createAuthority } from '../../../shared/node/x509/authority.ts';
import { runningEms } from '../../doubles/running-ems.ts';

const dayMs = 86_400_000;
const serverNames = ['localhost', '127.0.0.1', '::1'];
const publicUrl = 'http://localhost:8015';
let fabric: Authority;
let other: Authority;

before(async () => {
  fabric = await createAuthority({ role: 'fabric', commonName: 'one', days: 3_650 });
  other = await createAuthority({ role: 'fabric', commonName: 'one', days: 3_650 });
});

/** Whether a second start goes on with what the first one made. */
const rows = [
  { what: 'the next day', isKept: true },
  { what: 'under other names', serverNames: ['localhost', '127.0.0.1'], isKept: false },
  { what: 'with a name in the place of another', serverNames: ['localhost', '127.0.0.1', '::2'], isKept: false },
  { what: 'with another public address', publicUrl: 'http://localhost:8016', isKept: false },
  { what: 'with another fabric CA of the same name', isOtherCa: true, isKept: false },
  { what: 'when it is due', afterMs: 31 * dayMs, isKept: false },
  { what: 'on a clock that was set back before it', afterMs: -dayMs, isKept: false },
] as const;

for (const row of rows)
  test(`a server certificate ${row.isKept ? 'is kept' : 'is made anew'} ${row.what}`, async () => {
    await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-server-'));
    const identity = { authorities: { fabric }, serverNames, publicUrl };
    const first = await serverCertificate(directory.path, identity, Date.now());
    const later = { ...identity, ...row, authorities: { fabric: 'isOtherCa' in row ? other : fabric } };
    const now = Date.now() + ('afterMs' in row ? row.afterMs : dayMs);
    const second = await serverCertificate(directory.path, later, now);
    assert.equal(second.cert === first.cert, row.isKept);
    const file = path.join(directory.path, 'server.pem');
    assert.equal(await readFile(file, 'utf8'), second.key + second.cert);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

test('an EMS that starts again shows the certificate it showed before, so that a clock that is late loses nothing', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-server-'));
  const shown = async () => await readFile(path.join(directory.path, 'data', 'server.pem'), 'utf8');
  const settings = { public: { host: '127.0.0.1', port: 0 }, publicUrl };
  const ems = await runningEms({ directory: directory.path, settings });
  const before = await shown();
  await ems.stop();
  await using _again = await runningEms({ directory: directory.path, settings });
  assert.equal(await shown(), before);
});
