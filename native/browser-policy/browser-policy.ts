// What the agent asks of the browsers of a machine by their managed policies: three wishes, written, listed, and taken back.

import type { BrowserName, BrowserPolicyState } from '../../shared/agent/web-state.ts';
import type { Logger } from '../../shared/log.ts';

/** What browsers are to do; without hosts, nothing. */
export interface BrowserWishes {
  /** Only these are offered a certificate without a prompt, and may be reached from public pages. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** Common names of the CAs whose certificates are offered; without any, none is. */
  readonly issuers: readonly string[];
  /** DER of the web CA to trust, judged already. */
  readonly webCa: Uint8Array | null;
  /**
   * Firefox knows no policy for single hosts. `ask`: it asks once for each host and remembers. `always`: it offers the
   * certificate to every server in the world that names our CA.
   */
  readonly firefox: 'ask' | 'always';
}

/** The part of the browsers' policies that belongs to the agent. Calls take turns. */
export interface BrowserPolicies {
  /**
   * Makes our part say exactly this, for the browsers that are here. Doing it twice changes nothing more. What others
   * wrote stays; what cannot be written without touching it is `blocked`.
   */
  apply(wishes: BrowserWishes): Promise<readonly BrowserPolicyState[]>;
  /** Takes back all that `apply` ever did here, also in an earlier life of the agent. False: something is left. Never rejects. */
  clear(): Promise<boolean>;
  /** Where something of ours is now. */
  written(): Promise<readonly string[]>;
}

export interface BrowserPolicyOptions {
  /** Where the record of changes lies; made 0700 if missing. */
  readonly stateDir: string;
  /** `/` unless in a test. */
  readonly root?: string;
  readonly log: Logger;
}

/** For browsers that are not here, or where nothing of ours is wanted. */
export function policyState(
  browser: BrowserName,
  state: BrowserPolicyState['state'],
  place: string,
  detail = '',
): BrowserPolicyState {
  return { browser, state, place: place.slice(0, 500), detail: detail.slice(0, 500) };
}
