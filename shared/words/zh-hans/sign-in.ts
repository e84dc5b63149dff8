// Simplified Chinese: who has signed in on this device.

import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: '您的登录',
  button: '登录',
  buttonBy: (provider) => `通过 ${provider} 登录`,
  out: '退出登录',
  cancel: '取消',
  nobody: '您尚未登录。部分服务需要确认您的身份。',
  wanted: (destinations) => `请登录以访问 ${destinations}。连接正在等待您。`,
  waiting: '请在浏览器中完成登录。此页面会自动更新。',
  waitsUntil: '等待至',
  as: '登录身份',
  groups: '用户组',
  noGroups: '无',
  until: '有效期至',
  failed: '登录未成功',
};
