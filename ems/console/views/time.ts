// How long ago and how long yet, in words; pure.

const units = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;

/** `14 s`, `3 min`, `2 h`, `5 d`: the largest unit that fits. */
export function duration(ms: number): string {
  const unit = units.find((each) => ms >= each.ms) ?? units[3];
  return `${Math.max(0, Math.floor(ms / unit.ms))} ${unit.name}`;
}

export function ago(iso: string | null, now: number): string {
  return iso === null ? 'never' : `${duration(Math.max(0, now - Date.parse(iso)))} ago`;
}

/** `2026-11-27 13:05 UTC`: the same for everybody who compares. */
export function moment(iso: string): string {
  const [day = '', time = ''] = new Date(iso).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}
