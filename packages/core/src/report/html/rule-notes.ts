import { findRule } from '../../rules/catalogue.ts';
import { escaped } from '../escape.ts';
import type { CheckReport } from '../schema.ts';
import type { Section } from './section.ts';
import { code, shown } from './text.ts';

/** A rule by its id, with a way to what it means. An id of a newer catalogue has none. */
export const ruleLink = (id: string): string => (findRule(id) ? `<a href="#rule-${id}">${code(id)}</a>` : code(id));

/** The first paragraph below a heading of the rule's page. */
const paragraph = (explain: string, heading: string): string => explain.split(`## ${heading}\n`)[1]?.split('\n\n')[0] ?? '';

const prose = (markdown: string): string => escaped(markdown.replaceAll('\n', ' ')).replaceAll(/`([^`]+)`/g, '<code>$1</code>').replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');

const note = (id: string): string => {
  const rule = findRule(id);
  if (!rule) return '';
  const { title, explain } = rule;
  return `<details class="rule" id="rule-${id}">
<summary><h3>${shown(title)}</h3> <span class="note">${code(id)}</span></summary>
<p>${prose(paragraph(explain, 'What it means'))}</p>
<p><strong>Remedy.</strong> ${prose(paragraph(explain, 'Remedy'))}</p>
<p>The whole page, with examples: ${code(`tenantscope explain ${id}`)}</p>
</details>`;
};

/** What the rules mean that the page names. */
export const ruleNotes = ({ findings, known = [], sites }: CheckReport): Section => {
  const named = [...new Set([...[...findings, ...known].map((f) => f.rule), ...sites.flatMap((s) => s.suppressions?.map((a) => a.rule) ?? [])])].sort().filter((id) => findRule(id));
  return { id: 'rules', title: 'Rules', count: named.length, noun: 'rule', intro: 'What each rule in this report means, and what mends it.', body: named.map(note).join('\n') };
};
