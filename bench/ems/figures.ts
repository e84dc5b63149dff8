// What was measured of an EMS, as plain values.

import type { Counted } from '../fleet/messages.ts';

export interface AtRate {
  readonly perSecond: number;
  readonly counted: Counted;
  /** Processor time of the EMS meanwhile. */
  readonly emsCpuMs: number;
}

export interface Figures {
  readonly devices: number;
  readonly enrolment: { readonly ms: number; readonly emsCpuMs: number; readonly failed: number };
  readonly connecting: { readonly ms: number; readonly emsCpuMs: number };
  readonly memory: { readonly withoutKib: number; readonly withKib: number };
  /** At the keepalive, then at rising rates; the last one may have been too many. */
  readonly reports: readonly [AtRate, ...AtRate[]];
  /** Until the administrator was answered, the last device was told, and the last had reported by the new rules. */
  readonly change: { readonly answeredMs: number; readonly toldMs: number; readonly reportedMs: number };
  /**
   * Since the EMS was told to end: until it served again, the last device was connected, and the last had reported; `missing`
   * had not come to that when the time was up.
   */
  readonly restart: {
    readonly servingMs: number;
    readonly connectedMs: number;
    readonly reportedMs: number;
    readonly missing: number;
  };
  readonly beats: {
    readonly perSecond: number;
    readonly wanted: number;
    readonly emsCpuMs: number;
    readonly count: number;
  };
}

const slowestMs = 1_000;

/** Whether the EMS kept up: nothing failed or was left out, nearly all was answered in time. */
export function isSustained({ counted }: AtRate): boolean {
  const { due, answered, failed, skipped, latency } = counted;
  return failed === 0 && skipped === 0 && answered >= due * 0.97 && latency !== null && latency.p95 <= slowestMs;
}
