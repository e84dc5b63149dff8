// What can be done with one destination: the likely thing as a button, the rest in a menu.

import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { Icon } from '../../frame/icons.tsx';
import { More, type MoreItem } from '../../parts/more.tsx';
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
  const personal = row.personal;
  const id = useId();
  const items: readonly MoreItem[] = [
    ...others.map((each) => ({ drawing: each, label: destinations.open[each], act: () => props.open(row, each) })),
    { drawing: 'copy', label: destinations.copy, act: () => props.copy(address) },
    ...(first.kind === 'why'
      ? []
      : [{ drawing: 'question' as const, label: destinations.explain, act: () => props.ask({ kind: 'why', row }) }]),
    ...(personal === null
      ? []
      : [
          {
            drawing: 'bin' as const,
            label: destinations.remove,
            act: () => props.ask({ kind: 'remove', row, id: personal }),
          },
        ]),
  ];
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
      <button
        type="button"
        className="small-button"
        popoverTarget={id}
        aria-label={destinations.more(row.name)}
        title={destinations.more(row.name)}
      >
        <Icon drawing="dots" size={18} />
      </button>
      <More id={id} label={destinations.more(row.name)} items={items} />
    </>
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
