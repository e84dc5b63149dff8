// The pages as addresses and back; pure.

import { type DeviceId, deviceId } from '../../../shared/ids.ts';

export type Place =
  | { readonly kind: 'endpoints' }
  | { readonly kind: 'endpoint'; readonly uid: DeviceId }
  | { readonly kind: 'gateways' }
  | { readonly kind: 'invitations' }
  | { readonly kind: 'destinations' }
  | { readonly kind: 'users' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'nowhere' };

/** What stands in the head of every page. */
export const places = [
  { path: '/endpoints', title: 'Endpoints' },
  { path: '/gateways', title: 'Gateways' },
  { path: '/invitations', title: 'Invitations' },
  { path: '/destinations', title: 'Destinations' },
  { path: '/users', title: 'Users' },
  { path: '/audit', title: 'Audit' },
] as const;

export function placeOf(path: string): Place {
  const [first = '', second, ...rest] = path.split('/').slice(1);
  if (rest.length > 0) return { kind: 'nowhere' };
  if (first === 'endpoints' && second !== undefined) {
    const uid = deviceId.safeParse(second);
    return uid.success ? { kind: 'endpoint', uid: uid.data } : { kind: 'nowhere' };
  }
  if (second !== undefined) return { kind: 'nowhere' };
  if (first === '') return { kind: 'endpoints' };
  const known = ['endpoints', 'gateways', 'invitations', 'destinations', 'users', 'audit', 'sign-in'] as const;
  const kind = known.find((each) => each === first);
  return kind === undefined ? { kind: 'nowhere' } : { kind };
}

/** Whether the page at a path belongs to an entry of the head. */
export function isWithin(path: string, entry: string): boolean {
  return path === entry || path.startsWith(`${entry}/`) || (path === '/' && entry === places[0].path);
}

export function endpointPath(uid: DeviceId): string {
  return `/endpoints/${uid}`;
}
