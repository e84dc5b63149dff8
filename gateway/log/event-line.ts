// Makes FortiOS's event line of a web request that was refused: which event it is, and what fits into its fields.

import type { DenialCode } from '../../shared/tunnel/denial.ts';

interface ZtnaEvent {
  readonly id: '060511' | '060522';
  readonly eventtype: 'ZTNA-POLICY-MATCH' | 'ZTNA-ERROR';
  readonly desc: string;
}

/** LOG_ID_ZTNA_POLICY_DENIED and LOG_ID_ZTNA_GWY_MATCH_FAILURE. */
const denied: ZtnaEvent = { id: '060511', eventtype: 'ZTNA-POLICY-MATCH', desc: 'ZTNA policy denied' };
const unmatched: ZtnaEvent = { id: '060522', eventtype: 'ZTNA-ERROR', desc: 'ZTNA gateway match failure' };

/** The most characters of a field, where the vendor's log reference says so. */
const lengths: Readonly<Record<string, number>> = {
  accessproxy: 80,
  action: 17,
  clientdeviceid: 80,
  clientdeviceowner: 80,
  clientdevicetags: 512,
  date: 10,
  desc: 512,
  dstip: 39,
  eventtype: 32,
  group: 64,
  level: 11,
  logid: 10,
  msg: 4_096,
  service: 10,
  srcip: 39,
  subtype: 20,
  time: 8,
  type: 16,
  tz: 5,
  user: 256,
  vip: 64,
};

const kept: readonly string[] = [
  ...Object.keys(lengths),
  ...['eventtime', 'srcport', 'dstport', 'gatewayid', 'policyid', 'proto', 'code', 'requestid'],
];

/** The event of a refusal; null where FortiOS has none: what is wrong then is the request or the server. */
export function eventOf(code: DenialCode): ZtnaEvent | null {
  if (['021', '022', '023'].includes(code)) return unmatched;
  return /^0(0[1-3]|6[1-7]|99)$/.test(code) ? denied : null;
}

/** @param line the traffic line of the same refusal */
export function eventLine(
  event: ZtnaEvent,
  line: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { id, ...said } = event;
  const whole: Readonly<Record<string, unknown>> = {
    ...line,
    ...said,
    logid: `0105${id}`,
    type: 'event',
    level: 'warning',
    action: 'blocked',
    service: 'HTTPS',
  };
  return Object.fromEntries(kept.map((name) => [name, cutTo(lengths[name], whole[name])]));
}

function cutTo(length: number | undefined, value: unknown): unknown {
  return typeof value === 'string' && length !== undefined ? [...value].slice(0, length).join('') : value;
}
