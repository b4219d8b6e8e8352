import { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Part } from './part.ts';

/** What has a text of its own: in another query it stands in parentheses. */
export abstract class Wrapper extends Foreign {
  /** Its text as it is now; it is a part of another query from here on. */
  abstract text(run: Run): readonly Part[];
}

/** `sql.placeholder('id')` */
export class Placeholder extends Foreign {
  readonly part: Part;

  constructor(part: Part) {
    super();
    this.part = part;
  }
}
