// The kill table as values: every cause with every carrier, and how many cells there are of each kind.

import { gatewayCarriers } from './carriers.ts';
import { type Cell, type Column, cellOf, type Row } from './cells.ts';
import { webCarriers } from './web-carriers.ts';

export interface TableCarrier {
  readonly name: string;
  readonly column: Column;
  /** As the gateway calls it. */
  readonly service?: string | undefined;
}

export const tableCarriers: readonly TableCarrier[] = [
  ...Object.entries(gatewayCarriers).map(([name, carrier]) => ({ name, ...carrier })),
  ...Object.entries(webCarriers).map(([name, { column, service }]) => ({ name, column, service })),
  { name: "the device's link to the EMS", column: 'link' },
  { name: "an application's connection to the agent", column: 'local' },
];

export interface TableCell {
  readonly cause: string;
  readonly carrier: string;
  /** Undefined: a hole. */
  readonly cell: Cell | undefined;
}

type LooseRow = Partial<Record<Column, Cell>> & Pick<Row, 'but'>;

export function cellsOf(causes: Readonly<Record<string, { readonly row: LooseRow }>>): readonly TableCell[] {
  return Object.entries(causes).flatMap(([cause, { row }]) =>
    tableCarriers.map(({ name, column }) => ({ cause, carrier: name, cell: cellOf(row, name, column) })),
  );
}

export interface Summary {
  readonly causes: number;
  readonly carriers: number;
  readonly cells: number;
  readonly empty: number;
  readonly kinds: Readonly<Record<string, number>>;
}

/** The table in numbers, as JSON can hold them. */
export function summaryOf(cells: readonly TableCell[]): Summary {
  const kinds = Object.groupBy(cells, ({ cell }) => cell?.kind ?? 'empty');
  return {
    causes: new Set(cells.map(({ cause }) => cause)).size,
    carriers: new Set(cells.map(({ carrier }) => carrier)).size,
    cells: cells.length,
    empty: kinds.empty?.length ?? 0,
    kinds: Object.fromEntries(Object.entries(kinds).map(([kind, found]) => [kind, found?.length ?? 0])),
  };
}
