// Simplified Chinese: what long lists have in common.

import type { Words } from '../words.ts';

export const lists: Words['lists'] = {
  pages: '列表页码',
  page: (number) => `第${number}页`,
  previous: '上一页',
  next: '下一页',
  range: (first, last, all) => `第${first}–${last}项，共${all}项`,
  clearFilter: '清除筛选',
  nothing: '尚无',
};
