// What can be done with one destination: the likely thing as a button, the rest in a menu.

import { Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../frame/icons.tsx';
import { useWords } from '../../use-words.ts';
import { needsAttention } from '../../views/destination-list.ts';
import type { DestinationRow } from '../../views/destinations.ts';
import type { DestinationActs } from './use-destination-acts.ts';

export function DestinationButtons(
  props: { readonly row: DestinationRow } & Pick<DestinationActs, 'open' | 'copy' | 'ask'>,
): ReactNode {
  const { destinations } = useWords();
  const { row } = props;
  const first = firstOf(row);
  const others = row.openers.filter((each) => first.kind !== 'open' || each !== row.preferred);
  const address = row.local ?? row.place;
  return (
    <>
      {first.kind === 'why' ? (
        <Button
          size="xs"
          variant="light"
          aria-label={destinations.whyNamed(row.name)}
          onClick={() => props.ask({ kind: 'why', row })}
        >
          {destinations.why}
        </Button>
      ) : first.kind === 'open' ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon drawing={first.with} size={16} />}
          aria-label={destinations.openNamed[first.with](row.name)}
          onClick={() => props.open(row, first.with)}
        >
          {destinations.openShort}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon drawing="copy" size={16} />}
          aria-label={destinations.copyNamed(row.name)}
          onClick={() => props.copy(address)}
        >
          {destinations.copyShort}
        </Button>
      )}
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} width="max-content">
        <Menu.Target>
          <button
            type="button"
            className="small-button"
            aria-label={destinations.more(row.name)}
            title={destinations.more(row.name)}
          >
            <Icon drawing="dots" size={18} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((opener) => (
            <Menu.Item
              key={opener}
              leftSection={<Icon drawing={opener} size={16} />}
              onClick={() => props.open(row, opener)}
            >
              {destinations.open[opener]}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Icon drawing="copy" size={16} />} onClick={() => props.copy(address)}>
            {destinations.copy}
          </Menu.Item>
          {first.kind === 'why' ? null : (
            <Menu.Item
              leftSection={<Icon drawing="question" size={16} />}
              onClick={() => props.ask({ kind: 'why', row })}
            >
              {destinations.explain}
            </Menu.Item>
          )}
          <RemoveItem {...props} />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function RemoveItem({ row, ask }: { readonly row: DestinationRow } & Pick<DestinationActs, 'ask'>): ReactNode {
  const { destinations } = useWords();
  const id = row.personal;
  if (id === null) return null;
  return (
    <Menu.Item leftSection={<Icon drawing="bin" size={16} />} onClick={() => ask({ kind: 'remove', row, id })}>
      {destinations.remove}
    </Menu.Item>
  );
}

type First =
  | { readonly kind: 'why' }
  | { readonly kind: 'open'; readonly with: NonNullable<DestinationRow['preferred']> }
  | { readonly kind: 'copy' };

function firstOf(row: DestinationRow): First {
  if (needsAttention(row)) return { kind: 'why' };
  return row.preferred === null ? { kind: 'copy' } : { kind: 'open', with: row.preferred };
}
