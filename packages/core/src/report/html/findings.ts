import { findRule } from '../../rules/catalogue.ts';
import type { CheckReport, ReportedFinding } from '../schema.ts';
import { causesOf, messagesOf, rulesOf } from './causes.ts';
import type { SourceOptions } from './finding.ts';
import { type FindingGroup, groupsHtml } from './finding-group.ts';
import { ruleLink } from './rule-notes.ts';
import type { Section } from './section.ts';
import { code, counted, shown } from './text.ts';

const messageGroup = (findings: readonly ReportedFinding[]): FindingGroup => ({ findings, heading: shown(findings[0]?.message ?? ''), note: counted(findings.length, 'finding'), after: '' });

/** Findings by rule, then by what they say. */
const byRule = (findings: readonly ReportedFinding[], options: SourceOptions, unfolded?: number): string =>
  rulesOf(findings)
    .map(([rule, of]) => `<div class="of-rule">\n<h3>${shown(findRule(rule)?.title ?? rule)} <small>${ruleLink(rule)} · ${counted(of.length, 'finding')}</small></h3>\n${groupsHtml(messagesOf(of).map(messageGroup), 4, options, unfolded)}\n</div>`)
    .join('\n');

export const unscopedSection = ({ findings }: CheckReport, options: SourceOptions): Section => {
  const unscoped = findings.filter((f) => f.verdict === 'unscoped');
  return { id: 'unscoped', title: 'Unscoped', count: unscoped.length, noun: 'finding', intro: 'For each of these there are rows of other tenants that change what the query returns, or that it changes itself.', body: byRule(unscoped, options) };
};

const isAboutSites = ({ rule }: ReportedFinding): boolean => (findRule(rule)?.about ?? 'site') === 'site';

export const unprovenSection = ({ findings, known = [], sites }: CheckReport, options: SourceOptions): Section => {
  const unproven = findings.filter((f) => f.verdict === 'unproven' && isAboutSites(f));
  const groups = causesOf(unproven, [...findings, ...known], sites).map(({ rule, why, findings: of, sites: at, settles }) => ({
    findings: [...of].sort((a, b) => (a.message === b.message ? 0 : a.message < b.message ? -1 : 1)),
    heading: shown(why),
    note: `<strong>settles ${counted(settles, 'site')}</strong>${at === settles ? '' : ` of ${at.toLocaleString('en-US')}`} · ${code(rule)}`,
    after: `What it means: ${ruleLink(rule)}`,
  }));
  return {
    id: 'unproven', title: 'Unproven', count: unproven.length, noun: 'finding',
    intro: 'No proof was found for these, and no counter-example. Causes come first that settle the most query sites: those that have no other finding.',
    body: groupsHtml(groups, 3, options),
  };
};

/** Comments, and entries of the baseline, that were meant to answer for a finding and do not. */
export const invalidSection = ({ findings }: CheckReport, options: SourceOptions): Section => {
  const invalid = findings.filter((f) => !isAboutSites(f));
  return { id: 'invalid', title: 'Answers that do not hold', count: invalid.length, noun: 'finding', intro: 'These suppressions and baseline entries answer for nothing, and each is a finding itself.', body: byRule(invalid, options) };
};

/** Findings that fail nothing: the baseline has them, or they were there before a change. */
export const knownSection = ({ known = [] }: CheckReport, options: SourceOptions): Section => {
  const baseline = known.filter((f) => f.known === 'baseline').length;
  const reasons = [...(baseline > 0 ? [`${counted(baseline, 'finding')} of the baseline`] : []), ...(known.length > baseline ? [`${counted(known.length - baseline, 'finding')} from before the change that this report is about`] : [])];
  return { id: 'known', title: 'Known', count: known.length, noun: 'finding', intro: `They fail nothing, and nothing is proved of them: ${reasons.join(', ')}.`, body: byRule(known, options, 0) };
};
