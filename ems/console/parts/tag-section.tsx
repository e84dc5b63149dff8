// Tags with the rules, facts and ages behind them.

import { Group, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TagBlock } from '../views/posture.ts';
import { LabelMark } from './labels.tsx';
import { Sheet } from './sheet.tsx';

export function TagSection({ blocks }: { readonly blocks: readonly TagBlock[] }): ReactNode {
  return (
    <Stack gap="xs">
      <Title order={2}>Tags</Title>
      {blocks.length === 0 ? <Text c="dimmed">It has none, and no rule set offers one for its system.</Text> : null}
      {blocks.map((block) => (
        <Stack key={block.tag} gap="xs">
          <Group gap="xs">
            <Title order={3}>{block.tag}</Title>
            <LabelMark label={block.held} />
          </Group>
          {block.remark === null ? (
            <Sheet name={`Rules of ${block.tag}`} head={['Rule', 'Verdict', 'Fact', 'Age']} empty="">
              {block.lines.map((line) => (
                <Table.Tr key={line.rule}>
                  <Table.Th scope="row" className="console-text">
                    {line.rule}
                  </Table.Th>
                  <Table.Td>
                    <LabelMark label={line.verdict} />
                  </Table.Td>
                  <Table.Td className="console-text">{line.fact}</Table.Td>
                  <Table.Td>{line.age}</Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          ) : (
            <Text size="sm">{block.remark}</Text>
          )}
        </Stack>
      ))}
    </Stack>
  );
}
