// Checks what an invocation of the tests runs, and what it says of the rest.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseArguments, rungNames, rungs, whyNot } from '../../../../build/run/rungs.ts';

const there = { kind: 'ready', installed: [] } as const;
const ready = { platform: 'linux', isRoot: true, packages: there, wine: there } as const;
const missing = { kind: 'missing', packages: [], why: 'no apt', howToGet: 'by hand' } as const;

describe('the rungs', () => {
  test('all run when none is named, but for those that take minutes', () => {
    const usual = rungNames.filter((name) => !['installers', 'soak'].includes(name));
    assert.deepEqual(parseArguments([]), { kind: 'rungs', rungs: usual, files: [] });
    assert.deepEqual(parseArguments(['soak']), { kind: 'rungs', rungs: ['soak'], files: [] });
  });

  test('are chosen by their files, too', () => {
    assert.deepEqual(parseArguments(['contract', 'test/unit/build/run/rungs.test.ts']), {
      kind: 'rungs',
      rungs: ['contract', 'unit'],
      files: ['test/unit/build/run/rungs.test.ts'],
    });
  });

  test('take a folder as all its tests, and one without tests as missing', () => {
    assert.deepEqual(parseArguments(['test/unit/build/run']), {
      kind: 'rungs',
      rungs: ['unit'],
      files: ['test/unit/build/run/rungs.test.ts', 'test/unit/build/run/summary.test.ts'],
    });
    assert.equal(parseArguments(['test/unit/nothing']).kind, 'unknown');
  });

  test('that do not exist are not passed over in silence', () => {
    assert.deepEqual(parseArguments(['unti']), { kind: 'unknown', what: 'unti' });
    assert.deepEqual(parseArguments(['test/unit/nothing.test.ts']), {
      kind: 'unknown',
      what: 'test/unit/nothing.test.ts',
    });
  });

  test('need root on Linux only where they make machines of their own or change this one', () => {
    const refused = (machine: Parameters<typeof whyNot>[1]): readonly string[] =>
      rungs.filter((rung) => whyNot(rung, machine) !== undefined).map((rung) => rung.name);
    assert.deepEqual(refused(ready), []);
    assert.deepEqual(refused({ ...ready, isRoot: false }), ['isolated', 'e2e', 'privileged', 'soak']);
    assert.deepEqual(refused({ ...ready, platform: 'darwin' }), ['isolated', 'e2e', 'privileged', 'soak']);
    assert.deepEqual(refused({ ...ready, packages: missing }), ['isolated', 'e2e', 'privileged', 'soak']);
  });

  test('of Windows are told as not run where Wine is missing, with what to do about it', () => {
    const told = rungs.flatMap((rung) => {
      const why = whyNot(rung, { ...ready, wine: missing });
      return why === undefined ? [] : [[rung.name, why]];
    });
    assert.deepEqual(told, [
      ['wine', 'no apt; by hand'],
      ['installers', 'no apt; by hand'],
    ]);
  });
});
