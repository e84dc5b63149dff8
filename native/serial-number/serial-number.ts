// The serial number that the maker gave this machine, as its firmware tells it. Nothing attests it: it is a claim.

/** Null where there is none, or something that many machines tell. Never rejects. */
export type ReadSerialNumber = () => Promise<string | null>;

/** What makers leave in place of a number, without case, spaces and marks. */
const placeholders: ReadonlySet<string> = new Set([
  'tobefilledbyoem',
  'tobefilledbyo',
  'oem',
  'oemserialnumber',
  'oemdefaultstring000',
  'default',
  'defaultstring',
  'none',
  'null',
  'na',
  'notapplicable',
  'notavailable',
  'notspecified',
  'notprovided',
  'unknown',
  'invalid',
  'empty',
  'systemserialnumber',
  'systemproductname',
  'chassisserialnumber',
  'baseboardserialnumber',
  'serialnumber',
  'serial',
  'sn',
  'xxxxxxxx',
  '0123456789',
  '123456789',
  '1234567890',
  '12345678',
  '1234567',
  '123456',
  '12345',
  '1234',
  'abcdefg',
  'ec2',
]);

/** What firmware says, as a number that tells this machine from others; null if it does not. */
export function meaningfulSerial(told: string): string | null {
  // Printable ASCII only: what else comes is padding or damage.
  const text = told
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/ +/g, ' ')
    .trim();
  const bare = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (bare.length < 3 || text.length > 64 || placeholders.has(bare)) return null;
  // One sign again and again, such as 00000000.
  return /^(.)\1*$/.test(bare) ? null : text;
}

/** It does not change while the machine runs; what could not be read is asked again. */
export function readOnce(read: ReadSerialNumber): ReadSerialNumber {
  let known: string | null = null;
  return async () => {
    known ??= await read();
    return known;
  };
}
