// Simplified Chinese: the notices, each with a title and one sentence.

import type { Words } from '../words.ts';

export const notices: Words['notices'] = {
  enrolled: {
    title: '此设备已注册',
    body: (ems) => `此设备现在属于您的组织（${ems}）。`,
  },
  withdrawn: {
    title: '此设备已被撤销',
    body: (ems) => `${ems}不再接受此设备。请向管理员索取新的邀请。`,
  },
  tagsLost: {
    title: (count) => `失去了${count}个标签`,
    body: (tags, rules) => `失去的标签：${tags}。不符合的规则：${rules}。`,
    bodyWithoutRules: (tags) => `失去的标签：${tags}。部分服务可能无法访问。`,
  },
  recovered: {
    title: '已恢复正常',
    body: (tags) => `此设备重新获得的标签：${tags}。`,
    bodyWithoutTags: '您的服务已恢复访问。',
  },
  denied: {
    title: (count) => (count === 1 ? '访问被拒绝' : `访问被拒绝${count}次`),
    body: (destinations, code) => `${destinations}（代码${code}）。打开即可查看原因和解决办法。`,
  },
  emsUnreachable: {
    title: '管理服务器没有响应',
    body: (ems) => `${ems}已有一段时间没有响应。如果持续如此，您将无法访问服务。`,
  },
  signInWanted: {
    title: '请登录您的组织',
    body: (destinations) => `请登录以访问 ${destinations}。连接正在等待您。`,
  },
  captivePortal: {
    title: '此网络要求登录',
    body: '请打开网络的登录页面，登录后您的服务就会恢复。',
  },
  agentGone: {
    title: '代理程序未在运行',
    body: '在其恢复运行之前，您无法访问服务。如果一直没有恢复，请联系管理员。',
  },
  incompatible: {
    title: '更新尚未完成',
    body: '代理程序与窗口的版本不一致。请在更新完成后注销并重新登录。',
  },
  updateReady: {
    title: '新版本已准备就绪',
    body: (version, at) => `版本 ${version} 将从 ${at} 起自动安装。您可以在设置中立即安装或推迟。`,
  },
  warning: { title: '代理程序发出警告' },
  and: (names, language) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  more: (count) => `另外${count}个`,
};
