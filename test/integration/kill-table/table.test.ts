// The kill table as a whole: no hole, no cause or carrier of the product left out, every exception with its reason.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriers as services } from '../../../shared/gateway/admin-contract.ts';
import { denialCodes } from '../../../shared/tunnel/denial.ts';
import { gatewayCarriers } from './carriers.ts';
import { type Cause, type CauseName, causes } from './causes.ts';
import { columns } from './cells.ts';
import { realCauses } from './real-causes.ts';
import { cellsOf, summaryOf, tableCarriers } from './table.ts';
import { webCarriers } from './web-carriers.ts';

/** Codes that refuse a request and end nothing that was let in before. */
const onlyRefuse = ['002', '003', '023', '082', '083', '084', '085', '086', '091', '092', '093', '094', '095'];

test('the table has no empty cell', (context) => {
  const summary = summaryOf(cellsOf(causes));
  context.diagnostic(JSON.stringify(summary));
  assert.equal(summary.empty, 0);
  assert.equal(summary.cells, summary.causes * summary.carriers);
});

test('a row or a column with a hole is counted as such', () => {
  const { idle: _, ...hollow } = causes['a tag is lost'].row;
  const table = cellsOf({ hollow: { row: hollow } });
  assert.equal(summaryOf(table).empty, tableCarriers.filter(({ column }) => column === 'idle').length);
});

test('whatever the gateway carries connections by is a carrier of the table, joined and pending', () => {
  const stages = { joined: ['joined', 'answering'], pending: ['pending', 'choosing'] };
  for (const service of services)
    for (const [name, columns] of Object.entries(stages)) {
      // What an answer is, shows only when it has begun.
      if (service === 'web-events' && name === 'pending') continue;
      assert.ok(
        tableCarriers.some((carrier) => carrier.service === service && columns.includes(carrier.column)),
        `${service} has no ${name} carrier`,
      );
    }
});

test('every column has a carrier, and every exception names one', () => {
  for (const column of columns) assert.ok(tableCarriers.some((carrier) => carrier.column === column));
  const names = tableCarriers.map(({ name }) => name);
  for (const { row } of Object.values<Cause>(causes))
    for (const carrier of Object.keys(row.but ?? {})) assert.ok(names.includes(carrier), carrier);
});

test('every code that can end a session has a cause', () => {
  const found = new Set(Object.values<Cause>(causes).flatMap(({ code, codeOnWeb = code }) => [code, codeOnWeb]));
  const wanted = Object.keys(denialCodes).filter((code) => !onlyRefuse.includes(code));
  assert.deepEqual([...found].map(String).sort(), wanted);
});

test('every cause comes about in the real world too, unless no cell of it is there', () => {
  for (const { cause, carrier, cell } of cellsOf(causes)) {
    if (realCauses[cause as CauseName] !== null || carrier in gatewayCarriers || carrier in webCarriers) continue;
    assert.equal(cell?.kind, 'cannot', `${cause} | ${carrier}`);
  }
});

test('a cell without a test says why in a sentence', () => {
  for (const { cell } of cellsOf(causes))
    if (cell?.kind === 'cannot' || cell?.kind === 'spared') assert.match(cell.why, /^[A-Z].{20,}\.$/);
});
