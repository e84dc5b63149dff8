// What os-release, the process list, `stat` and the network interfaces say.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileProbe, readingOfError } from '../../../../native/facts/file/file.ts';
import { addressesOf } from '../../../../native/facts/ip-addresses/ip-addresses.ts';
import { parseOsRelease } from '../../../../native/facts/os-version/parse.ts';
import { type ListedProcess, readingOf } from '../../../../native/facts/running-process/running-process.ts';
import { fixture } from './fixture.ts';

describe('os-release', () => {
  const debian = fixture('os-version/debian-12.os-release');

  test("says the release, and Debian's own file the point release", () => {
    const value = { kind: 'os-version', id: 'debian', name: 'Debian GNU/Linux' };
    assert.deepEqual(parseOsRelease(debian, null), { ...value, version: '12' });
    assert.deepEqual(parseOsRelease(debian, '12.11\n'), { ...value, version: '12.11' });
  });

  test('wins over a point release of another release, or of no number', () => {
    assert.equal(parseOsRelease(debian, '13.1\n')?.version, '12');
    assert.equal(parseOsRelease(debian, 'trixie/sid\n')?.version, '12');
  });

  test('of a derivative is not mixed with Debian', () => {
    const value = parseOsRelease(fixture('os-version/ubuntu-24.04.os-release'), 'trixie/sid\n');
    assert.deepEqual(value, { kind: 'os-version', id: 'ubuntu', name: 'Ubuntu', version: '24.04' });
  });

  test('of a rolling release has no version', () => {
    const value = parseOsRelease(fixture('os-version/rolling.os-release'), null);
    assert.deepEqual(value, { kind: 'os-version', id: 'arch', name: 'Arch Linux', version: '' });
  });

  test('that says nothing is unreadable', () => {
    assert.equal(parseOsRelease('\0\0\n<html>', null), null);
    assert.equal(parseOsRelease(`NAME="${'x'.repeat(500)}"`, null), null);
  });
});

describe('the process list', () => {
  const hidden = { kind: 'hidden' } as const;
  const reading = (name: string, processes: ListedProcess[], complete = true) =>
    readingOf({ processes, complete }, name);
  const running = (value: boolean, by: string | null) => ({
    kind: 'known',
    value: { kind: 'running-process', running: value, by },
  });
  const notPermitted = { kind: 'unknown', reason: 'not-permitted' };

  test('shows a program by its executable first', () => {
    const processes = [
      { executable: 'python3', ownName: 'guard' },
      { executable: 'guard', ownName: 'worker' },
    ];
    assert.deepEqual(reading('guard', processes), running(true, 'executable'));
  });

  test('shows a script, or a hidden program, by its own name', () => {
    assert.deepEqual(reading('guard', [{ executable: 'python3', ownName: 'guard' }]), running(true, 'own-name'));
    assert.deepEqual(reading('guard', [{ executable: hidden, ownName: 'guard' }]), running(true, 'own-name'));
  });

  test('shows that a program does not run', () => {
    assert.deepEqual(reading('guard', [{ executable: 'guardian', ownName: 'guardian' }]), running(false, null));
    assert.deepEqual(reading('guard', [{ executable: hidden, ownName: 'other' }]), running(false, null));
  });

  test('leaves open what a cut-off name of a hidden program stands for', () => {
    const process = { executable: hidden, ownName: 'endpoint-securi' };
    assert.deepEqual(reading('endpoint-security-agent', [process]), notPermitted);
    assert.deepEqual(reading('endpoint', [process]), running(false, null));
  });

  test('that hides other users leaves everything open that it does not show', () => {
    assert.deepEqual(reading('guard', [{ executable: 'node', ownName: 'node' }], false), notPermitted);
    assert.deepEqual(reading('node', [{ executable: 'node', ownName: 'node' }], false), running(true, 'executable'));
  });
});

describe('a file', () => {
  const known = (exists: boolean) => ({ kind: 'known', value: { kind: 'file', exists } });

  test('is there or not, and below a file there is none', async () => {
    assert.deepEqual(await fileProbe(import.meta.filename), known(true));
    assert.deepEqual(await fileProbe(`${import.meta.filename}.none`), known(false));
    assert.deepEqual(await fileProbe(`${import.meta.filename}/below`), known(false));
  });

  test('behind a closed door is unknown', () => {
    assert.deepEqual(readingOfError('EACCES'), { kind: 'unknown', reason: 'not-permitted' });
    assert.deepEqual(readingOfError('EIO'), { kind: 'unknown', reason: 'unreadable' });
  });

  test("under another system's path is unsupported, never looked for below the working folder", async () => {
    assert.deepEqual(await fileProbe('package.json'), { kind: 'unknown', reason: 'unsupported' });
  });
});

describe('the addresses of the device', () => {
  const own = (address: string) => ({ address, internal: false });

  test('leave loopback out, drop zones and doubles, and are sorted', () => {
    const reading = addressesOf([
      own('fe80::1%eth0'),
      own('192.0.2.7'),
      own('192.0.2.7'),
      { address: '127.0.0.1', internal: true },
    ]);
    assert.deepEqual(reading, {
      kind: 'known',
      value: { kind: 'ip-addresses', addresses: ['192.0.2.7', 'fe80::1'] },
    });
  });

  test('are unknown rather than cut short', () => {
    const many = Array.from({ length: 300 }, (_, index) => own(`10.0.${index >> 8}.${index & 255}`));
    assert.deepEqual(addressesOf(many), { kind: 'unknown', reason: 'unreadable' });
  });
});
