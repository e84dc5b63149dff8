// Japanese: what a rule came to on this device.

import type { Words } from '../words.ts';

export const verdicts: Words['verdicts'] = {
  names: { satisfied: '適合', unsatisfied: '不適合', unknown: '不明' },
  seen: '確認:',
  remedy: '対処方法',
  untitled: (rule) => `ルール${rule}`,
  noFact: 'このバージョンのエージェントで確認できるものはありません',
  check: '再チェック',
  checking: 'チェック中…',
  checkedAll: 'チェックが完了しました。すべてのルールに適合しています。',
  checked: (unmet) => `チェックが完了しました。${unmet}件のルールに適合していません。`,
};
