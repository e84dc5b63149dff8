// Writes the bill of materials of a product: CycloneDX 1.6, the same for the same contents.

import { createHash } from 'node:crypto';
import type { Release } from '../release.ts';
import type { Component } from './components.ts';

export interface Product {
  readonly name: string;
  readonly release: Pick<Release, 'version' | 'epoch'>;
  readonly components: readonly Component[];
}

export function billOfMaterials({ name, release, components }: Product): object {
  const self = { type: 'application', name, version: release.version, 'bom-ref': `${name}@${release.version}` };
  const listed = components.map(entryOf);
  const contents = {
    metadata: {
      timestamp: new Date(release.epoch * 1000).toISOString().replace('.000Z', 'Z'),
      component: { ...self, licenses: licencesOf('Apache-2.0') },
    },
    components: listed,
    dependencies: [
      { ref: self['bom-ref'], dependsOn: listed.map((each) => each['bom-ref']) },
      ...listed.map((each) => ({ ref: each['bom-ref'] })),
    ],
  };
  return { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: serialOf(contents), version: 1, ...contents };
}

function entryOf({ name, version, licence, sha512 }: Component) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: licencesOf(licence),
    purl,
  };
}

/** One identifier of the SPDX list, or an expression of several. */
function licencesOf(licence: string): readonly object[] {
  if (/^[A-Za-z0-9.+-]+$/.test(licence)) return [{ license: { id: licence } }];
  return [{ expression: licence.replace(/^\(|\)$/g, '') }];
}

/** The form of a random UUID, of the hash of the contents. */
function serialOf(contents: object): string {
  const bytes = createHash('sha256').update(JSON.stringify(contents)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `urn:uuid:${[0, 8, 12, 16, 20].map((from, index, all) => hex.slice(from, all[index + 1])).join('-')}`;
}
