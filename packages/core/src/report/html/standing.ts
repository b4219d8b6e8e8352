import type { ReportedSite } from '../schema.ts';
import { unseen } from './text.ts';

/** What a query site counts as: its verdict, or that something answers for it. */
export const standings = ['scoped', 'suppressed', 'unproven', 'unscoped'] as const;
export type Standing = (typeof standings)[number];
export type Tally = Readonly<Record<Standing, number>>;

/** The signs stand beside the colours: a page in grey says the same. */
export const signs: Readonly<Record<Standing, string>> = { scoped: '✓', suppressed: '–', unproven: '?', unscoped: '✕' };

const standingOf = ({ verdict, rule, escape, suppressions }: ReportedSite): Standing => ((escape ?? suppressions) !== undefined && rule === undefined ? 'suppressed' : verdict);

export const tally = (sites: readonly ReportedSite[]): Tally => {
  const counts = { scoped: 0, suppressed: 0, unproven: 0, unscoped: 0 };
  for (const site of sites) counts[standingOf(site)] += 1;
  return counts;
};

/** Sites without a proof, and without anything that answers for them. */
export const openOf = ({ unproven, unscoped }: Tally): number => unproven + unscoped;

/** Markup that bears the colour and the sign of a verdict. */
export const chip = (standing: Standing, text: string): string => `<span class="chip ${standing}"><span aria-hidden="true">${signs[standing]}</span> ${text}</span>`;

/** The counts that are not zero. */
export const chips = (counts: Tally): string => standings.flatMap((s) => (counts[s] > 0 ? [chip(s, `${counts[s].toLocaleString('en-US')}${unseen(` ${s}`)}`)] : [])).join(' ');
