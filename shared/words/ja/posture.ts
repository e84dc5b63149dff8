// Japanese: the page with every rule and every fact of this device.

import type { Words } from '../words.ts';

export const posture: Words['posture'] = {
  lead: '組織がこのデバイスに求める条件と、エージェントが確認した結果です。報告されるのはこの情報だけで、ファイルの内容が報告されることはありません。',
  rules: 'ルール',
  facts: 'その他の情報',
  factsLead: 'これらもエージェントが報告する情報です。現在、ルールでは使用されていません。',
  observed: '最終確認',
  neverObserved: '未確認',
  metCount: (met, all) => `${all}件中${met}件に適合`,
  emptyTitle: 'ルールなし',
  empty: '現在、組織がこのデバイスに求める条件はありません。',
};
