// Japanese: what long lists have in common.

import type { Words } from '../words.ts';

export const lists: Words['lists'] = {
  pages: '一覧のページ',
  page: (number) => `${number}ページ`,
  previous: '前のページ',
  next: '次のページ',
  range: (first, last, all) => `${all}件中${first}～${last}件`,
  clearFilter: 'フィルターを解除',
  nothing: 'まだありません',
};
