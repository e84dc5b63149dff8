// Simplified Chinese: what a device observes of itself, and why it sometimes cannot.

import type { Words } from '../words.ts';

export const facts: Words['facts'] = {
  names: {
    'os-version': '操作系统',
    'ip-addresses': '网络地址',
    firewall: '防火墙',
    'disk-encryption': '磁盘加密',
    'machine-key': '此设备的密钥',
    'user-identity': '已验证的用户',
  },
  file: (path) => `文件 ${path}`,
  program: (name) => `程序 ${name}`,
  other: (name) => `“${name}”`,
  fileThere: '存在',
  fileMissing: '不存在',
  programRuns: '正在运行',
  programSaysSo: '正在运行（仅据程序自报的名称）',
  programDoesNotRun: '未运行',
  noAddresses: '无',
  firewall: {
    closed: '已开启：未经请求的连接会被拒绝',
    open: '已关闭：未经请求的连接可以通过',
    openFor: (kind) => `对${kind}已关闭：未经请求的连接可以通过`,
  },
  encrypted: '所有磁盘均已加密',
  plain: (places) => `未加密：${places}`,
  plainSomewhere: '未加密',
  machineKey: {
    software: '由软件保管，未存放在安全硬件中',
    'os-store': '与此设备绑定',
    tpm: '在安全芯片（TPM）中',
  },
  nobodyVerified: '无人登录',
  unknown: {
    'timed-out': '未知：检查超时',
    'not-permitted': '未知：代理程序无权检查',
    'not-available': '未知：此设备没有可供检查的途径',
    unsupported: '未知：此版本的代理程序无法检查',
    unreadable: '未知：无法解读检查结果',
    'not-collected': '未知：最近未检查过',
  },
};
