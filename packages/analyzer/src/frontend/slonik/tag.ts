import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import { type Pieces, readTemplate, unknownPieces } from '../sql-text/template.ts';
import { fragmentNames, makeFragment } from './fragments.ts';
import { holePieces } from './hole.ts';
import { SlonikQuery, SlonikText, SlonikToken } from './token.ts';

/** What a template is the tag of: `sql.fragment`, or what makes queries. */
class TemplateTag extends Foreign {
  readonly makes: typeof SlonikToken;

  constructor(makes: typeof SlonikToken) {
    super();
    this.makes = makes;
  }

  #make(pieces: Pieces | undefined, node: ts.Node): SlonikToken {
    return new this.makes(pieces, node);
  }

  override tag(parts: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return readTemplate(run, parts, args, holePieces, (pieces) => this.#make(pieces, args.call));
  }

  override call({ call }: Arguments): Value {
    return this.#make(unknownPieces(`${spelled(call)} is no template that stands here`, 'unproven-fragment'), call);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof TemplateTag && other.makes === this.makes ? this : undefined;
  }

  override fingerprint(): string {
    return `slonik-template:${this.makes.name}`;
  }
}

const query = new TemplateTag(SlonikQuery);
const fragment = new TemplateTag(SlonikToken);
/** Before slonik 33 the tag itself. */
const either = new TemplateTag(SlonikText);

/** Functions that give back a tag for queries. */
const queryMakers: readonly string[] = ['type', 'typeAlias', 'prepared'];

/** A function of the tag that was taken off it: `const { join } = sql`. */
class TagFunction extends Foreign {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override call(args: Arguments, run: Run): Value {
    return tag.invoke(this.name, args, run);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof TagFunction && other.name === this.name ? this : undefined;
  }

  override fingerprint(): string {
    return `slonik-sql:${this.name}`;
  }
}

/** `sql`, or what `createSqlTag` gives back. */
class SlonikTag extends Foreign {
  override property(name: string): Value {
    if (name === 'unsafe') return query;
    return name === 'fragment' ? fragment : new TagFunction(name);
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (name === 'unsafe' || name === 'fragment') return (name === 'unsafe' ? query : fragment).call(args);
    return queryMakers.includes(name) ? query : makeFragment(run, name, args);
  }

  override tag(parts: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return either.tag(parts, args, run);
  }

  override call(args: Arguments): Value {
    return either.call(args);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof SlonikTag ? this : undefined;
  }

  override fingerprint(): string {
    return 'slonik-sql';
  }
}

export const tag = new SlonikTag();

/** `createSqlTag` */
class CreateTag extends Foreign {
  override call(): Value {
    return tag;
  }
}
export const createTag = new CreateTag();

/** The tag that a member of a tag is: of `sql` as a parameter. */
export const templateTagOf = (name: string): Foreign | undefined => (name === 'unsafe' ? query : name === 'fragment' ? fragment : undefined);

export const tagMethods: readonly string[] = [...queryMakers, ...fragmentNames, 'unsafe', 'fragment', '``', '()'];
