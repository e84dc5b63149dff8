// All words in Japanese.
//
// Sentences are です・ます; labels, states and buttons end in a noun. Punctuation is 「」、。（） of full width; a colon is
// of half width with a space behind it, as the pages put it. What things are called:
//   agent エージェント · carried 中継 · certificate 証明書 · cut off 切断 · destination 接続先 · device デバイス · diagnostics
//   bundle 診断バンドル · EMS 管理サーバー（EMS） · enroll 登録 · fact 情報 · fingerprint フィンガープリント · gateway
//   ゲートウェイ · in the way 妨げ · invitation 招待 · leave 離脱 · log ログ · notice 通知 · organisation 組織 · out of reach
//   利用不可 · policy ポリシー · posture セキュリティ態勢 · refused 拒否 · release バージョン · request id リクエストID · revoked
//   失効 · rule ルール · session セッション · sign in サインイン · site サイト · tag タグ · verdict 適合・不適合・不明 ·
//   what helps 対処方法 · withdrawn 取り消し

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

export const japanese: Words = {
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
