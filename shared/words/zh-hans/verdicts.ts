// Simplified Chinese: what a rule came to on this device.

import type { Words } from '../words.ts';

export const verdicts: Words['verdicts'] = {
  names: { satisfied: '符合', unsatisfied: '不符合', unknown: '未知' },
  seen: '检查于',
  remedy: '解决办法',
  untitled: (rule) => `规则${rule}`,
  noFact: '此版本的代理程序无法检查',
  check: '重新检查',
  checking: '正在检查…',
  checkedAll: '检查完毕，符合所有规则。',
  checked: (unmet) => `检查完毕，有${unmet}条规则不符合。`,
};
