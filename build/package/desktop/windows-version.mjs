// Gives a program of Windows the place for version information that packing fills in. JavaScript: the types of its library bring a browser's with them.

import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

const english = { lang: 0x409, codepage: 1200 };

/** @type {(image: Uint8Array) => Uint8Array} */
export function withVersion(image) {
  const program = NtExecutable.from(image);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(english, { FileDescription: 'Electron', ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return new Uint8Array(program.generate());
}
