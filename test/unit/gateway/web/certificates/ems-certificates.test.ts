import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { keepEmsCertificates } from '../../../../../gateway/web/certificates/ems-certificates.ts';
import { silentLog } from '../../../../../shared/log.ts';
import { createAuthority, dayMs } from '../../../../../shared/node/x509/authority.ts';
import { parseCsr } from '../../../../../shared/node/x509/csr.ts';
import { issue } from '../../../../../shared/node/x509/issue.ts';
import { movedClock } from '../../../../doubles/moved-clock.ts';

const host = 'crm.corp.test';
const webAuthority = () => createAuthority({ role: 'web', domains: ['corp.test'], commonName: 'Web CA', days: 400 });

/** A keeper whose EMS signs whatever it is asked; `next` is the serial that browsers see after what is done has been heeded. */
async function stage() {
  const stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-web-')));
  const clock = movedClock();
  const changes = new EventTarget();
  let authority = await webAuthority();
  let revoked: string[] = [];
  const keeper = stack.use(
    keepEmsCertificates({
      directory,
      clock,
      log: silentLog,
      onChange: () => changes.dispatchEvent(new Event('change')),
      ems: () =>
        ({
          async call(_name: string, { body }: { readonly body: { readonly csr: string } }) {
            const { publicKey } = await parseCsr(body.csr);
            const about = {
              subjectCn: host,
              dnsNames: [host],
              eku: 'server',
              days: 90,
              publicUrl: 'http://x',
            } as const;
            const made = await issue({ authority, publicKey, ...about });
            return {
              certificate: made.certificatePem,
              serial: made.serial,
              validForMs: 90 * dayMs,
              renewAfterMs: 60 * dayMs,
              chain: authority.certificatePem,
            };
          },
        }) as never,
    }),
  );
  const shown = () => new X509Certificate(keeper.pairOf(host)?.cert ?? '').serialNumber;
  async function next(act: () => void | Promise<void>): Promise<string> {
    const changed = once(changes, 'change');
    await act();
    keeper.trusted({ webCa: authority.certificatePem, revokedWebCertificates: revoked });
    await changed;
    return shown();
  }
  return {
    next,
    shown,
    want: () => keeper.want([host]),
    expire: () => clock.forward(61 * dayMs),
    revoke: (serials: string[]) => {
      revoked = serials;
    },
    replaceCa: async () => {
      authority = await webAuthority();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Stage = Awaited<ReturnType<typeof stage>>;

const causes: Readonly<Record<string, (its: Stage) => void | Promise<void>>> = {
  'its time has come': (its) => its.expire(),
  'it was revoked': (its) => its.revoke([its.shown()]),
  'another web CA is in force': (its) => its.replaceCa(),
};

for (const [what, act] of Object.entries(causes)) {
  test(`a certificate of the EMS is replaced when ${what}`, async () => {
    await using its = await stage();
    const first = await its.next(() => its.want());
    assert.notEqual(await its.next(() => act(its)), first);
  });
}
