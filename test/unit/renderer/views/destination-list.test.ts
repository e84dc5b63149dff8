// Which destinations a filter finds and in which order they stand, also when there are a thousand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ariaSort,
  chosenDestinations,
  type DestinationChoice,
  firstChoice,
  sortedBy,
} from '../../../../renderer/views/destination-list.ts';
import { destinationRows, withTraffic } from '../../../../renderer/views/destinations.ts';
import { agentWith, at, denialOf, destinationOf } from '../../../doubles/gui-states.ts';

const compare = new Intl.Collator('en', { numeric: true }).compare;
const rows = withTraffic(
  destinationRows(
    agentWith({
      destinations: [
        destinationOf('wiki', 443),
        destinationOf('files10', 22),
        destinationOf('files9', 22),
        { ...destinationOf('nas', 8080), isPersonal: true },
      ],
      denials: [denialOf('wiki.corp.test:443', ['compliant'])],
      reached: { 'nas.corp.test:8080': at },
    }),
    [],
  ),
  {
    destinations: [
      { destination: 'files9.corp.test:22', sessions: 3, sent: 5, received: 5, openedInMs: 12 },
      { destination: 'files10.corp.test:22', sessions: 0, sent: 500, received: 5, openedInMs: null },
    ],
  },
);

const choices: readonly (readonly [name: string, choice: Partial<DestinationChoice>, names: readonly string[]])[] = [
  ['all, by name, numbers as numbers', {}, ['files9', 'files10', 'nas', 'wiki']],
  ['words are sought in name and address, in any case', { text: 'CORP files' }, ['files9', 'files10']],
  ['a port is part of the address', { text: ':443' }, ['wiki']],
  ['nothing is found', { text: 'files wiki' }, []],
  ['what is out of reach', { show: 'attention' }, ['wiki']],
  ['what is in use', { show: 'open' }, ['files9']],
  ['what its user added', { show: 'personal' }, ['nas']],
  ['the worst first', { sort: 'state' }, ['wiki', 'files9', 'files10', 'nas']],
  ['by latency, what was not measured last', { sort: 'latency' }, ['files9', 'files10', 'nas', 'wiki']],
  ['by traffic, the largest first', { sort: 'traffic', isDescending: true }, ['files10', 'files9', 'nas', 'wiki']],
];
for (const [name, choice, names] of choices)
  test(name, () => {
    const found = chosenDestinations(rows, { ...firstChoice, ...choice }, compare);
    assert.deepEqual(
      found.map((row) => row.name),
      names,
    );
  });

test('choosing a column sorts by it, and again turns it round', () => {
  const once = sortedBy(firstChoice, 'state');
  assert.equal(ariaSort(once, 'state'), 'ascending');
  assert.equal(ariaSort(once, 'name'), 'none');
  assert.equal(ariaSort(sortedBy(once, 'state'), 'state'), 'descending');
  assert.equal(ariaSort(sortedBy(firstChoice, 'traffic'), 'traffic'), 'descending');
});
