// The traffic of the last minutes as a picture and as a sentence; pure.

import type { Traffic } from '../../shared/agent/activity.ts';
import { bytes, bytesPerSecond, duration } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';

export interface TrafficView {
  /** SVG paths within `width` × `height`; the time goes from left to right in every language. */
  readonly received: { readonly line: string; readonly area: string };
  readonly sent: { readonly line: string; readonly area: string };
  readonly isQuiet: boolean;
  readonly span: string;
  readonly totalReceived: string;
  readonly totalSent: string;
  readonly peak: string;
  readonly text: string;
}

export const width = 600;
export const height = 120;
/** More points than this are not told apart; so many steps are drawn as one. */
const mostPoints = 60;

export function trafficView(traffic: Traffic, { overview }: Words, language: Language): TrafficView {
  const each = Math.max(1, Math.ceil(traffic.sent.length / mostPoints));
  const received = inSteps(traffic.received, each);
  const sent = inSteps(traffic.sent, each);
  const most = Math.max(1, ...received, ...sent);
  const span = duration(language, traffic.stepMs * traffic.sent.length);
  const totalReceived = bytes(language, sum(traffic.received));
  const totalSent = bytes(language, sum(traffic.sent));
  return {
    received: drawn(received, most),
    sent: drawn(sent, most),
    isQuiet: sum(received) + sum(sent) === 0,
    span,
    totalReceived,
    totalSent,
    peak: bytesPerSecond(language, (most * 1_000) / (traffic.stepMs * each)),
    text: overview.trafficText(totalReceived, totalSent, span),
  };
}

/** The newest steps stay whole; what does not fill a group stands at the old end. */
function inSteps(values: readonly number[], each: number): readonly number[] {
  const groups: number[] = [];
  for (let end = values.length; end > 0; end -= each) groups.unshift(sum(values.slice(Math.max(0, end - each), end)));
  return groups;
}

function drawn(values: readonly number[], most: number): TrafficView['received'] {
  const step = width / Math.max(1, values.length - 1);
  // A little room above, so that the line of the peak is whole.
  const places = values.map(
    (value, index) => `${round(index * step)},${round(height - (value / most) * (height - 4))}`,
  );
  if (places.length === 0) return { line: '', area: '' };
  const line = `M${places.join('L')}`;
  return { line, area: `${line}L${width},${height}L0,${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
