// The smallest program of 64-bit Windows that tools for such programs can read: it ends at once with status 1.

const [headers, section] = [0x400, 0x200];
/** Where the headers of the format begin. */
const start = 0x80;
const imageBase = 0x1_4000_0000n;

/** `carried` lies in it, and is not run. At most 480 bytes. */
export function smallestProgram(carried: Uint8Array): Buffer {
  const code = Buffer.from([0xb8, 1, 0, 0, 0, 0xc3]); // mov eax, 1; ret
  const image = Buffer.alloc(headers + section);
  image.write('MZ', 0, 'latin1');
  image.writeUInt32LE(start, 0x3c);
  image.write('PE\0\0', start, 'latin1');
  writeFileHeader(image, start + 4);
  writeOptionalHeader(image, start + 24);
  writeSection(image, start + 24 + 240, code.length + carried.length + 16);
  code.copy(image, headers);
  image.set(carried, headers + 16);
  return image;
}

function writeFileHeader(image: Buffer, at: number): void {
  image.writeUInt16LE(0x8664, at); // x64
  image.writeUInt16LE(1, at + 2); // sections
  image.writeUInt16LE(240, at + 16); // size of the optional header
  image.writeUInt16LE(0x22, at + 18); // executable, large addresses
}

function writeOptionalHeader(image: Buffer, at: number): void {
  image.writeUInt16LE(0x20b, at);
  image.writeUInt32LE(section, at + 4); // size of code
  image.writeUInt32LE(0x1000, at + 16); // entry point
  image.writeUInt32LE(0x1000, at + 20); // base of code
  image.writeBigUInt64LE(imageBase, at + 24);
  image.writeUInt32LE(0x1000, at + 32); // alignment in memory
  image.writeUInt32LE(0x200, at + 36); // alignment in the file
  image.writeUInt16LE(6, at + 40); // Windows 6.0
  image.writeUInt16LE(6, at + 48);
  image.writeUInt32LE(0x2000, at + 56); // size in memory
  image.writeUInt32LE(headers, at + 60);
  image.writeUInt16LE(2, at + 68); // with windows
  image.writeBigUInt64LE(0x10_0000n, at + 72); // stack
  image.writeBigUInt64LE(0x1000n, at + 80);
  image.writeBigUInt64LE(0x10_0000n, at + 88); // heap
  image.writeBigUInt64LE(0x1000n, at + 96);
  image.writeUInt32LE(16, at + 108); // directories, all empty
}

function writeSection(image: Buffer, at: number, size: number): void {
  image.write('.text', at, 'latin1');
  image.writeUInt32LE(size, at + 8);
  image.writeUInt32LE(0x1000, at + 12);
  image.writeUInt32LE(section, at + 16);
  image.writeUInt32LE(headers, at + 20);
  image.writeUInt32LE(0x6000_0020, at + 36); // code, to be run and read
}
