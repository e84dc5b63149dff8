// What may stand in a cell of the kill table, and how the cell of a cause and a carrier is found.

/** What becomes of a carrier when a cause of ending arrives. */
export type Cell =
  /** Client and server both see a reset, and another connection of the device hears why. */
  | { readonly kind: 'reset' }
  /** Nothing was joined yet and nothing will be: whoever asked is refused with the code, and no server sees a byte. */
  | { readonly kind: 'refused'; readonly when: 'at once' | 'once it is connected' }
  /** Nothing was joined yet; the connection that asked is reset without an answer. */
  | { readonly kind: 'dropped' }
  /** It carries nothing. It hears why, where somebody is left to say it, and is reset. */
  | { readonly kind: 'ended'; readonly isTold: boolean }
  /**
   * An answer that had begun breaks off: in HTTP/1 with its connection, in HTTP/2 with its stream, or with the `whole`
   * connection. The server sees a reset, and another connection of the device hears why.
   */
  | { readonly kind: 'broken'; readonly whole: boolean }
  /** Asked and not answered yet: it is refused with the code, the server sees a reset. `late`: or dropped with everything. */
  | { readonly kind: 'told'; readonly late: boolean }
  /** It carries nothing and stays; what it asks for is refused with the code. */
  | { readonly kind: 'barred' }
  /** The EMS closes its link with this number, and a new one is refused. */
  | { readonly kind: 'closed'; readonly with: number }
  /** It lives on as before. */
  | { readonly kind: 'spared'; readonly why: string }
  /** The two cannot meet. */
  | { readonly kind: 'cannot'; readonly why: string };

/** Carriers that a cause treats alike. */
export const columns = [
  'joined',
  'pending',
  'idle',
  'link',
  'local',
  // At the access proxy: its answer has begun, has not, no server is connected to yet, nothing is carried.
  'answering',
  'asked',
  'choosing',
  'kept',
] as const;
export type Column = (typeof columns)[number];

/** A cause's row: one cell for each column, and others for single carriers that differ. */
export type Row = Readonly<Record<Column, Cell>> & { readonly but?: Readonly<Record<string, Cell>> };

export function cellOf(row: Row, carrier: string, column: Column): Cell;
export function cellOf(row: Partial<Row>, carrier: string, column: Column): Cell | undefined;
export function cellOf(row: Partial<Row>, carrier: string, column: Column): Cell | undefined {
  return row.but?.[carrier] ?? row[column];
}

export const reset: Cell = { kind: 'reset' };
export const refused: Cell = { kind: 'refused', when: 'at once' };
export const refusedOnceConnected: Cell = { kind: 'refused', when: 'once it is connected' };
export const dropped: Cell = { kind: 'dropped' };
export const ended: Cell = { kind: 'ended', isTold: true };
export const endedUntold: Cell = { kind: 'ended', isTold: false };
export const broken: Cell = { kind: 'broken', whole: false };
export const brokenWhole: Cell = { kind: 'broken', whole: true };
export const told: Cell = { kind: 'told', late: false };
export const toldLate: Cell = { kind: 'told', late: true };
export const barred: Cell = { kind: 'barred' };
export const closed = (code: number): Cell => ({ kind: 'closed', with: code });
export const spared = (why: string): Cell => ({ kind: 'spared', why });
export const cannot = (why: string): Cell => ({ kind: 'cannot', why });
