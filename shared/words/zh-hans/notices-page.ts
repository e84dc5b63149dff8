// Simplified Chinese: the page that keeps the notices.

import type { Words } from '../words.ts';

export const noticesPage: Words['noticesPage'] = {
  about: '需要让您知道的事情，保存在此计算机上。',
  none: '没有需要您了解的事情。',
  noneMore: '有关失去访问和恢复访问的通知会保存在这里。',
  today: '今天',
  yesterday: '昨天',
  isNew: '新',
  clear: '全部清除',
  clearQuestion: '要从此列表中移除所有通知吗？',
  clearYes: '全部移除',
  clearMeaning: '移除后无法恢复。在代理程序保留记录期间，相关事件仍可在“活动记录”中查看。',
  go: {
    overview: '查看概览',
    posture: '查看安全态势',
    destinations: '查看目标',
    activity: '查看活动记录',
    diagnostics: '查看诊断',
    settings: '查看设置',
  },
  requestId: (id) => `请求ID ${id}`,
};
