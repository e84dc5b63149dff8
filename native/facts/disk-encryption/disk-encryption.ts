// Whether what is written lies encrypted, decided from the tree of block devices.

import type { FactReading } from '../../../shared/posture/fact.ts';
import { unknown } from '../probe.ts';
import type { BlockDevice } from './parse.ts';

/**
 * Encrypted if every way from a disk up to `/` passes an encryption, and the same for every other mounted volume that people
 * or programs write to, swap included. The kernel and its loader lie plain on most machines, removable and read-only
 * media are nobody's disk, and compressed swap in memory is on no disk at all. Where no block device carries `/`
 * (containers, ZFS, network roots), nothing is known. Encryption inside a file system (fscrypt) or inside the drive
 * does not show here and counts as none.
 */
export function readingOf(disks: readonly BlockDevice[]): FactReading {
  const places = disks.flatMap((disk) => placesOn(disk, null, false));
  if (!places.some(({ mountpoint }) => mountpoint === '/')) return unknown('not-available');
  const plain = new Set(places.filter((place) => !place.encrypted).map(({ mountpoint }) => mountpoint));
  return {
    kind: 'known',
    value: { kind: 'disk-encryption', encrypted: plain.size === 0, plain: [...plain].sort().slice(0, 32).map(cut) },
  };
}

interface Place {
  readonly mountpoint: string;
  readonly encrypted: boolean;
}

function placesOn(device: BlockDevice, below: BlockDevice | null, encryptedBelow: boolean): Place[] {
  if (isNobodysDisk(device)) return [];
  const encrypted = encryptedBelow || isEncryption(device, below);
  const own = device.mountpoints.filter(isWrittenTo).map((mountpoint) => ({ mountpoint, encrypted }));
  return [...own, ...device.on.flatMap((upper) => placesOn(upper, device, encrypted))];
}

/**
 * lsblk calls everything `crypt` whose device-mapper id begins so, dm-verity and dm-integrity too, which encrypt nothing: those
 * lie on a file system or on metadata of their own, an encryption on its header or on what looks like noise.
 */
function isEncryption(device: BlockDevice, below: BlockDevice | null): boolean {
  if (device.type !== 'crypt') return false;
  const header = below?.fstype ?? null;
  return header === null || ['crypto_LUKS', 'BitLocker', 'swap'].includes(header);
}

function isNobodysDisk(device: BlockDevice): boolean {
  return (
    device.type === 'rom' ||
    device.name.startsWith('zram') ||
    ['squashfs', 'iso9660', 'erofs'].includes(device.fstype ?? '')
  );
}

function isWrittenTo(mountpoint: string): boolean {
  return !/^\/(?:boot|efi|media|run\/media)(?:\/|$)/.test(mountpoint);
}

function cut(mountpoint: string): string {
  return mountpoint.slice(0, 256);
}
