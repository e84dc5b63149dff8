// Simplified Chinese: the page with every rule and every fact of this device.

import type { Words } from '../words.ts';

export const posture: Words['posture'] = {
  lead: '您的组织对此设备的要求，以及代理程序的检查结果。只会上报这些信息，绝不会上报您文件中的内容。',
  rules: '规则',
  facts: '其他信息',
  factsLead: '代理程序也会上报这些信息，但目前没有规则用到它们。',
  observed: '上次检查',
  neverObserved: '尚未检查',
  metCount: (met, all) => `${all}条中符合${met}条`,
  emptyTitle: '没有规则',
  empty: '您的组织目前对此设备没有要求。',
};
