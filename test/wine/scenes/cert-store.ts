// Runs on Windows: the life of a user's certificate in the store `My`, told as one JSON text on standard output.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { ownCertificate } from '../../../native/cert-store/ours.ts';
import { certStoreOfWindows } from '../../../native/cert-store/win32.ts';
import { openCrypt32 } from '../../../native/cert-store/windows/crypt32.ts';
import { notificationState } from '../../../native/presentation/win32.ts';
import { secretStoreOfWindows } from '../../../native/secret-store/win32.ts';
import { browse } from './browse.ts';

const { identity, sha256, port } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const store = certStoreOfWindows();
const crypt32 = await openCrypt32();

const status = await store.status();
const before = await store.list();
const installed = await store.install(identity);
const installedAgain = await store.install(identity);
const listed = await store.list();
const { shown, keyPlace } = use();
const anonymous = browse(port, 0n);
const removed = await store.remove(sha256);
const removedAgain = await store.remove(sha256);
const after = await store.list();
/** Deleting the key once more finds nothing. */
const keyIsGone = keyPlace !== null && !crypt32.deleteKey(keyPlace);
const secrets = await secretStoreOfWindows().status();
const notices = await notificationState();

process.stdout.write(
  JSON.stringify({
    system: `${process.platform} ${process.version}`,
    status,
    before,
    installed,
    installedAgain,
    listed,
    shown,
    anonymous,
    removed,
    removedAgain,
    after,
    keyIsGone,
    secrets,
    notices,
  }),
);

/** What a server says to the certificate of the store, and where the store says that its key lies. */
function use() {
  const opened = crypt32.openUserStore();
  try {
    let each = crypt32.nextCertificate(opened, 0n);
    while (each !== 0n && ownCertificate(crypt32.derOf(each))?.sha256 !== sha256) {
      each = crypt32.nextCertificate(opened, each);
    }
    if (each === 0n) return { shown: null, keyPlace: null };
    const use = { shown: browse(port, each), keyPlace: crypt32.keyPlaceOf(each) };
    crypt32.freeCertificate(each);
    return use;
  } finally {
    crypt32.closeStore(opened);
  }
}
