// Reads lists and documents that rows keep as JSON.

import { z } from 'zod';
import { inventory } from '../shared/ems/inventory.ts';
import { report } from '../shared/ems/report.ts';
import { siteName, tagName } from '../shared/ids.ts';

const words = z.array(z.string());
const tags = z.array(tagName);
const sites = z.array(siteName);
const numbers = z.array(z.number());

export const readWords = (text: string) => words.parse(JSON.parse(text));
export const readTags = (text: string) => tags.parse(JSON.parse(text));
export const readSites = (text: string) => sites.parse(JSON.parse(text));
export const readNumbers = (text: string) => numbers.parse(JSON.parse(text));
export const readReport = (text: string | null) => (text === null ? null : report.parse(JSON.parse(text)));
export const readInventory = (text: string | null) => (text === null ? null : inventory.parse(JSON.parse(text)));
