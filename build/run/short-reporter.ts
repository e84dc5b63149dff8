// Reports a test run in few lines, for logs: one per file, and everything about each failure.
import path from 'node:path';
import process from 'node:process';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { countsOf } from './summary.ts';

/** A reporter of node:test: events in, text out. */
export async function* short(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  for await (const event of events) {
    switch (event.type) {
      case 'test:fail':
        yield failure(event.data);
        break;
      case 'test:summary':
        if (event.data.file !== undefined) yield fileLine(event.data);
        break;
      case 'test:stderr':
      case 'test:stdout':
        yield event.data.message;
        break;
      default:
        break;
    }
  }
}

type Failed = Extract<TestEvent, { type: 'test:fail' }>['data'];
type Summed = Extract<TestEvent, { type: 'test:summary' }>['data'];

function failure(test: Failed): string {
  const where = test.file === undefined ? '' : ` (${shortPath(test.file)}:${test.line ?? 0})`;
  const { error } = test.details;
  // node:test wraps what the test threw.
  const shown = inspect(error.cause ?? error, { depth: 4, breakLength: 120 });
  return `✖ ${test.name}${where}\n${shown.replace(/^/gm, '    ')}\n`;
}

function fileLine(sum: Summed): string {
  const { passed, failed, cancelled } = countsOf(sum);
  const mark = sum.success ? '✔' : '✖';
  const bad = failed + cancelled > 0 ? `, ${failed + cancelled} failed` : '';
  return `${mark} ${shortPath(sum.file ?? '')}: ${passed} passed${bad}, ${Math.round(sum.duration_ms)} ms\n`;
}

function shortPath(file: string): string {
  return path.relative(process.cwd(), file);
}
