// Simplified Chinese: newer releases of the app and the agent.

import type { Words } from '../words.ts';

export const updates: Words['updates'] = {
  title: '更新',
  unknown: '尚未检查是否有新版本。',
  current: '您的设备已是最新版本。',
  checked: (at) => `上次检查：${at}`,
  available: (version) => `版本 ${version} 可用。`,
  ready: (version) => `版本 ${version} 已准备好安装。`,
  installAt: (at) => `从 ${at} 起，在没有连接时自动安装。`,
  interrupts: '安装期间，连接会短暂中断。您的电脑不会重新启动。',
  downloading: (version) => `正在下载版本 ${version}。`,
  installing: (version) => `正在安装版本 ${version}。`,
  failed: '更新未成功。',
  retry: (at) => `下次重试：${at}`,
  install: '立即安装',
  later: (hours) => `${hours} 小时后`,
  check: '检查更新',
};
