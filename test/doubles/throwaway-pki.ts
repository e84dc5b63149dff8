// A fabric CA, a ZTNA CA and every kind of certificate under them, good and bad, made anew for a test.

import type { CertificateName } from '../../shared/identity/certificate-name.ts';
import { formatCertificateName } from '../../shared/identity/certificate-name.ts';
import {
  type DeviceId,
  deviceId,
  type EmsId,
  emsId,
  type GatewayId,
  gatewayId,
  type SiteName,
  siteName,
} from '../../shared/ids.ts';
import { type Authority, createAuthority, dayMs } from '../../shared/node/x509/authority.ts';
import { type IssuedCertificate, type IssueOptions, issue } from '../../shared/node/x509/issue.ts';
import { type KeyKind, type KeyPair, newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';

/** A certificate with its key, as a TLS socket takes them. */
export interface Credentials extends IssuedCertificate {
  readonly keyPem: string;
  readonly keys: KeyPair;
}

/** What may differ from a good certificate. */
export type Deviation = Partial<Omit<IssueOptions, 'publicKey' | 'subjectCn'>> & { readonly keyKind?: KeyKind };

export interface ThrowawayPki {
  readonly emsId: EmsId;
  readonly site: SiteName;
  readonly uid: DeviceId;
  readonly gatewayId: GatewayId;
  readonly publicUrl: string;
  readonly fabric: Authority;
  readonly ztna: Authority;
  /** A server of the EMS: DNS names (and addresses) only. */
  server(dnsNames: readonly string[], deviation?: Deviation): Promise<Credentials>;
  machine(deviation?: Deviation, uid?: DeviceId): Promise<Credentials>;
  user(osUser: string, deviation?: Deviation, uid?: DeviceId): Promise<Credentials>;
  gateway(dnsNames: readonly string[], deviation?: Deviation, id?: GatewayId): Promise<Credentials>;
  /** The SAN URI of a name of this EMS, with parts replaced. */
  uri(name: { readonly kind: CertificateName['kind']; readonly site?: string; readonly emsId?: string }): string;
  /** Machine certificates that no gateway may accept, each wrong in one way. */
  badMachines(): Promise<Readonly<Record<BadMachine, Credentials>>>;
}

export type BadMachine =
  | 'expired'
  | 'notYetValid'
  | 'otherCaSameName'
  | 'fabricCa'
  | 'serverOnly'
  | 'otherSite'
  | 'otherEms'
  | 'noName';

const ztnaName = 'Throw-away ZTNA CA';

export async function makeThrowawayPki(): Promise<ThrowawayPki> {
  // Old enough that certificates in their past were issued under them.
  const caLife = { days: 800, notBefore: new Date(Date.now() - 400 * dayMs) };
  const fabric = await createAuthority({ role: 'fabric', commonName: 'Throw-away fabric CA', ...caLife });
  const ztna = await createAuthority({ role: 'ztna', commonName: ztnaName, ...caLife });
  const ids = {
    emsId: emsId.parse(`ems_${'A'.repeat(25)}Q`),
    site: siteName.parse('default'),
    uid: deviceId.parse('0123456789ABCDEF0123456789ABCDEF'),
    gatewayId: gatewayId.parse(`gw_${'B'.repeat(25)}Q`),
  };
  const publicUrl = 'http://ems.corp.test:8015';
  const base = { days: 90, publicUrl };
  const own = { emsId: ids.emsId, site: ids.site };

  async function make(subjectCn: string, options: Omit<IssueOptions, 'publicKey' | 'subjectCn'>, deviation: Deviation) {
    const { keyKind = 'p256', ...rest } = deviation;
    const keys = await newKeyPair(keyKind);
    const issued = await issue({ ...options, ...rest, subjectCn, publicKey: keys.publicKey });
    return { ...issued, keys, keyPem: privateKeyPem(keys) };
  }

  function machine(deviation: Deviation = {}, uid: DeviceId = ids.uid): Promise<Credentials> {
    const sanUri = formatCertificateName({ kind: 'machine', ...own, uid });
    return make(uid, { ...base, authority: ztna, eku: 'client', sanUri }, deviation);
  }

  function uri(name: { kind: CertificateName['kind']; site?: string; emsId?: string }): string {
    const parts = { emsId: emsId.parse(name.emsId ?? ids.emsId), site: siteName.parse(name.site ?? ids.site) };
    if (name.kind === 'gateway') return formatCertificateName({ kind: 'gateway', ...parts, gatewayId: ids.gatewayId });
    if (name.kind === 'user') return formatCertificateName({ kind: 'user', ...parts, uid: ids.uid, osUser: 'anna' });
    return formatCertificateName({ kind: 'machine', ...parts, uid: ids.uid });
  }

  return {
    ...ids,
    publicUrl,
    fabric,
    ztna,
    machine,
    uri,
    server: (dnsNames, deviation = {}) =>
      make(dnsNames[0] ?? 'server', { ...base, authority: fabric, eku: 'server', dnsNames }, deviation),
    user: (osUser, deviation = {}, uid = ids.uid) => {
      const sanUri = formatCertificateName({ kind: 'user', ...own, uid, osUser });
      return make(uid, { ...base, authority: ztna, eku: 'client', sanUri }, deviation);
    },
    gateway: (dnsNames, deviation = {}, id = ids.gatewayId) => {
      const sanUri = formatCertificateName({ kind: 'gateway', ...own, gatewayId: id });
      return make(id, { ...base, authority: fabric, eku: 'both', sanUri, dnsNames }, deviation);
    },
    async badMachines() {
      const otherCa = await createAuthority({ role: 'ztna', commonName: ztnaName, ...caLife });
      return {
        expired: await machine({ notBefore: new Date(Date.now() - 100 * dayMs), days: 90 }),
        notYetValid: await machine({ notBefore: new Date(Date.now() + dayMs) }),
        otherCaSameName: await machine({ authority: otherCa }),
        fabricCa: await machine({ authority: fabric }),
        serverOnly: await machine({ eku: 'server' }),
        otherSite: await machine({ sanUri: uri({ kind: 'machine', site: 'elsewhere' }) }),
        otherEms: await machine({ sanUri: uri({ kind: 'machine', emsId: `ems_${'C'.repeat(25)}Q` }) }),
        noName: await machine({ sanUri: 'https://corp.test/device' }),
      };
    },
  };
}
