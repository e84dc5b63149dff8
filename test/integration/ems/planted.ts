// Certificates that the EMS itself would not make now: signed with its real CAs and written into its records.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openStore } from '../../../ems/store/database.ts';
import { type CertificateName, formatCertificateName } from '../../../shared/identity/certificate-name.ts';
import { type DeviceId, emsId, gatewayId, siteName } from '../../../shared/ids.ts';
import { silentLog } from '../../../shared/log.ts';
import { type Authority, authorityId } from '../../../shared/node/x509/authority.ts';
import { issue, type Usage } from '../../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

export const dayMs = 86_400_000;

export interface Planted {
  readonly cert: string;
  readonly key: string;
}

/** A certificate of 90 days that ended (or ends) so many days from now; `isOnRecord: false` leaves the records as they are. */
export async function plant(
  ems: TestEms,
  wanted: {
    readonly kind: CertificateName['kind'];
    readonly owner: string;
    readonly endsInDays?: number;
    readonly ca?: 'ztna' | 'fabric';
    readonly eku?: Usage;
    readonly isOnRecord?: boolean;
    readonly state?: 'active' | 'retired' | 'revoked';
  },
): Promise<Planted> {
  const { endsInDays = 60, isOnRecord = true } = wanted;
  const authority = await authorityOf(ems, wanted.ca ?? (wanted.kind === 'gateway' ? 'fabric' : 'ztna'));
  const keys = await newKeyPair('p256');
  const status = await ems.admin.call('status', {});
  const common = { emsId: emsId.parse(status.emsId), site: siteName.parse('default') };
  const made = await issue({
    authority,
    publicKey: keys.publicKey,
    subjectCn: wanted.owner,
    sanUri: formatCertificateName(nameOf(wanted.kind, wanted.owner, common)),
    eku: wanted.eku ?? (wanted.kind === 'gateway' ? 'both' : 'client'),
    days: 90,
    notBefore: new Date(Date.now() + (endsInDays - 90) * dayMs),
    publicUrl: 'http://localhost:1',
  });
  if (isOnRecord) {
    const row = {
      sha256: made.sha256,
      issuer: authorityId(authority.certificatePem),
      serial: made.serial,
      kind: wanted.kind,
      owner: wanted.owner,
      os_user: wanted.kind === 'user' ? 'ada' : null,
      key_fingerprint: made.sha256,
      public_key: String(keys.publicKey.export({ type: 'spki', format: 'pem' })),
      certificate: made.certificatePem,
      issued_at: made.notBefore,
      not_after: made.notAfter,
      state: wanted.state ?? 'active',
    };
    await using store = await openStore(
      await testStore().settingsFor(ems.directory),
      path.join(ems.directory, 'data'),
      silentLog,
    );
    await store.db.insertInto('certificates').values(row).execute();
  }
  return { cert: made.certificatePem, key: privateKeyPem(keys) };
}

function nameOf(
  kind: CertificateName['kind'],
  owner: string,
  common: Pick<CertificateName, 'emsId' | 'site'>,
): CertificateName {
  if (kind === 'gateway') return { kind, ...common, gatewayId: gatewayId.parse(owner) };
  const uid = owner as DeviceId;
  return kind === 'user' ? { kind, ...common, uid, osUser: 'ada' } : { kind, ...common, uid };
}

async function authorityOf(ems: TestEms, role: 'ztna' | 'fabric'): Promise<Authority> {
  const text = await readFile(path.join(ems.directory, 'data', 'ca', `${role}-ca.pem`), 'utf8');
  const at = text.indexOf('-----BEGIN CERTIFICATE');
  return { keyPem: text.slice(0, at), certificatePem: text.slice(at) };
}
