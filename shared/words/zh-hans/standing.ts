// Simplified Chinese: how the device stands, in two words, in one sentence, and what to do about it.

import type { Words } from '../words.ts';

export const standing: Words['standing'] = {
  names: {
    'agent-stopped': '代理程序未运行',
    incompatible: '需要更新',
    refused: '代理程序不受信任',
    'not-enrolled': '未注册',
    enrolling: '正在注册',
    connecting: '正在连接',
    protected: '受保护',
    limited: '访问受限',
    offline: '离线',
    blocked: '已阻止',
    'ems-unreachable': '无法连接EMS',
    'captive-portal': '需要登录网络',
  },
  sentences: {
    'agent-stopped': '此设备上的代理程序未在运行。',
    incompatible: '此窗口与代理程序的版本不一致。',
    refused: '代理程序未接受此窗口。',
    'not-enrolled': '此设备尚未注册。',
    enrolling: '正在注册此设备。',
    connecting: '正在连接您的组织。',
    protected: '一切正常，您的服务均可访问。',
    limited: '部分服务无法访问。',
    offline: '没有网络连接。',
    blocked: '您的组织已撤销此设备。',
    'ems-unreachable': '管理服务器（EMS）没有响应。',
    'captive-portal': '此网络要求您先登录。',
  },
  advice: {
    'agent-stopped': '它通常会自动重新启动。如果没有，请联系管理员。',
    incompatible: '请完成更新，然后注销并重新登录。',
    refused: '请联系管理员检查此设备上的代理程序。',
    'not-enrolled': '请打开管理员发给您的邀请，或将其粘贴到此处。',
    enrolling: '需要几秒钟。',
    connecting: '需要几秒钟。',
    protected: '无需任何操作。',
    limited: '请查看哪些服务受影响、原因以及解决办法。',
    offline: '网络恢复后，您的服务也会恢复。',
    blocked: '请向管理员索取新的邀请。',
    'ems-unreachable': '如果持续如此，在其恢复响应之前您将无法访问服务。请通知管理员。',
    'captive-portal': '请打开网络的登录页面，登录后一切会自动恢复。',
  },
};
