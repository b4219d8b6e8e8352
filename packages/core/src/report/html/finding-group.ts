import type { ReportedFinding } from '../schema.ts';
import { findingHtml, type SourceOptions } from './finding.ts';
import { counted, shown } from './text.ts';

export interface FindingGroup {
  readonly findings: readonly ReportedFinding[];
  /** What the group is, as markup. */
  readonly heading: string;
  /** How many it is of, and other marks beside the heading. */
  readonly note: string;
  /** What stands below the heading, as markup: links are no part of what folds. */
  readonly after: string;
}

/** Findings that are unfolded when the page opens: the first groups, while they are short. */
const fewFindings = 12;

const same = (findings: readonly ReportedFinding[], key: 'message' | 'why'): boolean => new Set(findings.map((f) => f[key])).size === 1;

const groupHtml = ({ findings, heading, note, after }: FindingGroup, level: number, open: boolean, options: SourceOptions): string => {
  const said = { message: same(findings, 'message'), why: same(findings, 'why') };
  const [first] = findings;
  const once = first ? [...(said.message ? [first.message] : []), ...(said.why ? [first.why] : [])].map(shown) : [];
  return `<details class="group ${first?.verdict ?? ''}"${open ? ' open' : ''}>
<summary><h${level}>${heading}</h${level}> <span class="note">${note}</span></summary>
${[...once.filter((text) => text !== heading), ...(after === '' ? [] : [after])].map((text) => `<p class="why">${text}</p>`).join('')}
${findings.map((f) => findingHtml(f, said, level + 1, options)).join('\n')}
</details>`;
};

/** More groups than these stand behind a line that says how many there are. */
const shownGroups = 30;

/** Groups of findings below headings of one level. */
export const groupsHtml = (groups: readonly FindingGroup[], level: number, options: SourceOptions, unfolded = fewFindings): string => {
  let before = 0;
  const all = groups.map((group) => {
    before += group.findings.length;
    return groupHtml(group, level, before <= unfolded, options);
  });
  const rest = all.length - shownGroups;
  return rest <= 1 ? all.join('\n') : [...all.slice(0, shownGroups), `<details class="more groups"><summary>${counted(rest, 'more group')}</summary>`, ...all.slice(shownGroups), '</details>'].join('\n');
};
