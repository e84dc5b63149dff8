// A table that a screen reader can name and a narrow window can scroll.

import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function Sheet(props: {
  readonly name: string;
  readonly head: readonly string[];
  /** Rows as `<Table.Tr>`. */
  readonly children: readonly ReactNode[];
  readonly empty: string;
}): ReactNode {
  if (props.children.length === 0) return <Text c="dimmed">{props.empty}</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="console-scroll" aria-label={props.name} tabIndex={0}>
      <Table aria-label={props.name} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {props.head.map((title) => (
              <Table.Th key={title} scope="col">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{props.children}</Table.Tbody>
      </Table>
    </section>
  );
}
