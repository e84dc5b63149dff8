// All words in Simplified Chinese.
//
// People are addressed as “您”. Punctuation is of full width, and no space stands between Chinese and digits. What things
// are called:
//   agent 代理程序 · certificate 证书 · cut off 中断 · destination 目标 · device 设备 · diagnostics bundle 诊断包 · EMS
//   管理服务器（EMS） · enroll 注册 · fact 信息 · fingerprint 指纹 · gateway 网关 · invitation 邀请 · leave 退出 · log 日志 ·
//   notice 通知 · organisation 组织 · out of reach 无法访问 · policy 策略 · posture 安全态势 · refused 拒绝 · release 版本 ·
//   report 上报 · request id 请求ID · revoked 吊销 · rule 规则 · session 会话 · sign in 登录 · site 站点 · tag 标签 · verdict
//   符合、不符合、未知 · what helps 解决办法 · withdrawn 撤销

import type { Words } from '../words.ts';
import { activity } from './activity.ts';
import { denials } from './denials.ts';
import { destinations } from './destinations.ts';
import { diagnostics } from './diagnostics.ts';
import { enrolment } from './enrolment.ts';
import { facts } from './facts.ts';
import { frame } from './frame.ts';
import { lists } from './lists.ts';
import { notices } from './notices.ts';
import { noticesPage } from './notices-page.ts';
import { overview } from './overview.ts';
import { posture } from './posture.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { standing } from './standing.ts';
import { tags } from './tags.ts';
import { tray } from './tray.ts';
import { updates } from './updates.ts';
import { verdicts } from './verdicts.ts';

export const simplifiedChinese: Words = {
  activity,
  denials,
  destinations,
  diagnostics,
  enrolment,
  facts,
  frame,
  lists,
  notices,
  noticesPage,
  overview,
  posture,
  settings,
  signIn,
  standing,
  tags,
  tray,
  updates,
  verdicts,
};
