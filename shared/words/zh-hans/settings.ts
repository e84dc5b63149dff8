// Simplified Chinese: the page of settings.

import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  about: '这些设置仅对您本人生效。由您的组织管理的设置已标明。',
  managed: '此设置由您的组织管理。',
  look: {
    title: '语言和外观',
    language: '语言',
    system: '跟随系统',
    theme: '颜色',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  },
  behaviour: {
    title: '行为',
    notices: '显示系统通知',
    noticesHint: '无论是否显示，通知都会保留在“通知”页面中。',
    startAtLogin: '登录此计算机时启动',
    startAtLoginHint: '代理程序本身始终运行；此选项只影响图标及其通知。',
  },
  saved: '已保存。',
  leave: {
    title: '组织',
    enrolled: (ems) => `此设备属于${ems}。`,
    about: '退出后，将无法访问受保护的服务，已打开的连接也会断开。要重新加入，需要新的邀请。',
  },
  version: {
    title: '关于',
    product: '应用',
    agent: '代理程序',
    noAgent: '未连接',
    runtime: '运行环境',
    electron: (version) => `Electron ${version}`,
    standIn: (version) => `用于开发的Electron ${version}替代品：此窗口由已安装的Chromium显示，没有Electron的保护。`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: '系统',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: '复制此列表',
    licence: 'Stile是采用Apache License 2.0许可证的自由软件。',
    showLicences: '显示许可证',
    hideLicences: '隐藏许可证',
    licencesRegion: '许可证正文',
  },
};
