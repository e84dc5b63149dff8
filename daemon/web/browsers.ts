// Keeps browsers of this machine told of the protected web applications, for as long as the device is enrolled.

import type { BrowserPolicies } from '../../native/browser-policy/browser-policy.ts';
import type { Warning } from '../../shared/agent/agent-state.ts';
import type { WebState } from '../../shared/agent/web-state.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { nothingProtected, planWeb, type WebPlan } from './plan.ts';

export interface Browsers extends AsyncDisposable {
  /** Null: not enrolled. Resolves when browsers have been told; what fails there is shown and tried again. */
  use(profile: Profile | null, domains: readonly string[]): Promise<void>;
}

export interface BrowsersOptions {
  readonly policies: BrowserPolicies;
  readonly firefox: 'ask' | 'always';
  readonly now: () => number;
  readonly onState: (web: WebState) => void;
  readonly onWarning: (code: string, warning: Warning | null) => void;
  readonly log: Logger;
}

/** A browser that is installed later, a file that somebody removed and a CA whose time has come are noticed this soon. */
const lookMs = 60_000;

/** At the end everything is taken back: without the agent nothing leads to the names, and nothing must be offered there. */
export function keepBrowsers(options: BrowsersOptions): Browsers {
  const { policies, now, log } = options;
  let wanted: { readonly profile: Profile; readonly domains: readonly string[] } | null = null;
  let turn: Promise<void> = Promise.resolve();
  let told = '';

  async function make(): Promise<void> {
    const plan = wanted === null ? nothingProtected : planWeb(wanted.profile, wanted.domains, now());
    const { hosts, ca, issuers, webCa } = plan;
    const states = await policies.apply({ hosts, issuers, webCa, firefox: options.firefox });
    tell({ hosts: [...hosts], ca, policies: [...states] });
  }

  function tell(web: WebState): void {
    const text = JSON.stringify(web);
    if (text === told) return;
    told = text;
    options.onState(web);
    options.onWarning('web-ca-refused', refusedCa(web.ca));
    const blocked = web.policies.filter((each) => each.state === 'blocked');
    options.onWarning('browsers-blocked', blockedBrowsers(blocked));
    if (web.ca.kind === 'refused') log.warn('the web CA of the EMS is refused', { why: web.ca.why });
  }

  async function again(): Promise<void> {
    turn = turn.then(make).catch((error: unknown) => log.error('browsers could not be told', { error }));
    await turn;
  }

  const timer = setInterval(() => wanted !== null && void again(), lookMs);

  return {
    async use(profile, domains) {
      wanted = profile === null ? null : { profile, domains };
      await again();
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await turn;
      if (!(await policies.clear())) log.error('something of ours is left in the policies of browsers');
    },
  };
}

function refusedCa(ca: WebPlan['ca']): Warning | null {
  if (ca.kind !== 'refused') return null;
  const text = `The web CA of the EMS is not trusted on this machine: ${ca.why}.`;
  return { code: 'web-ca-refused', severity: 'high', text };
}

function blockedBrowsers(blocked: WebState['policies']): Warning | null {
  if (blocked.length === 0) return null;
  const which = blocked.map(({ browser, place, detail }) => `${browser} (${place}: ${detail})`).join(', ');
  const text = `Browsers could not be told of the protected web applications: ${which}.`.slice(0, 1_000);
  return { code: 'browsers-blocked', severity: 'low', text };
}
