// What the pages of local accounts say in Chinese, in simplified script.

import type { Texts } from './texts.ts';

export const zhHans: Texts = {
  signIn: {
    title: '登录',
    on: (hostname, osUser) => `您正在 ${hostname} 上以其用户 ${osUser} 的身份登录。`,
    name: '用户名',
    password: '密码',
    submit: '登录',
    wrong: '用户名或密码不正确。',
    over: {
      title: '此次登录已结束',
      text: '它已被使用、耗时过长，或密码错误次数过多。请在 Stile 中重新开始。',
    },
  },
  choose: {
    title: '设置密码',
    account: (name) => `用于帐户 ${name}。`,
    password: '新密码',
    again: '再次输入新密码',
    rule: (shortest) => `至少 ${shortest} 个字符。几个互不相关的词组合在一起就很好。`,
    submit: '设置密码',
    unfit: (shortest) => `请至少使用 ${shortest} 个字符。`,
    different: '两次输入的密码不一致。',
    done: { title: '密码已设置', text: '您可以关闭此页面，然后在您的设备上登录。' },
    over: { title: '此链接已失效', text: '链接只能使用一次，有效期一天。请向支持人员索取新的链接。' },
  },
  held: (seconds) => `尝试次数过多。请在 ${seconds} 秒后重试。`,
  broken: { title: '操作未成功', text: '请一分钟后重试。如果仍不行，请告知支持人员。' },
};
