// Decides what browsers of this machine are to be told of the profile's web applications; pure.

import type { BrowserWishes } from '../../native/browser-policy/browser-policy.ts';
import type { WebCaState, WebState } from '../../shared/agent/web-state.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import { judgeWebCa } from '../../shared/node/x509/web-ca.ts';
import { isInsideDomains } from '../../shared/policy/domain-name.ts';
import { isUnderstood } from '../../shared/posture/features.ts';
import { spelling } from '../names/plan.ts';

export type WebPlan = Pick<WebState, 'hosts' | 'ca'> & Pick<BrowserWishes, 'issuers' | 'webCa'>;

/** Nothing is protected, nothing is trusted. */
export const nothingProtected: WebPlan = { hosts: [], ca: { kind: 'none' }, issuers: [], webCa: null };

/** `domains`: those that the invitation fixed or an administrator of this machine added; the EMS cannot widen them. */
export function planWeb(
  { destinations, webCa, clientIssuers }: Pick<Profile, 'destinations' | 'webCa' | 'clientIssuers'>,
  domains: readonly string[],
  now: number,
): WebPlan {
  const protectedHosts = destinations
    .filter((each) => each.kind === 'web' && isUnderstood(each.needs))
    .map(({ host, port }) => ({ host: spelling(host), port }))
    .filter(({ host }) => isInsideDomains(host, domains));
  const hosts = [...new Map(protectedHosts.map((each) => [`${each.host}:${each.port}`, each])).values()];
  const verdict = webCa === null ? null : judgeWebCa(webCa, domains, now);
  const isTrusted = verdict?.kind === 'trusted';
  return { hosts, ca: stateOf(verdict), issuers: clientIssuers, webCa: isTrusted ? verdict.der : null };
}

function stateOf(verdict: ReturnType<typeof judgeWebCa> | null): WebCaState {
  if (verdict === null) return { kind: 'none' };
  if (verdict.kind === 'refused') return verdict;
  const { sha256, commonName, domains } = verdict;
  return { kind: 'trusted', sha256, commonName, domains: domains.slice(0, 64) };
}
