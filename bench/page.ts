// Puts the tables and goals of a run into docs/performance.md, each between the markers of its id; pure.

import type { BenchReport, Goal, Table } from './bench.ts';

/** Replaces what the page says of one benchmark; the rest stays as people wrote it. @throws Error if the page has no place for it */
export function withReport(page: string, name: string, report: BenchReport, measuredOn: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/performance.md has no ${begin} … ${end}`);
  const body = [`Measured ${measuredOn}`, ...goalLines(report.goals), ...report.tables.map(tableText)].join('\n\n');
  return `${page.slice(0, from + begin.length)}\n\n${body}\n\n${page.slice(to)}`;
}

function goalLines(goals: readonly Goal[]): readonly string[] {
  if (goals.length === 0) return [];
  const rows = goals.map(({ what, aim, measured, isMet }) => [what, aim, measured, isMet ? 'met' : '**missed**']);
  return [markdown(['aim', 'at', 'measured', ''], rows)];
}

function tableText({ title, method, columns, rows }: Table): string {
  return [`**${title}.** ${method}`, markdown(columns, rows)].join('\n\n');
}

/** A table as people read it in a terminal or a page. */
export function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
