// Reads the fleet's options into numbers; pure.

import { z } from 'zod';

export const help = `Usage: node build/boot.mjs bench/fleet/main.ts --invitation-file FILE --devices N [options]

Enrols N simulated devices at an EMS, with an invitation for at least so many, keeps their connections, and lets them report.
Each has a key of its own; nothing of the wire is simulated. Say what happens in lines of JSON until it is ended.

  --invitation-file FILE  what stile ems invite printed
  --devices N             how many
  --ems HOST:PORT         the EMS, if not where the invitation says
  --keepalive MS          each device reports so often (60000)
  --connect-over MS       they connect one after the other within this time (10000)
  --orders yes            take orders on standard input instead, one JSON object a line
  -h, --help              print this`;

const number = z.coerce.number().min(1).max(10_000_000);

const options = z
  .object({
    ems: z.string().optional(),
    'invitation-file': z.string(),
    devices: number.pipe(z.int().max(100_000)),
    keepalive: number.default(60_000),
    'connect-over': number.default(10_000),
    orders: z.literal('yes').optional(),
  })
  .transform((given) => ({
    ems: given.ems ?? null,
    invitationFile: given['invitation-file'],
    devices: given.devices,
    keepaliveMs: given.keepalive,
    connectOverMs: given['connect-over'],
    mode: given.orders === 'yes' ? ('orders' as const) : ('alone' as const),
  }));
export type FleetSettings = z.infer<typeof options>;

/** @throws ZodError that says which option is missing or no number */
export function readOptions(values: Readonly<Record<string, string | undefined>>): FleetSettings {
  return options.parse(values);
}
