// The box into which words are typed that a list is to contain.

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../frame/icons.tsx';
import { useWords } from '../use-words.ts';

export function ListFilter(props: {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}): ReactNode {
  const { lists } = useWords();
  return (
    <TextInput
      className="filter-text"
      type="search"
      label={props.label}
      leftSection={<Icon drawing="search" size={16} />}
      rightSectionPointerEvents="all"
      rightSection={
        props.text === '' ? null : (
          <button
            type="button"
            className="small-button"
            aria-label={lists.clearFilter}
            title={lists.clearFilter}
            onClick={() => props.onText('')}
          >
            <Icon drawing="cross" size={14} />
          </button>
        )
      }
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={props.text}
      onChange={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || props.text === '') return;
        event.stopPropagation();
        props.onText('');
      }}
    />
  );
}
