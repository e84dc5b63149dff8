// Simplified Chinese: the tray's menu and tooltip.

import type { Words } from '../words.ts';

export const tray: Words['tray'] = {
  product: 'Stile',
  open: '打开Stile',
  recheck: '重新检查此设备',
  diagnostics: '诊断…',
  about: '关于Stile…',
  connect: '连接',
  disconnect: '断开',
  disconnectAsking: '断开…',
  quit: '退出',
  more: '原因和解决办法…',
  enroll: '注册此设备…',
  signIn: '登录网络…',
  signInHere: '登录…',
  signInFor: (name) => `登录以访问 ${name}…`,
  groups: {
    allowed: '可访问',
    unknown: '尚未打开',
    denied: '无法访问',
  },
  destination: {
    browser: (name) => `${name}：在浏览器中打开`,
    ssh: (name) => `${name}：用SSH打开`,
    rdp: (name) => `${name}：用远程桌面打开`,
    copy: (name) => `${name}：复制地址`,
    why: (name) => `${name}：为什么？`,
  },
  allDestinations: (count) => `全部${count}个目标…`,
  tags: (count) => `标签（${count}）`,
  noTags: '此设备没有标签。',
  whyTags: '这些标签的来源…',
  allTags: (count) => `全部${count}个标签…`,
};
