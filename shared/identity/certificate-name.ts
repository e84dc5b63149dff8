// What a certificate says it is: the one SAN URI `urn:stile:…`, read strictly and written in one spelling.

import {
  type DeviceId,
  deviceId,
  type EmsId,
  emsId,
  type GatewayId,
  gatewayId,
  type SiteName,
  siteName,
} from '../ids.ts';
import { isOsUser } from './os-user.ts';

/** Who a certificate speaks for. A kind opens only the routes that name it. */
export type CertificateName =
  | { readonly kind: 'machine'; readonly emsId: EmsId; readonly site: SiteName; readonly uid: DeviceId }
  | {
      readonly kind: 'user';
      readonly emsId: EmsId;
      readonly site: SiteName;
      readonly uid: DeviceId;
      /** As the device's OS spells it. */
      readonly osUser: string;
    }
  | { readonly kind: 'gateway'; readonly emsId: EmsId; readonly site: SiteName; readonly gatewayId: GatewayId };

export type CertificateKind = CertificateName['kind'];

/** Every URI of ours starts with this; whoever looks for our name in a certificate looks for it. */
export const namePrefix = 'urn:stile:';

/** No URI of ours is longer: 256 units of OS user take up to nine letters each. */
export const largestName = 4_096;

/**
 * The SAN URI of a name.
 * @throws TypeError if the OS user is empty, too long, or no well-formed text
 */
export function formatCertificateName(name: CertificateName): string {
  const start = `${namePrefix}${name.emsId}:${name.site}`;
  switch (name.kind) {
    case 'machine':
      return `${start}:device:${name.uid}:machine`;
    case 'user':
      if (!isOsUser(name.osUser)) throw new TypeError('this OS user cannot stand in a certificate');
      return `${start}:device:${name.uid}:user:${percentEncode(name.osUser)}`;
    case 'gateway':
      return `${start}:gateway:${name.gatewayId}`;
  }
}

/** The name that a SAN URI spells, or undefined if it is not exactly what `formatCertificateName` writes. */
export function parseCertificateName(uri: string): CertificateName | undefined {
  if (uri.length > largestName || !uri.startsWith(namePrefix)) return undefined;
  const name = nameOf(uri.slice(namePrefix.length).split(':'));
  // One spelling per name: what is compared as text and what is compared as parts can never differ.
  return name !== undefined && formatCertificateName(name) === uri ? name : undefined;
}

function nameOf(parts: readonly string[]): CertificateName | undefined {
  const [emsPart, sitePart, what, id, kind, user] = parts;
  const ems = emsId.safeParse(emsPart);
  const site = siteName.safeParse(sitePart);
  if (!ems.success || !site.success) return undefined;
  const common = { emsId: ems.data, site: site.data };
  if (what === 'gateway' && parts.length === 4) {
    const gateway = gatewayId.safeParse(id);
    return gateway.success ? { kind: 'gateway', ...common, gatewayId: gateway.data } : undefined;
  }
  const uid = deviceId.safeParse(id);
  if (what !== 'device' || !uid.success) return undefined;
  if (kind === 'machine' && parts.length === 5) return { kind, ...common, uid: uid.data };
  if (kind !== 'user' || user === undefined || parts.length !== 6) return undefined;
  const osUser = percentDecode(user);
  return osUser === undefined || !isOsUser(osUser) ? undefined : { kind, ...common, uid: uid.data, osUser };
}

/** RFC 3986 §2.3: only unreserved characters stay, so that a user can hold neither `:` nor `,` in the URI. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
