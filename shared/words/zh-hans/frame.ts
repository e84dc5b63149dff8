// Simplified Chinese: what stands around every page, and what is said while there is no page to show.

import type { Words } from '../words.ts';

export const frame: Words['frame'] = {
  product: 'Stile',
  pages: {
    overview: '概览',
    tags: '标签',
    posture: '安全态势',
    destinations: '目标',
    activity: '活动记录',
    notifications: '通知',
    diagnostics: '诊断',
    settings: '设置',
  },
  navigation: '页面',
  skip: '跳到页面内容',
  withKeys: (page, keys) => `${page}（${keys}）`,
  controlAnd: (key) => `Ctrl+${key}`,
  unread: (count) => `${count}条未读通知`,
  loading: '正在加载…',
  copy: '复制',
  copied: '已复制',
  copyCommand: '复制命令',
  cancel: '取消',
  close: '关闭',
  errorTitle: '操作未能完成',
  errorCode: '代码',
  brokenTitle: '无法显示此页面',
  brokenNext: '请转到其他页面，然后再返回。如果再次发生，请将诊断包发送给管理员。',
  link: {
    gone: '在代理程序运行之前，无法访问受保护的服务。此窗口会自动连接。',
    stopping: '代理程序因更新或重启正在结束运行，其间会话会断开。代理程序恢复后，此窗口会立即重新连接。',
    refused: '没有向代理程序发送任何内容。',
    incompatible: '您的受保护连接不受影响。',
    found: '检查结果',
  },
};
