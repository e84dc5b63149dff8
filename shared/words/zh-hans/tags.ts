// Simplified Chinese: the page that says why this device has a tag, or lacks it.

import type { Words } from '../words.ts';

export const tags: Words['tags'] = {
  lead: '标签体现您的组织对此设备的了解，并决定您可以访问哪些服务。',
  held: '此设备拥有',
  missing: '此设备缺少',
  because: '拥有此标签的原因：',
  inTheWay: '缺少此标签的原因：',
  given: '此标签由您的组织直接授予，不取决于此设备上的规则。',
  withheld: '此设备上没有任何妨碍。您的组织尚未授予此标签，或有意不授予。',
  fromAdministrator: '管理员的说明',
  emptyTitle: '尚无标签',
  empty: '您的组织未向此类设备授予标签，或尚未响应。',
};
