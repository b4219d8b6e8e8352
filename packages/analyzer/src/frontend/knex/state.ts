import { Foreign } from '../../flow/foreign.ts';
import type { Value } from '../../flow/value.ts';
import { type Draft, emptyDraft, withProblem } from './draft.ts';
import { mergeDrafts } from './merge-drafts.ts';

/** A draft as a value, to be kept where variables are. */
export class State extends Foreign {
  readonly draft: Draft;

  constructor(draft: Draft) {
    super();
    this.draft = draft;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    const merged = other instanceof State ? mergeDrafts(this.draft, other.draft) : undefined;
    if (!merged) return undefined;
    return merged === this.draft ? this : new State(merged);
  }

  override widened(cause: string): Foreign {
    return new State(withProblem(this.draft, cause));
  }

  override fingerprint(): string {
    return 'knex-state';
  }
}

export const draftOf = (state: Value | undefined): Draft => (state instanceof State ? state.draft : withProblem(emptyDraft, 'what the builder holds is not followed'));
