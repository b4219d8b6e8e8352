import type { ts } from '#compiler';
import type { LoadedProject } from '../project/setup.ts';

/** Something that looks as if it told the tenant of the session. Whether it does is for people to say. */
export interface TenantCandidate {
  /** As the configuration names it: `TenantId`, `src/auth.ts#requireTenant`. */
  readonly name: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** A few words. */
  readonly why: string;
  /** The more, the likelier. */
  readonly score: number;
}

export const candidateAt = (project: LoadedProject, node: ts.Node, rest: Pick<TenantCandidate, 'name' | 'why' | 'score'>): TenantCandidate => {
  const file = node.getSourceFile();
  return { ...rest, file: project.pathOf(file), line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 };
};

/** More than these nobody reads. */
const most = 8;

/** What the configuration can name: descriptions of tests are none of it. */
const canBeNamed = ({ name }: TenantCandidate): boolean => /^(?:[^#]+#)?[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(name);

/** The likeliest, each name once. */
export const likeliest = (candidates: readonly TenantCandidate[]): readonly TenantCandidate[] =>
  candidates
    .filter(canBeNamed)
    .filter((c, i) => candidates.findIndex((other) => other.name === c.name) === i)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .slice(0, most);
