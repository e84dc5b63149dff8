// The way through the pages of a long list, and which part of it is shown.

import { Pagination } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../../shared/words/format.ts';
import { useLanguage, useWords } from '../use-words.ts';
import type { Paged } from '../views/paging.ts';

export function Pager(props: { readonly paged: Paged<unknown>; readonly onPage: (page: number) => void }): ReactNode {
  const { lists } = useWords();
  const language = useLanguage();
  const { page, pages, first, last, all } = props.paged;
  if (pages === 1) return null;
  const controls = { first: null, previous: lists.previous, next: lists.next, last: null } as const;
  return (
    <nav className="pager" aria-label={lists.pages}>
      <span className="quiet small digits">
        {lists.range(count(language, first), count(language, last), count(language, all))}
      </span>
      <Pagination
        size="sm"
        value={page}
        total={pages}
        onChange={props.onPage}
        getItemProps={(number) => ({ 'aria-label': lists.page(count(language, number)) })}
        getControlProps={(control) => ({ 'aria-label': controls[control] ?? undefined })}
      />
    </nav>
  );
}
