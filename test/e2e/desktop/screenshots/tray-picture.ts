// Takes one picture of the tray in every standing: its icon on light and dark panels, its tooltip, its menu as it would be drawn.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openBrowser } from '../../../../build/demo/stage/browser.ts';
import { icon } from '../../../../electron/tray/icon/icon.ts';
import { png } from '../../../../electron/tray/icon/png.ts';
import { type MenuItem, trayView } from '../../../../electron/tray/tray-view.ts';
import { type Standing, standings } from '../../../../shared/shell/standing.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { type AgentSituation, agentStateOf } from '../../../doubles/agent-states.ts';
import { guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';
import { moment } from './moment.ts';

const words = everyLanguage.en;

export async function takeTrayPicture(folder: string): Promise<string> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'stile-tray-picture-'));
  try {
    await using browser = await openBrowser({ home });
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.setViewportSize({ width: 1_240, height: 400 });
    await page.setContent(`<!doctype html><style>${style}</style>${standings.map(cardOf).join('')}`);
    const file = path.join(folder, 'tray.png');
    await page.screenshot({ path: file, fullPage: true });
    return file;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function cardOf(standing: Standing): string {
  const { tooltip, menu } = trayView(guiWith(linkOf(standing)), words);
  const panel = (ground: 'light' | 'dark') =>
    `<span class="panel ${ground}">${[16, 22, 32].map((side) => picture(standing, side, ground)).join('')}</span>`;
  return `<section><h2>${escaped(words.standing.names[standing])}</h2>${panel('light')}${panel('dark')}
    <p>${escaped(tooltip.title)}</p><menu>${menu.map(itemOf).join('')}</menu></section>`;
}

/** As the example's agent tells it, where it has such a situation. */
function linkOf(standing: Standing) {
  const found = (
    [
      'protected',
      'limited',
      'offline',
      'disconnected',
      'captive-portal',
      'ems-unreachable',
      'not-enrolled',
      'enrolling',
      'blocked',
    ] as const
  ).find((name: AgentSituation) => name === standing);
  return found === undefined
    ? linkOfStanding[standing]
    : ({ kind: 'connected', product: 'stile-agent 0.1.0', agent: agentStateOf(found, moment) } as const);
}

function picture(standing: Standing, side: number, ground: 'light' | 'dark'): string {
  const source = `data:image/png;base64,${png(icon(standing, side, ground)).toString('base64')}`;
  return `<img width="${side}" height="${side}" src="${source}">`;
}

function itemOf(item: MenuItem): string {
  switch (item.kind) {
    case 'separator':
      return '<hr>';
    case 'submenu':
      return `<li>${escaped(item.label)}<span>▸</span></li>`;
    case 'text':
      return `<li class="text">${escaped(item.label)}</li>`;
    default:
      return `<li>${escaped(item.label)}</li>`;
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const style = `
  body { margin: 16px; font: 13px "DejaVu Sans", sans-serif; columns: 4; column-gap: 16px; background: #e8eaee; color: #1f2933; }
  section { break-inside: avoid; padding: 12px; margin-block-end: 16px; background: #fff; border-radius: 8px; }
  h2 { margin: 0 0 8px; font-size: 13px; }
  p { margin: 8px 0; color: #4b5563; }
  .panel { display: inline-flex; gap: 8px; align-items: center; padding: 6px 10px; margin-inline-end: 6px; border-radius: 6px; }
  .light { background: #f3f4f6; border: 1px solid #d6d9de; }
  .dark { background: #20242b; border: 1px solid #20242b; }
  menu { margin: 0; padding: 4px 0; border: 1px solid #d6d9de; border-radius: 6px; list-style: none; }
  li { display: flex; justify-content: space-between; padding: 3px 10px; }
  li.text { color: #6b7280; }
  hr { margin: 4px 0; border: 0; border-top: 1px solid #d6d9de; }`;
